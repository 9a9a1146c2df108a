namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class PostingTests
{
    [Fact]
    public async Task Ship_and_invoice_consumes_the_order_and_makes_an_invoice()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var (customer, item, order) = await OrderAsync(world, quantity: 2);
        world.Simulator.AdjustStock("CHAIR", 10);
        var number = (await world.GetAsync($"salesOrders({order})")).Text("number");

        var reply = await world.PostAsync($"salesOrders({order})/Microsoft.NAV.shipAndInvoice", null);

        reply.Status.Should().Be(204);
        (await world.GetAsync($"salesOrders({order})")).Status.Should().Be(404);
        var invoice = await world.SendRawAsync("GET", reply.Headers["Location"] + "?$expand=salesInvoiceLines", null);
        invoice.Text("orderId").Should().Be(order);
        invoice.Text("orderNumber").Should().Be(number);
        invoice.Text("id").Should().NotBe(order);
        invoice.Text("status").Should().Be("Open");
        invoice.Text("externalDocumentNumber").Should().Be("CRM-1");
        invoice.Number("totalAmountIncludingTax").Should().Be(238);
        invoice.Number("remainingAmount").Should().Be(238);
        invoice.Text("dueDate").Should().Be("2026-03-02");
        invoice.Json.GetProperty("salesInvoiceLines").GetArrayLength().Should().Be(1);
        (await world.GetAsync($"customers({customer})")).Number("balanceDue").Should().Be(238);
        (await world.GetAsync($"items({item})")).Number("inventory").Should().Be(8);
        (await world.GetAsync("itemLedgerEntries")).Value.Select(e => e.GetProperty("quantity").GetDecimal()).Should().Equal(10, -2);
        (await world.GetAsync("itemLedgerEntries")).Value[0].GetProperty("entryType").GetString().Should().Be("Positive_x0020_Adjmt_x002E_");
        (await world.PatchAsync($"salesInvoices({invoice.Text("id")})", new { phoneNumber = "1" })).Message.Should().Contain("posted");
    }

    [Fact]
    public async Task A_part_shipment_leaves_the_order_with_the_rest()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var (_, _, order) = await OrderAsync(world, quantity: 5);
        var line = (await world.GetAsync($"salesOrders({order})/salesOrderLines")).Value.Single().GetProperty("id").GetString();
        await world.PatchAsync($"salesOrderLines({line})", new { shipQuantity = 2, invoiceQuantity = 2 });

        var first = world.Simulator.PostOrder(order);

        (await world.GetAsync($"salesInvoices({first})")).Number("totalAmountExcludingTax").Should().Be(200);
        var rest = await world.GetAsync($"salesOrderLines({line})");
        (rest.Number("shippedQuantity"), rest.Number("invoicedQuantity"), rest.Number("shipQuantity")).Should().Be((2m, 2m, 3m));
        world.Simulator.PostOrder(order);
        (await world.GetAsync($"salesOrders({order})")).Status.Should().Be(404);
        (await world.GetAsync($"salesInvoices?$filter=orderId eq {order}")).Value.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_posted_journal_is_empty_and_the_invoice_owes_less()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var (customer, _, order) = await OrderAsync(world, quantity: 1);
        var invoice = world.Simulator.PostOrder(order);
        var journal = (await world.GetAsync("customerPaymentJournals")).Value.Single().GetProperty("id").GetString();
        (await world.GetAsync("customerPayments")).Message.Should().StartWith("You must specify a journal batch ID");

        var positive = await world.PostAsync($"customerPaymentJournals({journal})/customerPayments", new { appliesToInvoiceId = invoice, amount = 19 });
        var refused = await world.PostAsync($"journals({journal})/Microsoft.NAV.post", null);
        await world.PatchAsync($"customerPayments({positive.Text("id")})", new { amount = -19 });
        var posted = await world.PostAsync($"journals({journal})/Microsoft.NAV.post", null);

        positive.Text("customerNumber").Should().Be("C10001");
        refused.Message.Should().StartWith("Amount must be negative");
        posted.Status.Should().Be(204);
        (await world.GetAsync($"customerPaymentJournals({journal})/customerPayments")).Value.Should().BeEmpty();
        var after = await world.GetAsync($"salesInvoices({invoice})");
        (after.Number("remainingAmount"), after.Text("status")).Should().Be((100m, "Open"));
        (await world.GetAsync($"customers({customer})")).Number("balanceDue").Should().Be(100);
        world.Simulator.ReceivePayment(invoice);
        (await world.GetAsync($"salesInvoices({invoice})")).Text("status").Should().Be("Paid");
        (await world.GetAsync($"customers({customer})")).Number("balanceDue").Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_part_payment_moves_the_stamp_only_when_told_to(bool stamps)
    {
        await using var world = await BusinessCentralWorld.StartAsync(o => o.PartPaymentsStampInvoices = stamps);
        var (_, _, order) = await OrderAsync(world, quantity: 1);
        var invoice = world.Simulator.PostOrder(order);
        world.Time.Advance(TimeSpan.FromMinutes(30));

        world.Simulator.ReceivePayment(invoice, 19);

        var after = await world.GetAsync($"salesInvoices({invoice})");
        after.Number("remainingAmount").Should().Be(100);
        after.Text("lastModifiedDateTime").Should().Be(stamps ? "2026-03-02T08:30:00Z" : "2026-03-02T08:00:00Z");
    }

    [Fact]
    public async Task Stock_and_balance_do_not_move_the_stamps_of_item_and_customer()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var (customer, item, order) = await OrderAsync(world, quantity: 1);
        world.Time.Advance(TimeSpan.FromMinutes(30));

        world.Simulator.AdjustStock("CHAIR", 3);
        world.Simulator.PostOrder(order);

        (await world.GetAsync($"items({item})")).Text("lastModifiedDateTime").Should().Be("2026-03-02T08:00:00Z");
        (await world.GetAsync($"customers({customer})")).Text("lastModifiedDateTime").Should().Be("2026-03-02T08:00:00Z");
    }

    [Fact]
    public async Task A_patch_of_the_stock_posts_the_difference()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var item = await world.ItemAsync();
        world.Simulator.AdjustStock("CHAIR", 3);

        var patched = await world.PatchAsync($"items({item})", new { inventory = 1 });

        patched.Number("inventory").Should().Be(1);
        (await world.GetAsync("itemLedgerEntries?$filter=itemNumber eq 'CHAIR'")).Value[1].GetProperty("quantity").GetDecimal().Should().Be(-2);
        (await world.PostAsync("items", new { number = "X", inventory = 1 })).Message.Should().StartWith("Inventory cannot be changed during on insert.");
    }

    [Fact]
    public async Task A_draft_invoice_keeps_its_id_when_it_is_posted_and_can_be_cancelled()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync();
        var draft = await world.PostAsync("salesInvoices", new { customerId = customer, salesInvoiceLines = new object[] { new { itemId = item, quantity = 1 } } });

        (await world.PostAsync($"salesInvoices({draft.Text("id")})/Microsoft.NAV.post", null)).Status.Should().Be(204);
        var posted = await world.GetAsync($"salesInvoices({draft.Text("id")})");
        (await world.PostAsync($"salesInvoices({draft.Text("id")})/Microsoft.NAV.cancel", null)).Status.Should().Be(204);
        var cancelled = await world.GetAsync($"salesInvoices({draft.Text("id")})");

        draft.Text("status").Should().Be("Draft");
        posted.Text("number").Should().NotBe(draft.Text("number"));
        (cancelled.Text("status"), cancelled.Number("remainingAmount")).Should().Be(("Canceled", 0m));
        (await world.GetAsync($"customers({customer})")).Number("balanceDue").Should().Be(0);
        (await world.GetAsync($"items({item})")).Number("inventory").Should().Be(0);
    }

    [Fact]
    public async Task An_empty_order_cannot_be_posted_and_a_customer_with_documents_stays()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var order = (await world.PostAsync("salesOrders", new { customerId = customer })).Text("id");

        var reply = await world.PostAsync($"salesOrders({order})/Microsoft.NAV.shipAndInvoice", null);

        reply.Message.Should().StartWith("There is nothing to post.");
        (await world.DeleteAsync($"customers({customer})")).Message.Should().StartWith("You cannot delete Customer");
        (await world.DeleteAsync($"salesOrders({order})")).Status.Should().Be(204);
        (await world.DeleteAsync($"customers({customer})")).Status.Should().Be(204);
    }

    [Fact]
    public async Task A_customer_blocked_meanwhile_is_not_delivered()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var (customer, _, order) = await OrderAsync(world, quantity: 1);

        world.Simulator.BlockCustomer(customer, "Ship");

        (await world.PostAsync($"salesOrders({order})/Microsoft.NAV.shipAndInvoice", null)).Message.Should().Contain("blocked with type Ship");
    }

    private static async Task<(string Customer, string Item, string Order)> OrderAsync(BusinessCentralWorld world, int quantity)
    {
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync();
        var order = await world.PostAsync("salesOrders", new
        {
            customerId = customer, externalDocumentNumber = "CRM-1", salesOrderLines = new object[] { new { itemId = item, quantity } },
        });
        order.Status.Should().Be(201, order.Raw);
        return (customer, item, order.Text("id"));
    }
}
