using CrmErp.Sdk.Simulators.Faults;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class ChangeTests
{
    private static readonly RecordShape Account = Shapes.Account;

    [Theory]
    [InlineData(SalesforceChangeFeed.Replication)]
    [InlineData(SalesforceChangeFeed.Query)]
    public async Task Merge_names_the_survivor(SalesforceChangeFeed feed)
    {
        await using var world = await OrgWorld.StartAsync(o => o.Feed = feed);
        var (survivor, loser) = (world.People.Create("Account", ("Name", "Acme")), world.People.Create("Account", ("Name", "ACME Inc")));
        world.Settle();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;

        world.People.Act("merge", ("object", "Account"), ("survivor", survivor), ("loser", loser));
        world.Settle();
        var changes = await world.DrainAsync(Account, cursor);

        changes.Deletions.Should().ContainSingle().Which.Should().Match<Deletion>(d => d.Ref.Id == loser && d.MergedInto == survivor && d.At != null);
    }

    [Fact]
    public async Task Restored_record_is_a_change_and_no_deletion()
    {
        await using var world = await OrgWorld.StartAsync();
        var id = world.People.Create("Account", ("Name", "Acme"));
        world.Settle();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;

        world.People.Delete("Account", id);
        world.Clock.Advance(TimeSpan.FromSeconds(20));
        world.People.Act("undelete", ("object", "Account"), ("id", id));
        world.Settle();
        var changes = await world.DrainAsync(Account, cursor);

        changes.Deletions.Should().BeEmpty();
        changes.Records.Should().Contain(r => r.Ref.Id == id);
    }

    [Fact]
    public async Task Edited_line_serves_its_order_and_so_does_a_deleted_one()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        world.AddProduct("BOLT", 1m);
        var entry = world.All("PricebookEntry").Single().GetProperty("Id").GetString();
        var order = world.People.Create("Order", ("AccountId", account), ("EffectiveDate", "2026-03-02"), ("Status", "Draft"), ("Pricebook2Id", world.Org.StandardPricebookId));
        var first = world.People.Create("OrderItem", ("OrderId", order), ("PricebookEntryId", entry), ("Quantity", 1), ("UnitPrice", 1m));
        world.People.Create("OrderItem", ("OrderId", order), ("PricebookEntryId", entry), ("Quantity", 2), ("UnitPrice", 1m));
        world.Settle();
        var cursor = (await world.DrainAsync(Shapes.Order, null)).Cursor;

        world.People.Update("OrderItem", first, ("Description", "only the text"));
        world.Settle();
        var edited = await world.DrainAsync(Shapes.Order, cursor);
        edited.Records.Should().Contain(r => r.Ref.Id == order && r.Fields["Lines"].AsLines()[0].Fields["Description"].AsText() == "only the text");

        world.People.Delete("OrderItem", first);
        world.Settle();
        var deleted = await world.DrainAsync(Shapes.Order, edited.Cursor);
        deleted.Records.Should().Contain(r => r.Ref.Id == order && r.Fields["Lines"].AsLines().Count == 1);
        deleted.Deletions.Should().BeEmpty("the order is still there");
    }

    [Fact]
    public async Task Line_of_a_custom_document_serves_its_parent_though_the_parents_stamp_stands_still()
    {
        await using var world = await OrgWorld.StartAsync();
        var invoice = world.People.Create("Invoice__c", ("Name", "INV-1"));
        var line = world.People.Create("InvoiceLine__c", ("Invoice__c", invoice), ("Description__c", "before"), ("LineNumber__c", 1));
        world.Settle();
        var cursor = (await world.DrainAsync(Shapes.Invoice, null)).Cursor;

        world.People.Update("InvoiceLine__c", line, ("Description__c", "after"));
        world.Settle();
        var edited = await world.DrainAsync(Shapes.Invoice, cursor);
        edited.Records.Should().ContainSingle().Which.Fields["Lines"].AsLines()[0].Fields["Description__c"].AsText().Should().Be("after");

        world.People.Delete("InvoiceLine__c", line);
        world.Settle();
        var deleted = await world.DrainAsync(Shapes.Invoice, edited.Cursor);
        deleted.Records.Should().ContainSingle().Which.Fields["Lines"].AsLines().Should().BeEmpty();
    }

    [Fact]
    public async Task Delete_log_that_still_names_a_restored_record_is_not_believed()
    {
        await using var world = await OrgWorld.StartAsync();
        var (kept, gone) = (world.People.Create("Account", ("Name", "Kept")), world.People.Create("Account", ("Name", "Gone")));
        world.Settle();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;
        world.People.Delete("Account", gone);
        world.Settle();
        world.Org.State.Faults.Add(new FaultRule
        {
            Path = "*/deleted/*",
            Fault = Fault.Status(200, $$"""{"deletedRecords":[{"id":"{{kept}}","deletedDate":"2026-03-02T08:04:20.000+0000"},{"id":"{{gone}}","deletedDate":"2026-03-02T08:04:20.000+0000"}],"earliestDateAvailable":"2026-02-15T08:00:00.000+0000","latestDateCovered":"2026-03-02T08:06:00.000+0000"}""", "application/json"),
        });

        (await world.DrainAsync(Account, cursor)).Deletions.Should().ContainSingle().Which.Ref.Id.Should().Be(gone);
    }

    [Fact]
    public async Task Price_change_serves_the_product()
    {
        await using var world = await OrgWorld.StartAsync();
        var bolt = world.AddProduct("BOLT", 1m);
        world.Settle();
        var cursor = (await world.DrainAsync(Shapes.Product, null)).Cursor;

        world.People.Update("PricebookEntry", world.All("PricebookEntry").Single().GetProperty("Id").GetString()!, ("UnitPrice", 2m));
        world.Settle();
        var changes = await world.DrainAsync(Shapes.Product, cursor);

        changes.Records.Should().ContainSingle(r => r.Ref.Id == bolt).Which.Fields["StandardPrice"].AsDecimal().Should().Be(2m);
    }

    [Fact]
    public async Task Purged_delete_log_asks_for_a_full_read()
    {
        await using var world = await OrgWorld.StartAsync();
        var id = world.People.Create("Account", ("Name", "Acme"));
        world.Settle();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;
        world.People.Delete("Account", id);
        world.Settle();
        world.People.Act("purgeDeleteLog");

        (await world.DrainAsync(Account, cursor)).NeedsFullRead.Should().BeTrue();
        var next = (await world.DrainAsync(Account, cursor)).Cursor;
        world.Settle();
        next = (await world.DrainAsync(Account, next)).Cursor;
        world.Settle();
        (await world.DrainAsync(Account, next)).NeedsFullRead.Should().BeFalse();
    }

    [Fact]
    public async Task Cursor_of_last_month_serves_every_change_and_says_that_deletions_may_be_missing()
    {
        await using var world = await OrgWorld.StartAsync();
        var id = world.People.Create("Account", ("Name", "Acme"));
        world.Settle();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;
        world.People.Update("Account", id, ("Phone", "1"));
        world.Clock.Advance(TimeSpan.FromDays(40));

        var changes = await world.DrainAsync(Account, cursor);

        changes.Records.Should().ContainSingle(r => r.Ref.Id == id);
        changes.NeedsFullRead.Should().BeTrue();
    }

    [Fact]
    public async Task Many_changes_of_one_second_cross_pages_without_loss_or_loop()
    {
        await using var world = await OrgWorld.StartAsync();
        var cursor = await world.Connector.GetCurrentCursorAsync(new CurrentCursorRequest { Object = "Account" }, TestContext.Current.CancellationToken);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var ids = Enumerable.Range(0, 25).Select(i => world.People.Create("Account", ("Name", $"Account {i}"))).ToList();
        world.Settle();

        var changes = await world.DrainAsync(Account, cursor, pageSize: 4);

        changes.Records.Select(r => r.Ref.Id).Should().BeEquivalentTo(ids).And.OnlyHaveUniqueItems();
        changes.Records.Select(r => r.Version).Distinct().Should().ContainSingle("they share one stamp");
    }

    [Fact]
    public async Task Open_transaction_holds_the_window_back_however_long_it_takes()
    {
        await using var world = await OrgWorld.StartAsync();
        var (slow, quick) = (world.People.Create("Account", ("Name", "Slow")), world.People.Create("Account", ("Name", "Quick")));
        world.Settle();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;
        world.People.Late(TimeSpan.FromMinutes(9)).Update("Account", slow, ("Phone", "late"));
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        world.People.Update("Account", quick, ("Phone", "in time"));

        var seen = new List<string?>();
        for (var minute = 0; minute < 12; minute++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            var changes = await world.DrainAsync(Account, cursor);
            cursor = changes.Cursor;
            seen.AddRange(changes.Records.Select(r => r.Fields["Phone"].TextOrNull()));
        }

        seen.Should().BeEquivalentTo("late", "in time");
    }

    [Fact]
    public async Task Quiet_poll_costs_two_calls()
    {
        await using var world = await OrgWorld.StartAsync();
        world.People.Create("Account", ("Name", "Acme"));
        world.Settle();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;
        world.Settle();
        var before = world.Org.ApiCallsUsed;

        var changes = await world.DrainAsync(Account, cursor);

        changes.Records.Should().BeEmpty();
        (world.Org.ApiCallsUsed - before).Should().Be(2);
    }

    [Fact]
    public async Task Window_that_cannot_have_grown_costs_one_call_and_keeps_the_cursor()
    {
        await using var world = await OrgWorld.StartAsync();
        var cursor = (await world.DrainAsync(Account, null)).Cursor;
        var before = world.Org.ApiCallsUsed;

        (await world.DrainAsync(Account, cursor)).Cursor.Should().Be(cursor);
        (world.Org.ApiCallsUsed - before).Should().Be(1);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"v":99,"low":"2026-01-01T00:00:00.000Z"}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("[]")]
    public async Task Unreadable_cursor_is_expired(string cursor)
    {
        await using var world = await OrgWorld.StartAsync(provision: false);
        var call = () => world.Connector.ReadChangesAsync(new ChangesRequest { Shape = Account, Cursor = cursor });
        (await call.Should().ThrowAsync<ConnectorException>()).Which.Kind.Should().Be(ErrorKind.CursorExpired);
    }

    [Fact]
    public async Task Process_that_dies_inside_a_window_goes_on_where_it_was()
    {
        await using var world = await OrgWorld.StartAsync();
        var ids = Enumerable.Range(0, 9).Select(i => world.People.Create("Account", ("Name", $"Account {i}"))).ToList();
        world.Settle();
        using var first = await world.Connector.ReadChangesAsync(new ChangesRequest { Shape = Account, PageSize = 4 }, TestContext.Current.CancellationToken);

        await using var other = world.Connect(world.Options);
        using var second = await other.ReadChangesAsync(new ChangesRequest { Shape = Account, PageSize = 4, Cursor = first.Cursor }, TestContext.Current.CancellationToken);

        var seen = Enumerable.Range(0, 4).SelectMany(i => new[] { first.Records.Head(i).Id, second.Records.Head(i).Id });
        seen.Should().OnlyHaveUniqueItems().And.BeSubsetOf(ids);
    }
}
