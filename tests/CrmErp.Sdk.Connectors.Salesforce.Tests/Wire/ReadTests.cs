using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Faults;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class ReadTests
{
    private static readonly RecordShape Account = Shapes.Account;

    [Fact]
    public async Task Full_read_serves_every_record_once_over_pages()
    {
        await using var world = await OrgWorld.StartAsync();
        var ids = world.People.Seed("Account", Enumerable.Range(0, 4_500).Select(i => new SeedRecord([("Name", $"Account {i}")])));

        var (seen, pages) = (new List<string>(), 0);
        string? continuation = null;
        do
        {
            var result = await world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account, Continuation = continuation }, TestContext.Current.CancellationToken);
            using var page = result.Page;
            seen.AddRange(Enumerable.Range(0, page.Count).Select(i => page.Head(i).Id));
            (continuation, pages) = (result.Continuation, pages + 1);
        }
        while (continuation is not null);

        seen.Should().HaveCount(4_500).And.BeEquivalentTo(ids).And.BeInAscendingOrder(StringComparer.Ordinal);
        pages.Should().Be(3);
    }

    [Fact]
    public async Task Short_answer_is_a_page_and_the_last_id_goes_on()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Seed("Account", Enumerable.Range(0, 1_500).Select(i => new SeedRecord([("Name", $"Account {i}")])));
        world.Org.State.Faults.Add(new FaultRule { Path = "*/query*", Fault = Fault.HalfPage() });

        var first = await world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account, PageSize = 1_500 }, TestContext.Current.CancellationToken);
        var second = await world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account, PageSize = 1_500, Continuation = first.Continuation }, TestContext.Current.CancellationToken);

        first.Page.Count.Should().Be(1_000);
        second.Page.Count.Should().Be(500);
    }

    [Fact]
    public async Task Heads_alone_are_cheap()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Create("Account", ("Name", "Acme"));

        var result = await world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account, HeadsOnly = true }, TestContext.Current.CancellationToken);

        result.Page.Head(0).Version.Should().EndWith("+0000");
        world.Org.State.Requests.Entries[^1].Path.Should().Contain("SELECT%20Id%2CSystemModstamp%20FROM%20Account");
    }

    [Fact]
    public async Task Garbage_as_a_continuation_asks_for_a_new_beginning()
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        var call = () => world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account, Continuation = "nonsense" });
        (await call.Should().ThrowAsync<ConnectorException>()).Which.Kind.Should().Be(ErrorKind.CursorExpired);
    }

    [Fact]
    public async Task Lists_that_an_answer_holds_in_part_are_completed()
    {
        await using var world = await OrgWorld.StartAsync(org: o => o.ChildPageSize = 2);
        var account = world.People.Create("Account", ("Name", "Acme"));
        var bolt = world.AddProduct("BOLT", 1m);
        var entry = world.All("PricebookEntry").Single().GetProperty("Id").GetString();
        var order = world.People.Create("Order", ("AccountId", account), ("EffectiveDate", "2026-03-02"), ("Status", "Draft"), ("Pricebook2Id", world.Org.StandardPricebookId));
        for (var i = 1; i <= 7; i++)
        {
            world.People.Create("OrderItem", ("OrderId", order), ("PricebookEntryId", entry), ("Quantity", i), ("UnitPrice", 1m));
        }

        var record = (await world.GetAsync(Shapes.Order, order))!;
        record.Fields["Lines"].AsLines().Select(l => l.Fields["Quantity"].AsDecimal()).Should().Equal(1m, 2m, 3m, 4m, 5m, 6m, 7m);
        record.Fields["Lines"].AsLines().Should().OnlyContain(l => l.Fields["Product2Id"].AsReference().Id == bolt);
        (await world.GetAsync(Shapes.Order, order))!.Hash.Should().Be(record.Hash);
    }

    [Fact]
    public async Task Find_escapes_what_it_looks_for()
    {
        await using var world = await OrgWorld.StartAsync();
        string[] names = ["O'Neill & Sons", @"Back\slash", "Two\"quotes", "x' OR Name != '", "Größe 株式会社 🚀", "100% _wild_"];
        foreach (var name in names)
        {
            world.People.Create("Account", ("Name", name));
        }

        foreach (var name in names)
        {
            var found = await world.Connector.FindAsync(new FindRequest { Shape = Account, Field = "Name", Values = [name] }, TestContext.Current.CancellationToken);
            found.Should().ContainSingle().Which.Fields["Name"].AsText().Should().Be(name);
        }
    }

    [Fact]
    public async Task Find_asks_in_as_many_calls_as_the_address_needs()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Create("Account", ("Name", "Needle"));
        var values = Enumerable.Range(0, 1_000).Select(i => (FieldValue)$"Müllers Gästehaus Nummer {i}").Append("Needle").ToList();

        var found = await world.Connector.FindAsync(new FindRequest { Shape = Account, Field = "Name", Values = values }, TestContext.Current.CancellationToken);

        found.Should().ContainSingle();
        world.Org.State.Requests.Entries.Should().OnlyContain(e => e.Path.Length < 8_000);
    }

    [Fact]
    public async Task Empty_values_find_nothing()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Create("Account", ("Name", "Acme"));
        (await world.Connector.FindAsync(new FindRequest { Shape = Account, Field = "Phone", Values = [FieldValue.Null] }, TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public async Task Count_is_exact_or_not_given()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Create("Account", ("Name", "Acme"), ("Active__c", true));
        world.People.Create("Account", ("Name", "Beta"), ("Active__c", false));

        (await world.Connector.CountAsync(new CountRequest { Object = "Account" }, TestContext.Current.CancellationToken)).Should().Be(2);
        (await world.Connector.CountAsync(new CountRequest { Object = "Account", Filters = [new RecordFilter("Active__c", FilterOperator.In, [true])] }, TestContext.Current.CancellationToken)).Should().Be(1);
        (await world.Connector.CountAsync(new CountRequest { Object = "Account", Filters = [new RecordFilter("Name", FilterOperator.In, ["Acme"])] }, TestContext.Current.CancellationToken)).Should().BeNull("text is compared without regard to case there");
    }

    [Fact]
    public async Task Filters_narrow_a_full_read()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Create("Account", ("Name", "Acme"), ("Phone", "1"));
        world.People.Create("Account", ("Name", "Beta"));

        var result = await world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account, Filters = [new RecordFilter("Phone", FilterOperator.IsNotEmpty, [])] }, TestContext.Current.CancellationToken);

        result.Page.Count.Should().Be(1);
    }

    [Fact]
    public async Task Mapped_field_that_is_gone_is_schema_drift()
    {
        await using var world = await OrgWorld.StartAsync();
        var shape = new RecordShape("Account", [new("Vanished__c", FieldKind.Text)]);
        var call = () => world.Connector.ReadPageAsync(new ReadPageRequest { Shape = shape });
        (await call.Should().ThrowAsync<ConnectorException>()).Which.Should().Match<ConnectorException>(e => e.Kind == ErrorKind.SchemaDrift && e.VendorCode == "INVALID_FIELD");
    }

    [Fact]
    public async Task Read_is_tried_again_while_the_server_is_down()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Create("Account", ("Name", "Acme"));
        world.Org.State.Faults.Add(new FaultRule { Path = "*/query*", Fault = Fault.Status(503, "SERVER_UNAVAILABLE"), Times = 2 });

        var result = await world.PassTimeAsync(world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account }, TestContext.Current.CancellationToken));

        result.Page.Count.Should().Be(1);
    }

    [Fact]
    public async Task Spent_quota_is_throttling_of_the_daily_pool()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Path = "*/query*", Fault = Fault.Status(403, "REQUEST_LIMIT_EXCEEDED"), Times = 10 });
        var call = () => world.PassTimeAsync(world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account }));
        (await call.Should().ThrowAsync<ConnectorException>()).Which.Should().Match<ConnectorException>(e => e.Kind == ErrorKind.Throttled && e.Pool == SalesforceDescriptor.DailyPool);
    }

    [Fact]
    public async Task Usage_that_the_org_reports_stops_calls_before_it_refuses_them()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.People.Act("spendApiCalls", ("calls", 99_999 - world.Org.ApiCallsUsed));
        await world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account }, TestContext.Current.CancellationToken);

        var call = () => world.Connector.ReadPageAsync(new ReadPageRequest { Shape = Account });

        (await call.Should().ThrowAsync<ConnectorException>()).Which.Should().Match<ConnectorException>(e => e.Kind == ErrorKind.Throttled && e.NotSent && e.Pool == SalesforceDescriptor.DailyPool);
    }
}
