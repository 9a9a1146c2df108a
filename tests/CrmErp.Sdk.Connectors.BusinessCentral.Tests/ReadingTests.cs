using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

public class ReadingTests
{
    private static readonly RecordShape Customers = TestEnvironment.Shape("customers", "number", "displayName", "blocked", "currencyCode", "currencyId", "paymentTerm.code", "city", "balanceDue", "type");
    private static readonly RecordShape Contacts = TestEnvironment.Shape("contacts", "number", "displayName", "type", "companyNumber", "customerId");
    private static readonly RecordShape Items = TestEnvironment.Shape("items", "number", "displayName", "inventory", "type");
    private static readonly RecordShape Orders = TestEnvironment.Shape("salesOrders", "number", "customerId", "status", "salesOrderLines|itemId,quantity,unitPrice,amountIncludingTax");

    [Fact]
    public async Task Empty_values_are_null_options_are_decoded_and_codes_are_shown()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var terms = await environment.Connector.FindAsync(new FindRequest { Shape = TestEnvironment.Shape("paymentTerms", "code"), Field = "code", Values = ["14 days"] });
        var id = environment.Customer("Nördlich & Söhne 'AG'", ("paymentTermsId", terms.Single().Ref.Id));

        var record = await environment.GetAsync(Customers, id);

        record.Fields["displayName"].AsText().Should().Be("Nördlich & Söhne 'AG'");
        record.Fields["city"].IsNull.Should().BeTrue();
        record.Fields["currencyId"].IsNull.Should().BeTrue("the local currency has the id of zeros");
        record.Fields["currencyCode"].AsText().Should().Be("EUR");
        record.Fields["blocked"].AsText().Should().Be(" ");
        record.Fields["paymentTerm.code"].AsText().Should().Be("14 DAYS");
    }

    [Fact]
    public async Task Pages_go_on_where_a_process_stopped_also_when_the_link_has_died()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var ids = Enumerable.Range(0, 7).Select(i => environment.Customer($"Customer {i}")).ToList();
        var first = await environment.Connector.ReadPageAsync(new ReadPageRequest { Shape = Customers, PageSize = 3 });
        var alive = Continuation.Parse(first.Continuation)!;
        var dead = alive with { Link = alive.Link[..alive.Link.IndexOf("$skiptoken=", StringComparison.Ordinal)] + "$skiptoken=gone" };

        var served = new List<string>();
        for (var continuation = dead.Format(); continuation is not null;)
        {
            var page = await environment.Connector.ReadPageAsync(new ReadPageRequest { Shape = Customers, PageSize = 3, Continuation = continuation });
            served.AddRange(Enumerable.Range(0, page.Page.Count).Select(i => page.Page.Head(i).Id));
            continuation = page.Continuation;
        }

        Enumerable.Range(0, 3).Select(i => first.Page.Head(i).Id).Concat(served).Should().BeEquivalentTo(ids).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_record_that_a_list_lacks_is_asked_for_before_it_counts_as_gone()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var id = environment.Customer("Here");
        environment.Server.Faults.Next("customers", RequestOperation.Read, Fault.EmptyPage());

        var found = await environment.Connector.GetManyAsync(new GetManyRequest { Shape = Customers, Ids = [id, "00000000-0000-0000-0000-00000000dead", "no-id"] });

        found[0].Should().NotBeNull("the list was empty, but the record is there");
        found[1].Should().BeNull();
        found[2].Should().BeNull();
    }

    [Fact]
    public async Task A_condition_reaches_the_server_and_an_option_is_encoded_in_it()
    {
        await using var environment = await TestEnvironment.StartAsync();
        environment.Customer("Company");
        environment.Customer("Person", ("type", "Person"));
        var id = environment.Item("SVC");
        environment.Server.People.Update("items", id, ("type", "Non_x002D_Inventory"));

        var persons = await environment.Connector.ReadPageAsync(new ReadPageRequest { Shape = Customers, Filters = [new RecordFilter("type", FilterOperator.In, ["Person"])] });
        var items = await environment.Connector.FindAsync(new FindRequest { Shape = Items, Field = "type", Values = ["Non-Inventory"] });
        var count = await environment.Connector.CountAsync(new CountRequest { Object = "customers", Filters = [new RecordFilter("type", FilterOperator.In, ["Person"])] });

        persons.Page.Count.Should().Be(1);
        items.Should().ContainSingle().Which.Fields["type"].AsText().Should().Be("Non-Inventory");
        count.Should().Be(1);
    }

    [Fact]
    public async Task A_contact_points_to_the_customer_behind_its_company()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var customer = environment.Customer("Acme");
        environment.Customer("Acme", ("city", "Another one of that name"));
        var company = (await environment.Connector.FindAsync(new FindRequest { Shape = Contacts, Field = "displayName", Values = ["Acme"] })).First(c => c.Fields["customerId"].ReferenceOrNull()?.Id == customer);
        var person = environment.Server.People.Create("contacts", ("displayName", "Kim"), ("type", "Person"), ("companyNumber", company.Fields["companyNumber"].AsText()));
        var alone = environment.Server.People.Create("contacts", ("displayName", "Lone"), ("type", "Person"));
        var prospect = environment.Server.People.Create("contacts", ("displayName", "Prospect Ltd"), ("type", "Company"));

        (await environment.GetAsync(Contacts, person)).Fields["customerId"].AsReference().Should().Be(new Reference("customers", customer));
        (await environment.GetAsync(Contacts, alone)).Fields["customerId"].IsNull.Should().BeTrue();
        (await environment.GetAsync(Contacts, prospect)).Fields["customerId"].IsNull.Should().BeTrue("the company is no customer");
    }

    [Fact]
    public async Task Stock_that_moves_makes_its_item_a_change_with_a_new_version()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var chair = environment.Item("CHAIR");
        environment.Item("TABLE");
        environment.Settle();
        var (first, cursor) = await environment.DrainAsync(Items, null);
        environment.Settle();

        environment.Server.AdjustStock("CHAIR", 5);
        environment.Settle();
        var (changed, after) = await environment.DrainAsync(Items, cursor);
        var (quiet, _) = await environment.DrainAsync(Items, after);

        changed.Should().ContainSingle().Which.Fields["inventory"].AsDecimal().Should().Be(5);
        changed[0].Version.Should().NotBe(first.Single(r => r.Ref.Id == chair).Version, "the etag does not move with the stock");
        quiet.Should().BeEmpty();
    }

    [Fact]
    public async Task Stock_is_an_object_of_its_own_too()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var chair = environment.Item("CHAIR");
        var shape = TestEnvironment.Shape("itemInventories", "itemId", "inventory", "baseUnitOfMeasureCode");
        environment.Settle();
        var (_, cursor) = await environment.DrainAsync(shape, null);
        environment.Server.AdjustStock("CHAIR", 7.5m);
        environment.Settle();

        var (changed, _) = await environment.DrainAsync(shape, cursor);

        var level = changed.Should().ContainSingle().Subject;
        level.Ref.Object.Should().Be("itemInventories");
        level.Fields["itemId"].AsReference().Should().Be(new Reference("items", chair));
        level.Fields["inventory"].AsDecimal().Should().Be(7.5m);
    }

    [Fact]
    public async Task A_part_payment_is_seen_although_no_stamp_moves()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var customer = environment.Customer("Buyer");
        var item = environment.Item("CHAIR");
        environment.Server.AdjustStock("CHAIR", 100);
        var order = environment.Server.People.Create("salesOrders", ("customerId", customer));
        environment.Server.People.Create("salesOrderLines", ("documentId", order), ("itemId", item), ("quantity", 2m));
        var invoice = environment.Server.PostOrder(order);
        var shape = TestEnvironment.Shape("salesInvoices", "number", "remainingAmount", "status", "orderId");
        environment.Settle();
        var (first, cursor) = await environment.DrainAsync(shape, null);
        var (customers, customerCursor) = await environment.DrainAsync(Customers, null);

        environment.Server.ReceivePayment(invoice, 38m);
        environment.Settle();
        var (changed, _) = await environment.DrainAsync(shape, cursor);
        var (moved, _) = await environment.DrainAsync(Customers, customerCursor);

        first.Last(r => r.Ref.Id == invoice).Fields["remainingAmount"].AsDecimal().Should().Be(238m);
        changed.Last(r => r.Ref.Id == invoice).Fields["remainingAmount"].AsDecimal().Should().Be(200m);
        changed.Last(r => r.Ref.Id == invoice).Version.Should().NotBe(first.Last(r => r.Ref.Id == invoice).Version);
        customers.Last(r => r.Ref.Id == customer).Fields["balanceDue"].AsDecimal().Should().Be(238m);
        moved.Last(r => r.Ref.Id == customer).Fields["balanceDue"].AsDecimal().Should().Be(200m);
    }

    [Fact]
    public async Task An_invoiced_order_is_gone_and_its_invoice_names_it()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var customer = environment.Customer("Buyer");
        var item = environment.Item("CHAIR");
        environment.Server.AdjustStock("CHAIR", 100);
        var order = environment.Server.People.Create("salesOrders", ("customerId", customer));
        environment.Server.People.Create("salesOrderLines", ("documentId", order), ("itemId", item), ("quantity", 2m));
        var invoice = environment.Server.PostOrder(order);
        var successor = environment.Connector.Descriptor.For("salesOrders").Successors.Single();

        (await environment.Connector.GetManyAsync(new GetManyRequest { Shape = Orders, Ids = [order] }))[0].Should().BeNull();
        var found = await environment.Connector.FindAsync(new FindRequest { Shape = TestEnvironment.Shape(successor.Object, "number"), Field = successor.Field, Values = [FieldValue.From(new Reference("salesOrders", order))] });
        found.Should().ContainSingle().Which.Ref.Id.Should().Be(invoice);
    }

    [Fact]
    public async Task A_line_that_changes_moves_the_version_of_its_document()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var order = environment.Server.People.Create("salesOrders", ("customerId", environment.Customer("Buyer")));
        var line = environment.Server.People.Create("salesOrderLines", ("documentId", order), ("itemId", environment.Item("CHAIR")), ("quantity", 2m));
        var before = await environment.GetAsync(Orders, order);
        environment.Server.People.Tamper("salesOrderLines", line, ("quantity", 3m));

        var after = await environment.GetAsync(Orders, order);

        after.Version.Should().NotBe(before.Version);
        VersionMark.ETagOf(after.Version).Should().Be(VersionMark.ETagOf(before.Version));
        after.Fields["salesOrderLines"].AsLines().Single().RemoteId.Should().Be(line);
    }

    [Fact]
    public async Task Metadata_says_lengths_options_references_and_lines()
    {
        await using var environment = await TestEnvironment.StartAsync();
        environment.Server.AddExtensionField("customers", "loyaltyPoints", null);

        var found = await environment.Connector.ReadMetadataAsync(new MetadataRequest { Objects = ["customers", "salesOrders", "nothing", "itemInventories"] });

        found.Select(o => o.Name).Should().Equal("customers", "salesOrders", "itemInventories");
        found[0].Find("displayName").Should().BeEquivalentTo(new { MaxLength = 100, Required = true, Kind = FieldKind.Text }, o => o.ExcludingMissingMembers());
        found[0].Find("blocked")!.Values.Should().Equal(" ", "Ship", "Invoice", "All");
        found[0].Find("loyaltyPoints")!.Kind.Should().Be(FieldKind.Integer, "a field of an extension is served too");
        found[0].Find("balanceDue")!.Updateable.Should().BeFalse();
        found[1].Find("customerId").Should().BeEquivalentTo(new { Kind = FieldKind.Reference, ReferenceTo = "customers", Required = true }, o => o.ExcludingMissingMembers());
        found[1].Find("salesOrderLines")!.Lines!.Find("quantity")!.Kind.Should().Be(FieldKind.Decimal);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_and_a_limit_is_waited_for()
    {
        await using var environment = await TestEnvironment.StartAsync();
        environment.Customer("A");
        environment.Server.Faults.Next("customers", RequestOperation.Read, Fault.ExpireToken());
        (await environment.Connector.ReadPageAsync(new ReadPageRequest { Shape = Customers })).Page.Count.Should().Be(1);

        environment.Server.Faults.Next("customers", RequestOperation.Read, Fault.Status(429, null, TimeSpan.FromHours(1)));
        var act = () => environment.Connector.ReadPageAsync(new ReadPageRequest { Shape = Customers });

        var error = (await act.Should().ThrowAsync<ConnectorException>()).Which;
        (error.Kind, error.Pool, error.RetryAfter).Should().Be((ErrorKind.Throttled, BusinessCentralDescriptor.RequestPool, (TimeSpan?)TimeSpan.FromHours(1)));
    }
}
