using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Salesforce;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class RowTests
{
    [Fact]
    public async Task Create_Account_AnswersWithIdAndLocation_AndShowsItWithTheVendorsForms()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var created = await world.PostAsync("sobjects/Account/", new { Name = "  Müller & Söhne ", BillingStreet = "A\nB", BillingCity = "Köln", AnnualRevenue = 12500, NumberOfEmployees = 7, Phone = "" });

        created.Status.Should().Be(201);
        created.Text.Should().MatchRegex("""^\{"id":"001\w{15}","success":true,"errors":\[\]\}$""");
        created.Headers.Location!.ToString().Should().Be($"{SalesforceWorld.Api}/sobjects/Account/{created.Json.GetProperty("id").GetString()}");
        var shown = await world.GetAsync($"sobjects/Account/{created.Json.GetProperty("id").GetString()}");
        shown.Json.GetProperty("attributes").GetProperty("type").GetString().Should().Be("Account");
        shown.Json.GetProperty("Name").GetString().Should().Be("Müller & Söhne");
        shown.Json.GetProperty("Phone").ValueKind.Should().Be(JsonValueKind.Null);
        shown.Json.GetProperty("AnnualRevenue").GetRawText().Should().Be("12500.0");
        shown.Json.GetProperty("NumberOfEmployees").GetRawText().Should().Be("7");
        shown.Json.GetProperty("SystemModstamp").GetString().Should().Be("2026-03-02T08:00:00.000+0000");
        shown.Json.GetProperty("BillingAddress").GetProperty("city").GetString().Should().Be("Köln");
        shown.Json.GetProperty("ShippingAddress").ValueKind.Should().Be(JsonValueKind.Null);
        shown.Header("Sforce-Limit-Info").Should().MatchRegex(@"^api-usage=\d+/100000$");
    }

    [Theory]
    [InlineData("Account", """{"Phone":"1"}""", 400, "REQUIRED_FIELD_MISSING")]
    [InlineData("Contact", """{"FirstName":"A"}""", 400, "REQUIRED_FIELD_MISSING")]
    [InlineData("Account", """{"Name":"A","Foo":"x"}""", 400, "INVALID_FIELD")]
    [InlineData("Account", """{"Name":"A","AccountNumber":"01234567890123456789012345678901234567890"}""", 400, "STRING_TOO_LONG")]
    [InlineData("Contact", """{"LastName":"A","Email":"nobody"}""", 400, "INVALID_EMAIL_ADDRESS")]
    [InlineData("Contact", """{"LastName":"A","Name":"A B"}""", 400, "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("Contact", """{"LastName":"A","AccountId":"nonsense"}""", 400, "MALFORMED_ID")]
    [InlineData("Contact", """{"LastName":"A","AccountId":"003000000000001AAA"}""", 400, "FIELD_INTEGRITY_EXCEPTION")]
    [InlineData("Contact", """{"LastName":"A","AccountId":"001000000000001AAA"}""", 400, "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("Contact", """{"LastName":"A","Account":{"Erp_Id__c":"C-404"}}""", 400, "INVALID_FIELD")]
    [InlineData("Opportunity", """{"Name":"A","CloseDate":"2026-04-01","StageName":"Nonsense"}""", 400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")]
    [InlineData("Opportunity", """{"Name":"A","CloseDate":"2026-13-01","StageName":"Prospecting"}""", 400, "JSON_PARSER_ERROR")]
    [InlineData("Account", """{"Name":"A","NumberOfEmployees":1.5}""", 400, "JSON_PARSER_ERROR")]
    [InlineData("Account", """{"Name":"A","AnnualRevenue":1234567890123456789}""", 400, "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("Account", """{"Name":5}""", 400, "JSON_PARSER_ERROR")]
    [InlineData("Account", """{"Name":""", 400, "JSON_PARSER_ERROR")]
    [InlineData("Nothing", """{"Name":"A"}""", 404, "NOT_FOUND")]
    public async Task Create_WhatTheVendorRefuses_IsRefusedWithItsCode(string type, string body, int status, string code)
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.PostAsync("sobjects/" + type, body);

        answer.Status.Should().Be(status, answer.Text);
        answer.ErrorCode.Should().Be(code);
        world.Simulator.State.Writes.LastSequence.Should().Be(0);
    }

    [Fact]
    public async Task Create_MissingFields_NamesThem()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.PostAsync("sobjects/Opportunity", new { Name = "Deal" });

        answer.Message.Should().Be("Required fields are missing: [StageName, CloseDate]");
        answer.Json[0].GetProperty("fields").EnumerateArray().Select(f => f.GetString()).Should().Equal("StageName", "CloseDate");
    }

    [Fact]
    public async Task Update_NullClears_AbsentStays_CheckboxIsNeverEmpty()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var id = await world.CreateAsync("Account", new { Name = "A", Phone = "1", Fax = "2", Active__c = false });

        var answer = await world.PatchAsync($"sobjects/Account/{id[..15]}", """{"Phone":null,"Active__c":null}""");

        answer.Status.Should().Be(204);
        var row = world.People.Find("Account", id)!.Value;
        row.GetProperty("Phone").ValueKind.Should().Be(JsonValueKind.Null);
        row.GetProperty("Fax").GetString().Should().Be("2");
        row.GetProperty("Active__c").GetBoolean().Should().BeTrue("null is the default of the checkbox");
    }

    [Fact]
    public async Task Amounts_AreRoundedToTheScaleOfTheField()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var id = await world.CreateAsync("Account", new { Name = "A", CreditLimit__c = 10.005m, AnnualRevenue = 99.5m });

        var row = world.People.Find("Account", id)!.Value;
        row.GetProperty("CreditLimit__c").GetRawText().Should().Be("10.01");
        row.GetProperty("AnnualRevenue").GetRawText().Should().Be("100.0");
    }

    [Fact]
    public async Task Upsert_ByExternalId_CreatesThenUpdates_AndRefusesTheKeyInTheBody()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var created = await world.PatchAsync("sobjects/Account/Erp_Id__c/C%2F1%200", new { Name = "A" });
        var updated = await world.PatchAsync("sobjects/Account/Erp_Id__c/C%2F1%200", new { Phone = "1" });
        var refused = await world.PatchAsync("sobjects/Account/Erp_Id__c/C-2", new { Name = "A", Erp_Id__c = "C-2" });
        var unknown = await world.PatchAsync("sobjects/Account/Site/x", new { Name = "A" });

        (created.Status, created.Json.GetProperty("created").GetBoolean()).Should().Be((201, true));
        (updated.Status, updated.Json.GetProperty("created").GetBoolean()).Should().Be((200, false));
        updated.Json.GetProperty("id").GetString().Should().Be(created.Json.GetProperty("id").GetString());
        world.People.Find("Account", updated.Json.GetProperty("id").GetString()!)!.Value.GetProperty("Erp_Id__c").GetString().Should().Be("C/1 0");
        (refused.Status, refused.ErrorCode).Should().Be((400, "INVALID_FIELD"));
        (unknown.Status, unknown.ErrorCode).Should().Be((404, "NOT_FOUND"));
    }

    [Fact]
    public async Task Upsert_KeyHeldTwice_AnswersWith300AndWritesNothing()
    {
        await using var world = await SalesforceWorld.StartAsync();
        world.People.Act("addField", ("fullName", "Account.Legacy__c"), ("metadata", JsonValues.Object(("type", "Text"), ("length", 20), ("externalId", true))));
        var first = await world.CreateAsync("Account", new { Name = "A", Legacy__c = "X" });
        var second = await world.CreateAsync("Account", new { Name = "B", Legacy__c = "x" });

        var answer = await world.PatchAsync("sobjects/Account/Legacy__c/X", new { Phone = "1" });

        answer.Status.Should().Be(300);
        answer.Json.EnumerateArray().Select(u => u.GetString()).Should().Equal($"{SalesforceWorld.Api}/sobjects/Account/{first}", $"{SalesforceWorld.Api}/sobjects/Account/{second}");
        world.People.Find("Account", first)!.Value.GetProperty("Phone").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Create_UniqueKeyHeldByAnother_NamesItsShortId()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var id = await world.CreateAsync("Account", new { Name = "A", Erp_Id__c = "C-1" });

        var answer = await world.PostAsync("sobjects/Account", new { Name = "B", Erp_Id__c = "C-1" });

        answer.ErrorCode.Should().Be("DUPLICATE_VALUE");
        answer.Message.Should().Be($"duplicate value found: Erp_Id__c duplicates value on record with id: {id[..15]}");
    }

    [Fact]
    public async Task Create_DuplicateRule_IsReported_AndSavedWhenTheClientInsists()
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.DuplicateRules = [new DuplicateRule("Same_Name", "Account", ["Name", "BillingPostalCode"])]);
        var id = await world.CreateAsync("Account", new { Name = "Acme", BillingPostalCode = "53111" });

        var refused = await world.PostAsync("sobjects/Account", new { Name = "ACME", BillingPostalCode = "53111" });
        var other = await world.PostAsync("sobjects/Account", new { Name = "ACME", BillingPostalCode = "1" });
        var saved = await world.PostAsync("sobjects/Account", new { Name = "ACME", BillingPostalCode = "53111" }, ("Sforce-Duplicate-Rule-Header", "allowSave=true"));

        (refused.Status, refused.ErrorCode).Should().Be((400, "DUPLICATES_DETECTED"));
        refused.Json[0].GetProperty("duplicateResult").GetProperty("matchResults")[0].GetProperty("matchRecords")[0].GetProperty("record").GetProperty("Id").GetString().Should().Be(id);
        other.Status.Should().Be(201);
        saved.Status.Should().Be(201);
    }

    [Fact]
    public async Task Delete_Account_TakesContactsWithIt_AndUndeleteBringsThemBack()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var account = await world.CreateAsync("Account", new { Name = "A" });
        var contact = await world.CreateAsync("Contact", new { LastName = "B", AccountId = account });

        (await world.DeleteAsync($"sobjects/Account/{account}")).Status.Should().Be(204);

        var again = await world.DeleteAsync($"sobjects/Account/{account}");
        (again.Status, again.ErrorCode).Should().Be((404, "ENTITY_IS_DELETED"));
        (await world.GetAsync($"sobjects/Contact/{contact}")).ErrorCode.Should().Be("ENTITY_IS_DELETED");
        (await world.GetAsync("sobjects/Account/001000000000001AAA")).ErrorCode.Should().Be("NOT_FOUND");
        world.People.Act("undelete", ("object", "Account"), ("id", account));
        (await world.GetAsync($"sobjects/Contact/{contact}")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Merge_ByPeople_MovesChildrenAndLeavesATombstoneThatNamesTheSurvivor()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var survivor = await world.CreateAsync("Account", new { Name = "A" });
        var loser = await world.CreateAsync("Account", new { Name = "B" });
        var contact = await world.CreateAsync("Contact", new { LastName = "C", AccountId = loser });

        world.People.Act("merge", ("object", "Account"), ("survivor", survivor), ("loser", loser));

        world.People.Find("Contact", contact)!.Value.GetProperty("AccountId").GetString().Should().Be(survivor);
        var rows = (await world.QueryAsync("SELECT Id, IsDeleted, MasterRecordId FROM Account ORDER BY Id", "queryAll")).Records;
        rows.Should().HaveCount(2);
        rows[1].GetProperty("IsDeleted").GetBoolean().Should().BeTrue();
        rows[1].GetProperty("MasterRecordId").GetString().Should().Be(survivor);
    }

    [Fact]
    public async Task Preconditions_DatesAreWeak_TagsAreStrictAndOnAccountsOnly()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var id = await world.CreateAsync("Account", new { Name = "A" });
        var contact = await world.CreateAsync("Contact", new { LastName = "A" });
        var seen = await world.GetAsync($"sobjects/Account/{id}");
        var tag = seen.Header("ETag")!;
        world.People.Update("Account", id, ("Phone", "same second"));

        var sameSecond = await world.PatchAsync($"sobjects/Account/{id}", new { Fax = "1" }, ("If-Unmodified-Since", "Mon, 02 Mar 2026 08:00:00 GMT"));
        var stale = await world.PatchAsync($"sobjects/Account/{id}", new { Fax = "2" }, ("If-Match", tag));
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        world.People.Update("Account", id, ("Phone", "later"));
        var later = await world.PatchAsync($"sobjects/Account/{id}", new { Fax = "3" }, ("If-Unmodified-Since", "Mon, 02 Mar 2026 08:00:00 GMT"));
        var bad = await world.PatchAsync($"sobjects/Account/{id}", new { Fax = "4" }, ("If-Unmodified-Since", "yesterday"));
        var unchanged = await world.GetAsync($"sobjects/Account/{id}", ("If-Modified-Since", "Mon, 02 Mar 2026 08:00:05 GMT"));

        sameSecond.Status.Should().Be(204, "a date cannot tell two edits of one second apart");
        stale.Status.Should().Be(412);
        later.Status.Should().Be(412);
        bad.Status.Should().Be(400);
        unchanged.Status.Should().Be(304);
        (await world.GetAsync($"sobjects/Contact/{contact}")).Header("ETag").Should().BeNull();
    }

    [Fact]
    public async Task Tamper_ChangesTheValueAndNothingElse()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var id = await world.CreateAsync("Account", new { Name = "A" });
        var before = world.Simulator.State.Writes.LastSequence;
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        world.People.Tamper("Account", id, ("Name", "B"));

        var row = world.People.Find("Account", id)!.Value;
        row.GetProperty("Name").GetString().Should().Be("B");
        row.GetProperty("SystemModstamp").GetString().Should().Be("2026-03-02T08:00:00.000+0000");
        world.Simulator.State.Writes.LastSequence.Should().Be(before);
    }

    [Fact]
    public async Task Writes_AreLoggedByClient_AndUsersTellWhoChangedARecord()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var id = await world.CreateAsync("Account", new { Name = "A" });
        world.People.Update("Account", id, ("Phone", "1"));

        world.Simulator.State.Writes.Since(0).Select(w => (w.Client, w.Operation.ToString(), w.Id)).Should().Equal(("sdk", "Create", id), ("people", "Update", id));
        var row = world.People.Find("Account", id)!.Value;
        row.GetProperty("CreatedById").GetString().Should().NotBe(row.GetProperty("LastModifiedById").GetString());
        var user = (await world.QueryAsync($"SELECT Username FROM User WHERE Id = '{row.GetProperty("CreatedById").GetString()}'")).Records.Single();
        user.GetProperty("Username").GetString().Should().Be("integration@simulator.example");
    }
}
