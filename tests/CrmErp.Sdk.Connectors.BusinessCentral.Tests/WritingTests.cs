using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

public class WritingTests
{
    private const string Key = "AGI6HIGA3ZYABAAAAAAAAAAAADPABCDEFG";
    private static readonly RecordShape Customers = TestEnvironment.Shape("customers", "number", "displayName", "blocked", "paymentTerm.code", "creditLimit", "city");
    private static readonly RecordShape Items = TestEnvironment.Shape("items", "number", "displayName");
    private static readonly RecordShape Contacts = TestEnvironment.Shape("contacts", "displayName", "type", "customerId");
    private static readonly RecordShape Orders = TestEnvironment.Shape("salesOrders", "number", "customerId", "shipToName", "paymentTerm.code", "requestedDeliveryDate", "totalAmountExcludingTax", "salesOrderLines|itemId,quantity,unitPrice,description,discountPercent");

    private static LineList Lines(params Row[] rows) => new(rows.Select(r => new Line(default, r)));

    private static Row Line(string item, decimal quantity, decimal? price = null)
    {
        var row = new Row(Orders.Fields.Single(f => f.Kind == FieldKind.Lines).Lines!.Schema);
        // The order of the fields here is not the order in which they must be sent.
        row["unitPrice"] = price is { } given ? given : FieldValue.Missing;
        row["quantity"] = quantity;
        row["itemId"] = FieldValue.From(new Reference("items", item));
        return row;
    }

    private static FieldValue Customer(string id) => FieldValue.From(new Reference("customers", id));

    [Fact]
    public async Task A_batch_of_every_kind_has_one_outcome_each()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var one = await environment.GetAsync(Customers, environment.Customer("One"));
        var two = await environment.GetAsync(Customers, environment.Customer("Two"));
        environment.Server.People.Update("customers", two.Ref.Id, ("city", "Somebody was faster"));

        var outcomes = await environment.WriteAsync(
            Customers,
            new WriteItem { Operation = WriteOperation.Create, Key = "a", Fields = TestEnvironment.Changes(Customers, ("displayName", "New"), ("paymentTerm.code", "30 days"), ("blocked", "Ship")) },
            new WriteItem { Operation = WriteOperation.Update, Key = "b", Id = one.Ref.Id, IfVersion = one.Version, Fields = TestEnvironment.Changes(Customers, ("city", "Bonn"), ("creditLimit", FieldValue.Null)) },
            new WriteItem { Operation = WriteOperation.Update, Key = "c", Id = two.Ref.Id, IfVersion = two.Version, Fields = TestEnvironment.Changes(Customers, ("city", "Köln")) },
            new WriteItem { Operation = WriteOperation.Create, Key = "d", Fields = TestEnvironment.Changes(Customers, ("displayName", "Bad"), ("paymentTerm.code", "NO SUCH TERM")) },
            new WriteItem { Operation = WriteOperation.Create, Key = "e", Fields = TestEnvironment.Changes(Customers, ("displayName", new string('x', 101))) },
            new WriteItem { Operation = WriteOperation.Update, Key = "f", Id = "00000000-0000-0000-0000-00000000dead", Fields = TestEnvironment.Changes(Customers, ("city", "Bonn")) },
            new WriteItem { Operation = WriteOperation.Update, Key = "g", Id = one.Ref.Id });

        outcomes.Select(o => o.Kind).Should().Equal(
            WriteOutcomeKind.Created, WriteOutcomeKind.Updated, WriteOutcomeKind.VersionConflict, WriteOutcomeKind.Rejected, WriteOutcomeKind.Rejected, WriteOutcomeKind.NotFound, WriteOutcomeKind.Unchanged);
        var created = await environment.GetAsync(Customers, outcomes[0].Id!);
        created.Fields["paymentTerm.code"].AsText().Should().Be("30 DAYS");
        created.Fields["blocked"].AsText().Should().Be("Ship");
        outcomes[0].Stored!.Fields.Values.SequenceEqual(created.Fields.Values).Should().BeTrue();
        outcomes[0].Version.Should().Be(created.Version);
        outcomes[3].Errors.Single().Should().BeEquivalentTo(new { Kind = ErrorKind.Reference, Field = "paymentTerm.code" }, o => o.ExcludingMissingMembers());
        outcomes[4].Errors.Single().Should().BeEquivalentTo(new { Kind = ErrorKind.Validation, Code = "Application_StringExceededLength", Field = "displayName" }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_number_that_exists_names_the_existing_record()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var id = environment.Item("CHAIR");

        var outcome = await environment.CreateAsync(Items, "k", ("number", "CHAIR"), ("displayName", "Another chair"));

        outcome.Kind.Should().Be(WriteOutcomeKind.Duplicate);
        outcome.Id.Should().Be(id);
    }

    [Fact]
    public async Task An_order_is_made_with_its_lines_and_found_by_its_key()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var customer = environment.Customer("Buyer", ("city", "Bonn"));
        var (chair, table) = (environment.Item("CHAIR"), environment.Item("TABLE"));

        var outcome = await environment.CreateAsync(Orders, Key,
            ("shipToName", "Warehouse"), ("requestedDeliveryDate", new DateOnly(2026, 4, 1)), ("salesOrderLines", FieldValue.From(Lines(Line(chair, 2, 12.34m), Line(table, 1)))),
            ("paymentTerm.code", "14 DAYS"), ("customerId", Customer(customer)));

        outcome.Kind.Should().Be(WriteOutcomeKind.Created);
        var order = await environment.GetAsync(Orders, outcome.Id!);
        order.Fields["shipToName"].AsText().Should().Be("Warehouse", "the customer is set first");
        order.Fields["paymentTerm.code"].AsText().Should().Be("14 DAYS");
        var lines = order.Fields["salesOrderLines"].AsLines();
        lines.Select(l => (l.Fields["itemId"].AsReference().Id, l.Fields["quantity"].AsDecimal(), l.Fields["unitPrice"].AsDecimal())).Should().Equal((chair, 2m, 12.34m), (table, 1m, 100m));
        outcome.Stored!.Fields.Values.SequenceEqual(order.Fields.Values).Should().BeTrue();
        var found = await environment.Connector.FindAsync(new FindRequest { Shape = Orders, Field = RecordFilter.MarkerField, Values = [Key] });
        found.Should().ContainSingle().Which.Marker.Should().Be(Key);
    }

    [Fact]
    public async Task Lines_are_added_changed_and_removed_in_one_transaction()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var (chair, table) = (environment.Item("CHAIR"), environment.Item("TABLE"));
        var made = await environment.CreateAsync(Orders, Key, ("customerId", Customer(environment.Customer("Buyer"))), ("salesOrderLines", FieldValue.From(Lines(Line(chair, 1), Line(chair, 2)))));
        var order = made.Stored!;
        var lines = order.Fields["salesOrderLines"].AsLines();
        var slot = Orders.Schema.SlotOf("salesOrderLines");
        var quantity = new Row(Orders.Fields[slot].Lines!.Schema);
        quantity["quantity"] = 5m;

        var outcome = (await environment.WriteAsync(Orders, new WriteItem
        {
            Operation = WriteOperation.Update, Key = Key, Id = order.Ref.Id, IfVersion = order.Version, Fields = TestEnvironment.Changes(Orders, ("shipToName", "Elsewhere")),
            Lines =
            [
                new LineChange(slot, LineChangeKind.Change, default, lines[0].RemoteId, quantity, 0),
                new LineChange(slot, LineChangeKind.Remove, default, lines[1].RemoteId, null, 1),
                new LineChange(slot, LineChangeKind.Add, default, null, Line(table, 3), 1),
            ],
        }))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Updated);
        outcome.Stored!.Fields["shipToName"].AsText().Should().Be("Elsewhere");
        outcome.Stored.Fields["salesOrderLines"].AsLines().Select(l => (l.Fields["itemId"].AsReference().Id, l.Fields["quantity"].AsDecimal())).Should().Equal((chair, 5m), (table, 3m));
    }

    [Fact]
    public async Task An_operation_on_a_line_that_is_gone_changes_nothing_of_the_document()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var chair = environment.Item("CHAIR");
        var order = (await environment.CreateAsync(Orders, Key, ("customerId", Customer(environment.Customer("Buyer"))), ("salesOrderLines", FieldValue.From(Lines(Line(chair, 1)))))).Stored!;
        var slot = Orders.Schema.SlotOf("salesOrderLines");

        var outcome = (await environment.WriteAsync(Orders, new WriteItem
        {
            Operation = WriteOperation.Update, Key = Key, Id = order.Ref.Id, IfVersion = order.Version, Fields = TestEnvironment.Changes(Orders, ("shipToName", "Elsewhere")),
            Lines = [new LineChange(slot, LineChangeKind.Add, default, null, Line(chair, 3), 1), new LineChange(slot, LineChangeKind.Remove, default, "00000000-0000-0000-0000-00000000dead", null, 0)],
        }))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.VersionConflict);
        (await environment.GetAsync(Orders, order.Ref.Id)).Fields.Values.SequenceEqual(order.Fields.Values).Should().BeTrue();
    }

    [Fact]
    public async Task A_line_edited_behind_the_headers_back_is_a_version_conflict()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var chair = environment.Item("CHAIR");
        var order = (await environment.CreateAsync(Orders, Key, ("customerId", Customer(environment.Customer("Buyer"))), ("salesOrderLines", FieldValue.From(Lines(Line(chair, 1)))))).Stored!;
        environment.Server.People.Tamper("salesOrderLines", order.Fields["salesOrderLines"].AsLines()[0].RemoteId!, ("quantity", 9m));

        var outcome = (await environment.WriteAsync(Orders, new WriteItem
        {
            Operation = WriteOperation.Update, Key = Key, Id = order.Ref.Id, IfVersion = order.Version,
            Lines = [new LineChange(Orders.Schema.SlotOf("salesOrderLines"), LineChangeKind.Add, default, null, Line(chair, 3), 1)],
        }))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.VersionConflict);
    }

    [Fact]
    public async Task A_contact_is_made_for_a_customer()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var customer = environment.Customer("Acme");

        var outcome = await environment.CreateAsync(Contacts, Key, ("displayName", "Kim Roe"), ("type", "Person"), ("customerId", Customer(customer)));

        outcome.Kind.Should().Be(WriteOutcomeKind.Created);
        outcome.Stored!.Fields["customerId"].AsReference().Id.Should().Be(customer);
    }

    [Fact]
    public async Task A_code_that_is_gone_is_asked_for_anew_after_the_refusal()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var terms = TestEnvironment.Shape("paymentTerms", "code");
        var first = await environment.CreateAsync(Customers, "k1", ("displayName", "One"), ("paymentTerm.code", "14 DAYS"));
        environment.Server.People.Delete("customers", first.Id!);
        environment.Server.People.Delete("paymentTerms", (await environment.Connector.FindAsync(new FindRequest { Shape = terms, Field = "code", Values = ["14 DAYS"] })).Single().Ref.Id);

        var refused = await environment.CreateAsync(Customers, "k2", ("displayName", "Two"), ("paymentTerm.code", "14 DAYS"));
        var again = await environment.CreateAsync(Customers, "k3", ("displayName", "Three"), ("paymentTerm.code", "14 DAYS"));

        refused.Errors.Single().Code.Should().NotBe("CodeNotFound", "the id was known, and the service refused it");
        again.Errors.Single().Code.Should().Be("CodeNotFound");
    }

    [Fact]
    public async Task A_payment_goes_into_the_journal()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var shape = TestEnvironment.Shape("customerPayments", "customerId", "amount", "postingDate");

        var outcome = await environment.CreateAsync(shape, Key, ("customerId", Customer(environment.Customer("Payer"))), ("amount", -50m), ("postingDate", new DateOnly(2026, 3, 2)));

        outcome.Kind.Should().Be(WriteOutcomeKind.Created);
        outcome.Stored!.Fields["amount"].AsDecimal().Should().Be(-50m);
        outcome.Stored.Marker.Should().Be(Key);
    }

    [Fact]
    public async Task A_lost_reply_is_unknown_and_the_record_is_found_by_its_key()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var customer = environment.Customer("Buyer");
        environment.Server.Faults.Add(new FaultRule { Path = "*/$batch", Fault = Fault.LoseReply() });

        var outcome = await environment.CreateAsync(Orders, Key, ("customerId", Customer(customer)));
        var found = await environment.Connector.FindAsync(new FindRequest { Shape = Orders, Field = RecordFilter.MarkerField, Values = [Key] });

        outcome.Kind.Should().Be(WriteOutcomeKind.Unknown);
        found.Should().ContainSingle();
    }

    [Fact]
    public async Task Items_that_fail_for_now_leave_the_others_alone()
    {
        await using var environment = await TestEnvironment.StartAsync();
        environment.Server.Faults.Add(new FaultRule { Path = "*/$batch", Fault = Fault.FailItems(i => i is 0 or 2, 429) });

        var outcomes = await environment.WriteAsync(Customers, [.. Enumerable.Range(0, 4).Select(i => new WriteItem { Operation = WriteOperation.Create, Key = $"k{i}", Fields = TestEnvironment.Changes(Customers, ("displayName", $"C{i}")) })]);

        outcomes.Select(o => o.Kind).Should().Equal(WriteOutcomeKind.Throttled, WriteOutcomeKind.Created, WriteOutcomeKind.Throttled, WriteOutcomeKind.Created);
        outcomes[0].Pool.Should().Be(BusinessCentralDescriptor.RequestPool);
    }

    [Theory]
    [InlineData(503, WriteOutcomeKind.Unknown)]
    [InlineData(504, WriteOutcomeKind.Unknown)]
    [InlineData(429, WriteOutcomeKind.Throttled)]
    public async Task A_batch_that_fails_as_a_whole_is_unknown_unless_it_was_refused(int status, WriteOutcomeKind expected)
    {
        await using var environment = await TestEnvironment.StartAsync();
        environment.Server.Faults.Add(new FaultRule { Path = "*/$batch", Fault = Fault.Status(status) });

        (await environment.CreateAsync(Customers, "k", ("displayName", "C"))).Kind.Should().Be(expected);
    }

    [Fact]
    public async Task A_posted_invoice_cannot_be_changed()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var shape = TestEnvironment.Shape("salesInvoices", "shipToName", "status");
        var invoice = environment.Server.People.Create("salesInvoices", ("customerId", environment.Customer("Buyer")));
        environment.Server.People.Create("salesInvoiceLines", ("documentId", invoice), ("itemId", environment.Item("CHAIR")), ("quantity", 1m));
        environment.Server.AdjustStock("CHAIR", 10);
        environment.Server.PostInvoice(invoice);
        var record = await environment.GetAsync(shape, invoice);

        var outcome = (await environment.WriteAsync(shape, new WriteItem { Operation = WriteOperation.Update, Key = Key, Id = invoice, IfVersion = record.Version, Fields = TestEnvironment.Changes(shape, ("shipToName", "x")) }))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Rejected);
        outcome.Errors.Single().Kind.Should().Be(ErrorKind.Immutable);
    }

    [Fact]
    public async Task An_action_posts_once_and_tells_the_invoice()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var chair = environment.Item("CHAIR");
        environment.Server.AdjustStock("CHAIR", 10);
        var order = await environment.CreateAsync(Orders, Key, ("customerId", Customer(environment.Customer("Buyer"))), ("salesOrderLines", FieldValue.From(Lines(Line(chair, 1)))));

        var outcome = await environment.Connector.RunActionAsync(new BusinessCentralAction { Object = "salesOrders", Id = order.Id!, Name = "shipAndInvoice", NotAfter = environment.Time.GetUtcNow().AddMinutes(1) });

        outcome.Kind.Should().Be(WriteOutcomeKind.Updated);
        (await environment.GetAsync(TestEnvironment.Shape("salesInvoices", "status"), outcome.Id!)).Fields["status"].AsText().Should().Be("Open");
    }
}
