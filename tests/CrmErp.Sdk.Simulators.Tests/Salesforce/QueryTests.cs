using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Salesforce;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class QueryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Query_MoreThanAPage_LinksToTheRest()
    {
        await using var world = await SalesforceWorld.StartAsync();
        Seed(world, 4100);

        var first = await world.QueryAsync("SELECT Id, Name FROM Account");
        var second = await world.GetAsync(first.Json.GetProperty("nextRecordsUrl").GetString()!);
        var third = await world.GetAsync(second.Json.GetProperty("nextRecordsUrl").GetString()!);

        first.Json.GetProperty("totalSize").GetInt32().Should().Be(4100);
        first.Json.GetProperty("done").GetBoolean().Should().BeFalse();
        (first.Records.Count, second.Records.Count, third.Records.Count).Should().Be((2000, 2000, 100));
        third.Json.GetProperty("done").GetBoolean().Should().BeTrue();
        first.Records.Concat(second.Records).Concat(third.Records).Select(r => r.GetProperty("Id").GetString()).Should().OnlyHaveUniqueItems();
        first.Records[0].GetProperty("attributes").GetProperty("url").GetString().Should().Be($"{SalesforceWorld.Api}/sobjects/Account/{first.Records[0].GetProperty("Id").GetString()}");
    }

    [Fact]
    public async Task Query_BatchSize_IsClampedToWhatTheVendorAllows()
    {
        await using var world = await SalesforceWorld.StartAsync();
        Seed(world, 500);

        var answer = await world.QueryAsync("SELECT Id FROM Account", headers: ("Sforce-Query-Options", "batchSize=10"));

        answer.Records.Should().HaveCount(200);
    }

    [Fact]
    public async Task QueryLocator_TwoDaysLater_IsInvalid()
    {
        await using var world = await SalesforceWorld.StartAsync();
        Seed(world, 2100);
        var first = await world.QueryAsync("SELECT Id FROM Account");
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.SignInAsync();

        var answer = await world.GetAsync(first.Json.GetProperty("nextRecordsUrl").GetString()!);

        (answer.Status, answer.ErrorCode).Should().Be((400, "INVALID_QUERY_LOCATOR"));
    }

    [Fact]
    public async Task Keyset_OnStampAndId_ReadsEveryRecordOnce_WhateverSharesASecond()
    {
        await using var world = await SalesforceWorld.StartAsync();
        Seed(world, 1000, i => Start.AddSeconds(i / 300));
        var seen = new List<string>();
        var condition = "SystemModstamp >= 2026-03-01T00:00:00.000Z";
        while (true)
        {
            var page = (await world.QueryAsync($"SELECT Id, SystemModstamp FROM Account WHERE {condition} ORDER BY SystemModstamp, Id LIMIT 70")).Records;
            if (page.Count == 0)
            {
                break;
            }

            seen.AddRange(page.Select(r => r.GetProperty("Id").GetString()!));
            var stamp = page[^1].GetProperty("SystemModstamp").GetString()!.Replace("+0000", "Z", StringComparison.Ordinal);
            condition = $"(SystemModstamp > {stamp} OR (SystemModstamp = {stamp} AND Id > '{seen[^1]}'))";
        }

        seen.Should().HaveCount(1000).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Query_StampOrder_FollowsEditsAndEditsOfOneSecondShareTheStamp()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var a = await world.CreateAsync("Account", new { Name = "A" });
        var b = await world.CreateAsync("Account", new { Name = "B" });
        world.Clock.Advance(TimeSpan.FromMilliseconds(900));
        world.People.Update("Account", b, ("Phone", "1"));
        world.Clock.Advance(TimeSpan.FromMilliseconds(200));
        world.People.Update("Account", a, ("Phone", "1"));

        var rows = (await world.QueryAsync("SELECT Id, SystemModstamp FROM Account ORDER BY SystemModstamp, Id")).Records;

        rows.Select(r => r.GetProperty("Id").GetString()).Should().Equal(b, a);
        rows.Select(r => r.GetProperty("SystemModstamp").GetString()).Should().Equal("2026-03-02T08:00:00.000+0000", "2026-03-02T08:00:01.000+0000");
    }

    [Theory]
    [InlineData("Name = 'ACME'", "acme")]
    [InlineData("Name != 'acme'", "Beta,O'Neill")]
    [InlineData("Name LIKE 'b%'", "Beta")]
    [InlineData(@"Name = 'O\'Neill'", "O'Neill")]
    [InlineData("Name IN ('acme','beta')", "acme,Beta")]
    [InlineData("Name NOT IN ('acme','beta')", "O'Neill")]
    [InlineData("Phone = null", "Beta,O'Neill")]
    [InlineData("Phone != null", "acme")]
    [InlineData("Phone != '1'", "Beta,O'Neill")]
    [InlineData("NumberOfEmployees > 5 AND NumberOfEmployees <= 20", "Beta")]
    [InlineData("(NumberOfEmployees = 5 OR NumberOfEmployees = 10) AND (NOT Name = 'Beta')", "acme")]
    [InlineData("NumberOfEmployees < 100", "acme,Beta")]
    [InlineData("Active__c = false", "Beta")]
    [InlineData("Parent.Name = 'acme'", "Beta")]
    [InlineData("Parent.Phone = '1'", "Beta")]
    [InlineData("Id IN (SELECT AccountId FROM Contact WHERE LastName = 'Child')", "Beta")]
    [InlineData("CreatedDate = TODAY", "acme,Beta,O'Neill")]
    [InlineData("CreatedDate < TODAY", "")]
    [InlineData("CreatedDate = LAST_N_DAYS:3", "acme,Beta,O'Neill")]
    [InlineData("Id = null", "")]
    [InlineData("SystemModstamp > 2030-01-01T00:00:00Z OR Name = 'Beta'", "Beta")]
    [InlineData("SystemModstamp > 2030-01-01T00:00:00Z OR SystemModstamp >= 2026-03-02T08:00:00Z", "acme,Beta,O'Neill")]
    [InlineData("SystemModstamp >= 2026-03-02T08:00:00Z AND SystemModstamp < 2026-03-02T08:00:00Z", "")]
    [InlineData("(NOT SystemModstamp < 2026-03-02T08:00:00Z)", "acme,Beta,O'Neill")]
    public async Task Query_Condition_FindsWhatTheVendorFinds(string condition, string names)
    {
        await using var world = await SalesforceWorld.StartAsync();
        var acme = await world.CreateAsync("Account", new { Name = "acme", Phone = "1", NumberOfEmployees = 5 });
        var beta = await world.CreateAsync("Account", new { Name = "Beta", NumberOfEmployees = 10, ParentId = acme, Active__c = false });
        await world.CreateAsync("Account", new { Name = "O'Neill" });
        await world.CreateAsync("Contact", new { LastName = "Child", AccountId = beta });

        var answer = await world.QueryAsync($"SELECT Name FROM Account WHERE {condition} ORDER BY Name");

        answer.Status.Should().Be(200, answer.Text);
        string.Join(',', answer.Records.Select(r => r.GetProperty("Name").GetString())).Should().Be(names);
    }

    [Theory]
    [InlineData("SELECT Foo FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Foo", "INVALID_TYPE")]
    [InlineData("SELECT Owner.Foo FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT Nothing.Name FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT (SELECT Id FROM Nothings) FROM Account", "INVALID_TYPE")]
    [InlineData("SELECT Id FROM Account WHERE SystemModstamp > '2026-01-01T00:00:00Z'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Account WHERE Name = 5", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD")]
    [InlineData("SELECT Id, Id FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY")]
    [InlineData("SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY")]
    [InlineData("", "MALFORMED_QUERY")]
    public async Task Query_WhatTheVendorRefuses_IsRefusedWithItsCode(string soql, string code)
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.QueryAsync(soql);

        (answer.Status, answer.ErrorCode).Should().Be((400, code));
    }

    [Fact]
    public async Task Query_ParentsAndChildren_AreNested()
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.ChildPageSize = 2);
        var account = await world.CreateAsync("Account", new { Name = "A" });
        await world.CreateAsync("Account", new { Name = "No children" });
        foreach (var name in new[] { "x", "y", "z" })
        {
            await world.CreateAsync("Contact", new { FirstName = "F", LastName = name, AccountId = account });
        }

        var accounts = (await world.QueryAsync("SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName DESC) FROM Account ORDER BY Name")).Records;
        var contact = (await world.QueryAsync("SELECT Name, Account.Name, Account.Owner.Username, ReportsTo.Name FROM Contact WHERE LastName = 'x'")).Records.Single();

        var children = accounts[0].GetProperty("Contacts");
        children.GetProperty("totalSize").GetInt32().Should().Be(3);
        children.GetProperty("done").GetBoolean().Should().BeFalse();
        children.GetProperty("records")[0].GetProperty("LastName").GetString().Should().Be("z");
        var rest = await world.GetAsync(children.GetProperty("nextRecordsUrl").GetString()!);
        rest.Records.Single().GetProperty("LastName").GetString().Should().Be("x");
        accounts[1].GetProperty("Contacts").ValueKind.Should().Be(JsonValueKind.Null);
        contact.GetProperty("Name").GetString().Should().Be("F x");
        contact.GetProperty("Account").GetProperty("Name").GetString().Should().Be("A");
        contact.GetProperty("Account").GetProperty("Owner").GetProperty("Username").GetString().Should().Be("integration@simulator.example");
        contact.GetProperty("ReportsTo").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Query_CountsAndAggregates_HaveTheirOwnForms()
    {
        await using var world = await SalesforceWorld.StartAsync();
        Seed(world, 3);

        (await world.QueryAsync("SELECT COUNT() FROM Account")).Json.GetProperty("totalSize").GetInt32().Should().Be(3);
        var row = (await world.QueryAsync("SELECT COUNT(Id) total, MAX(Name) FROM Account")).Records.Single();
        row.GetProperty("total").GetInt32().Should().Be(3);
        row.GetProperty("expr1").GetString().Should().Be("Account 2");
    }

    [Fact]
    public async Task Query_NullsComeFirst_UnlessToldOtherwise()
    {
        await using var world = await SalesforceWorld.StartAsync();
        await world.CreateAsync("Account", new { Name = "with", Phone = "1" });
        await world.CreateAsync("Account", new { Name = "without" });

        var first = (await world.QueryAsync("SELECT Name FROM Account ORDER BY Phone DESC")).Records;
        var last = (await world.QueryAsync("SELECT Name FROM Account ORDER BY Phone ASC NULLS LAST LIMIT 1 OFFSET 1")).Records;

        first[0].GetProperty("Name").GetString().Should().Be("without");
        last.Single().GetProperty("Name").GetString().Should().Be("without");
    }

    [Fact]
    public async Task QueryAll_ShowsWhatIsInTheRecycleBin_QueryDoesNot()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var id = await world.CreateAsync("Account", new { Name = "A" });
        world.People.Delete("Account", id);

        (await world.QueryAsync("SELECT Id FROM Account")).Records.Should().BeEmpty();
        (await world.QueryAsync($"SELECT Id, IsDeleted FROM Account WHERE Id = '{id}'", "queryAll")).Records.Single().GetProperty("IsDeleted").GetBoolean().Should().BeTrue();
        (await world.QueryAsync("SELECT Id FROM Account WHERE IsDeleted = true ORDER BY SystemModstamp, Id", "queryAll")).Records.Should().ContainSingle();
    }

    private static void Seed(SalesforceWorld world, int count, Func<int, DateTimeOffset>? stamp = null) =>
        world.People.Seed("Account", Enumerable.Range(0, count).Select(i => new SeedRecord([("Name", $"Account {i}")]) { Modified = stamp?.Invoke(i) }));
}
