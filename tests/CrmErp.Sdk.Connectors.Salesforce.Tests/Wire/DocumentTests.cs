using CrmErp.Sdk.Simulators.Faults;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class DocumentTests
{
    private static readonly RecordShape Order = Shapes.Order;

    [Fact]
    public async Task Order_with_lines_is_made_and_activated_in_one_transaction()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var (bolt, nut) = (world.AddProduct("BOLT", 1.25m), world.AddProduct("NUT", 0.5m));

        var outcome = (await world.WriteAsync(Order, NewOrder("o1", account, "Activated", (bolt, 10m, 1.2m), (nut, 20m, 0.45m))))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Created, string.Join(' ', outcome.Errors.Select(e => e.Message)));
        var order = (await world.GetAsync(Order, outcome.Id!))!;
        order.Marker.Should().Be("o1");
        order.Fields["Status"].AsText().Should().Be("Activated");
        order.Fields["TotalAmount"].AsDecimal().Should().Be(21m);
        var lines = order.Fields["Lines"].AsLines();
        lines.Select(l => (l.Fields["Product2Id"].AsReference().Id, l.Fields["Quantity"].AsDecimal(), l.Fields["UnitPrice"].AsDecimal())).Should().Equal((bolt, 10m, 1.2m), (nut, 20m, 0.45m));
        lines.Should().OnlyContain(l => l.RemoteId != null);
    }

    [Fact]
    public async Task Lines_of_an_active_order_are_changed_and_it_stays_active()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var (bolt, nut, gear) = (world.AddProduct("BOLT", 1.25m), world.AddProduct("NUT", 0.5m), world.AddProduct("GEAR", 9m));
        var id = (await world.WriteAsync(Order, NewOrder("o1", account, "Activated", (bolt, 10m, 1.2m), (nut, 20m, 0.45m))))[0].Id!;
        var lines = (await world.GetAsync(Order, id))!.Fields["Lines"].AsLines();
        var slot = Order.Schema.SlotOf("Lines");

        var item = new WriteItem
        {
            Operation = WriteOperation.Update,
            Key = "o1",
            Id = id,
            Fields = [new FieldChange(Order.Schema.SlotOf("PoNumber"), "PO 7")],
            Lines =
            [
                new LineChange(slot, LineChangeKind.Change, new LineId(Guid.Empty), lines[0].RemoteId, Shapes.Line(Shapes.OrderLine, ("Quantity", 12m)), 0),
                new LineChange(slot, LineChangeKind.Remove, new LineId(Guid.Empty), lines[1].RemoteId, null, 1),
                new LineChange(slot, LineChangeKind.Add, new LineId(Guid.Empty), null, Shapes.Line(Shapes.OrderLine, ("Product2Id", Shapes.Reference("Product2", gear)), ("Quantity", 1m), ("UnitPrice", 8m)), 1),
            ],
        };
        var outcome = (await world.WriteAsync(Order, item))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Updated, string.Join(' ', outcome.Errors.Select(e => e.Message)));
        var order = (await world.GetAsync(Order, id))!;
        (order.Fields["Status"].AsText(), order.Fields["PoNumber"].AsText()).Should().Be(("Activated", "PO 7"));
        order.Fields["Lines"].AsLines().Select(l => (l.Fields["Product2Id"].AsReference().Id, l.Fields["Quantity"].AsDecimal())).Should().BeEquivalentTo([(bolt, 12m), (gear, 1m)]);
    }

    [Fact]
    public async Task Product_without_price_book_entry_is_refused_and_nothing_is_written()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var bolt = world.AddProduct("BOLT", 1.25m);
        var unpriced = world.People.Create("Product2", ("Name", "NEW"), ("IsActive", true));

        var outcomes = await world.WriteAsync(Order, NewOrder("o1", account, "Draft", (unpriced, 1m, 1m)), NewOrder("o2", account, "Draft", (bolt, 1m, 1m)));

        outcomes.Select(o => o.Kind).Should().Equal(WriteOutcomeKind.Rejected, WriteOutcomeKind.Created);
        outcomes[0].Errors[0].Should().Match<SyncError>(e => e.Kind == ErrorKind.Reference && e.Code == "PRICEBOOK_ENTRY_MISSING" && e.Field == "Lines.Product2Id");
        world.All("Order").Should().ContainSingle();
    }

    [Fact]
    public async Task Line_that_is_not_there_any_more_fails_the_whole_order_as_moved()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var bolt = world.AddProduct("BOLT", 1.25m);
        var id = (await world.WriteAsync(Order, NewOrder("o1", account, "Draft", (bolt, 10m, 1.2m), (bolt, 1m, 1m))))[0].Id!;
        var line = (await world.GetAsync(Order, id))!.Fields["Lines"].AsLines()[0].RemoteId!;
        world.People.Delete("OrderItem", line);

        var outcome = (await world.WriteAsync(Order, new WriteItem
        {
            Operation = WriteOperation.Update,
            Key = "o1",
            Id = id,
            Fields = [new FieldChange(Order.Schema.SlotOf("PoNumber"), "PO 7")],
            Lines = [new LineChange(Order.Schema.SlotOf("Lines"), LineChangeKind.Change, new LineId(Guid.Empty), line, Shapes.Line(Shapes.OrderLine, ("Quantity", 12m)), 0)],
        }))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.VersionConflict);
        (await world.GetAsync(Order, id))!.Fields["PoNumber"].IsNull.Should().BeTrue("one transaction, all or nothing");
    }

    [Fact]
    public async Task Refused_line_names_its_field_and_undoes_the_header()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var bolt = world.AddProduct("BOLT", 1.25m);

        var outcome = (await world.WriteAsync(Order, NewOrder("o1", account, "Draft", (bolt, 0m, 1.2m))))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Rejected);
        outcome.Errors[0].Field.Should().Be("Lines.Quantity");
        world.All("Order").Should().BeEmpty();
    }

    [Fact]
    public async Task Repeated_order_is_a_duplicate_and_its_lines_are_not_doubled()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var bolt = world.AddProduct("BOLT", 1.25m);
        world.Org.State.Faults.Add(new FaultRule { Path = "*composite/graph", Fault = Fault.LoseReply() });

        var lost = (await world.WriteAsync(Order, NewOrder("o1", account, "Draft", (bolt, 1m, 1.2m))))[0];
        var again = (await world.WriteAsync(Order, NewOrder("o1", account, "Draft", (bolt, 1m, 1.2m))))[0];

        lost.Kind.Should().Be(WriteOutcomeKind.Unknown);
        again.Kind.Should().Be(WriteOutcomeKind.Duplicate);
        again.Id.Should().Be(world.All("Order").Single().GetProperty("Id").GetString());
        world.All("OrderItem").Should().ContainSingle();
    }

    [Fact]
    public async Task Many_orders_are_packed_into_few_calls_and_each_stands_alone()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var bolt = world.AddProduct("BOLT", 1.25m);
        await world.WriteAsync(Order, NewOrder("warm-up", account, "Draft", (bolt, 1m, 1m)));
        var before = world.Org.ApiCallsUsed;

        var outcomes = await world.WriteAsync(Order, [.. Enumerable.Range(0, 25).Select(i => NewOrder($"o{i}", account, "Draft", (bolt, i == 3 ? 0m : 1m, 1m), (bolt, 2m, 2m)))]);

        outcomes.Count(o => o.Kind == WriteOutcomeKind.Created).Should().Be(24);
        outcomes[3].Kind.Should().Be(WriteOutcomeKind.Rejected);
        (world.Org.ApiCallsUsed - before).Should().Be(2, "one query for the price book entries, one graph call");
    }

    [Fact]
    public async Task Product_and_its_standard_price_are_one_record()
    {
        await using var world = await OrgWorld.StartAsync();
        var shape = Shapes.Product;

        var made = (await world.WriteAsync(shape, Shapes.Create(shape, "p1", ("Name", "Bolt"), ("ProductCode", "BOLT"), ("IsActive", true), ("StandardPrice", 1.25m))))[0];
        made.Kind.Should().Be(WriteOutcomeKind.Created);
        (await world.GetAsync(shape, made.Id!))!.Fields["StandardPrice"].AsDecimal().Should().Be(1.25m);

        (await world.WriteAsync(shape, Shapes.Update(shape, made.Id!, ("StandardPrice", 1.5m))))[0].Kind.Should().Be(WriteOutcomeKind.Updated);
        (await world.GetAsync(shape, made.Id!))!.Fields["StandardPrice"].AsDecimal().Should().Be(1.5m);
        world.All("PricebookEntry").Should().ContainSingle();

        (await world.WriteAsync(shape, Shapes.Update(shape, made.Id!, ("StandardPrice", FieldValue.Null), ("Name", "Bolt M8"))))[0].Kind.Should().Be(WriteOutcomeKind.Updated);
        var cleared = (await world.GetAsync(shape, made.Id!))!;
        cleared.Fields["StandardPrice"].IsNull.Should().BeTrue();
        cleared.Fields["Name"].AsText().Should().Be("Bolt M8");
    }

    [Fact]
    public async Task Product_without_price_gets_one_later()
    {
        await using var world = await OrgWorld.StartAsync();
        var shape = Shapes.Product;
        var id = world.People.Create("Product2", ("Name", "Bolt"));
        (await world.GetAsync(shape, id))!.Fields["StandardPrice"].IsNull.Should().BeTrue();

        (await world.WriteAsync(shape, Shapes.Update(shape, id, ("StandardPrice", 2m))))[0].Kind.Should().Be(WriteOutcomeKind.Updated);

        (await world.GetAsync(shape, id))!.Fields["StandardPrice"].AsDecimal().Should().Be(2m);
    }

    [Fact]
    public async Task Invoice_lines_keep_their_order()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var shape = Shapes.Invoice;
        var item = Shapes.Create(
            shape,
            "i1",
            ("Name", "INV-1"),
            ("Account__c", Shapes.Reference("Account", account)),
            ("Status__c", "Open"),
            ("Lines", Shapes.Lines(Shapes.InvoiceLine, [("Description__c", "zeta"), ("Quantity__c", 1m)], [("Description__c", "alpha"), ("Quantity__c", 2m)], [("Description__c", "mid"), ("Quantity__c", 3m)])));

        var outcome = (await world.WriteAsync(shape, item))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Created, string.Join(' ', outcome.Errors.Select(e => e.Message)));
        (await world.GetAsync(shape, outcome.Id!))!.Fields["Lines"].AsLines().Select(l => l.Fields["Description__c"].AsText()).Should().Equal("zeta", "alpha", "mid");
    }

    [Fact]
    public async Task Document_with_more_lines_than_a_transaction_takes_is_refused()
    {
        await using var world = await OrgWorld.StartAsync();
        var account = world.People.Create("Account", ("Name", "Acme"));
        var bolt = world.AddProduct("BOLT", 1.25m);

        var outcome = (await world.WriteAsync(Order, NewOrder("o1", account, "Draft", [.. Enumerable.Repeat((bolt, 1m, 1m), 500)])))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Rejected);
        outcome.Errors[0].Code.Should().Be("TOO_MANY_LINES");
    }

    private static WriteItem NewOrder(string key, string account, string status, params (string Product, decimal Quantity, decimal Price)[] lines) => Shapes.Create(
        Order,
        key,
        ("AccountId", Shapes.Reference("Account", account)),
        ("EffectiveDate", new DateOnly(2026, 3, 2)),
        ("Status", status),
        ("Lines", Shapes.Lines(Shapes.OrderLine, [.. lines.Select(l => new (string, FieldValue)[] { ("Product2Id", Shapes.Reference("Product2", l.Product)), ("Quantity", l.Quantity), ("UnitPrice", l.Price) })])));
}
