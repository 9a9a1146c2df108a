namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class DocumentTests
{
    [Fact]
    public async Task An_order_with_lines_is_created_at_once_and_adds_up()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync(more: new { displayName = "Nordlicht AG", addressLine1 = "Hafenstr. 1", city = "Kiel", country = "DE" });
        var chair = await world.ItemAsync("CHAIR", 33.33333m);
        var book = await world.ItemAsync("BOOK", 9.99m, "REDUCED");

        var reply = await world.PostAsync("salesOrders?$expand=salesOrderLines", new
        {
            customerId = customer,
            externalDocumentNumber = "crm-1",
            salesOrderLines = new object[] { new { itemId = chair, quantity = 3 }, new { itemId = book, quantity = 7, discountPercent = 10 } },
        });

        reply.Status.Should().Be(201, reply.Raw);
        reply.Text("number").Should().Be("S-ORD101001");
        reply.Text("status").Should().Be("Draft");
        reply.Text("externalDocumentNumber").Should().Be("CRM-1", "it is a code field");
        reply.Text("sellToAddressLine1").Should().Be("Hafenstr. 1");
        reply.Text("shipToCity").Should().Be("Kiel");
        reply.Text("orderDate").Should().Be("2026-03-02");
        reply.Text("requestedDeliveryDate").Should().Be("0001-01-01");
        // 3 x 33.33333 = 100.00; 7 x 9.99 = 69.93 less 6.99 = 62.94; tax 19.00 and 4.41
        reply.Number("totalAmountExcludingTax").Should().Be(162.94m);
        reply.Number("totalTaxAmount").Should().Be(23.41m);
        reply.Number("totalAmountIncludingTax").Should().Be(186.35m);
        var lines = reply.Json.GetProperty("salesOrderLines").EnumerateArray().ToList();
        lines.Select(l => l.GetProperty("sequence").GetInt32()).Should().Equal(10000, 20000);
        lines[1].GetProperty("discountAmount").GetDecimal().Should().Be(6.99m);
        lines[1].GetProperty("unitOfMeasureCode").GetString().Should().Be("PCS");
    }

    [Theory]
    [InlineData("JPY", 333.4, 1000, 190)]
    [InlineData("KWD", 3.3333, 10.0, 1.9)]
    [InlineData("EUR", 3.3333, 10.0, 1.9)]
    public async Task Amounts_are_rounded_to_the_currency(string currency, decimal price, decimal net, decimal tax)
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync(more: new { displayName = "A", currencyCode = currency });
        var item = await world.ItemAsync(price: 1);

        var reply = await world.PostAsync("salesOrders", new { customerId = customer, salesOrderLines = new object[] { new { itemId = item, quantity = 3, unitPrice = price } } });

        reply.Number("totalAmountExcludingTax").Should().Be(net);
        reply.Number("totalTaxAmount").Should().Be(tax);
    }

    [Fact]
    public async Task A_tax_inclusive_order_takes_the_tax_out()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync(price: 100);

        var reply = await world.PostAsync("salesOrders?$expand=salesOrderLines", new
        {
            customerId = customer,
            pricesIncludeTax = true,
            discountAmount = 19,
            salesOrderLines = new object[] { new { itemId = item, quantity = 2 } },
        });

        reply.Json.GetProperty("salesOrderLines")[0].GetProperty("unitPrice").GetDecimal().Should().Be(119);
        reply.Number("totalAmountIncludingTax").Should().Be(219);
        reply.Number("totalTaxAmount").Should().Be(34.97m);
        reply.Number("totalAmountExcludingTax").Should().Be(184.03m);
    }

    [Fact]
    public async Task Tax_is_rounded_for_the_document_and_lines_carry_the_remainder()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync(price: 0.33m);
        var line = new { itemId = item, quantity = 1 };

        var reply = await world.PostAsync("salesOrders?$expand=salesOrderLines", new { customerId = customer, salesOrderLines = new object[] { line, line, line } });

        reply.Number("totalTaxAmount").Should().Be(0.19m, "0.99 x 19 % = 0.1881");
        reply.Json.GetProperty("salesOrderLines").EnumerateArray().Select(l => l.GetProperty("totalTaxAmount").GetDecimal()).Should().Equal(0.06m, 0.07m, 0.06m);
    }

    [Fact]
    public async Task A_price_sent_before_the_item_is_lost()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync(price: 100);
        var order = (await world.PostAsync("salesOrders", new { customerId = customer })).Text("id");

        var before = await world.PostAsync($"salesOrders({order})/salesOrderLines", $$"""{"unitPrice":5,"itemId":"{{item}}","quantity":1}""");
        var after = await world.PostAsync($"salesOrders({order})/salesOrderLines", $$"""{"itemId":"{{item}}","quantity":1,"unitPrice":5}""");

        before.Number("unitPrice").Should().Be(100);
        after.Number("unitPrice").Should().Be(5);
    }

    [Fact]
    public async Task Lines_have_their_own_address_and_need_their_document()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync();
        var order = (await world.PostAsync("salesOrders", new { customerId = customer })).Text("id");
        var line = await world.PostAsync("salesOrderLines", new { documentId = order, itemId = item, quantity = 1 });

        var bare = await world.GetAsync("salesOrderLines");
        bare.Message.Should().StartWith("You must specify an Id or a Document Id to get the lines.");
        (await world.GetAsync($"salesOrderLines?$filter=documentId eq {order}")).Value.Should().ContainSingle();
        (await world.GetAsync($"salesOrders({order})/salesOrderLines")).Value.Should().ContainSingle();
        (await world.PatchAsync($"salesOrderLines({line.Text("id")})", new { quantity = 4 }, line.ETag)).Number("amountExcludingTax").Should().Be(400);
        (await world.GetAsync($"salesOrders({order})")).Number("totalAmountExcludingTax").Should().Be(400);
        (await world.PatchAsync($"salesOrderLines({line.Text("id")})", new { lineObjectNumber = "OTHER" })).Message.Should().StartWith("The value for \"lineObjectNumber\"");
        (await world.DeleteAsync($"salesOrderLines({line.Text("id")})")).Status.Should().Be(204);
        (await world.GetAsync($"salesOrders({order})")).Number("totalAmountExcludingTax").Should().Be(0);
    }

    [Fact]
    public async Task A_line_edit_that_changes_no_total_does_not_move_the_header()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync();
        var order = await world.PostAsync("salesOrders?$expand=salesOrderLines", new { customerId = customer, salesOrderLines = new object[] { new { itemId = item, quantity = 1 } } });
        var line = order.Json.GetProperty("salesOrderLines")[0].GetProperty("id").GetString();
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await world.PatchAsync($"salesOrderLines({line})", new { description = "Blue" });
        var still = await world.GetAsync($"salesOrders({order.Text("id")})");
        await world.PatchAsync($"salesOrderLines({line})", new { quantity = 2 });
        var moved = await world.GetAsync($"salesOrders({order.Text("id")})");

        still.Text("lastModifiedDateTime").Should().Be("2026-03-02T08:00:00Z");
        moved.Text("lastModifiedDateTime").Should().Be("2026-03-02T08:01:00Z");
        moved.ETag.Should().NotBe(still.ETag);
    }

    [Theory]
    [InlineData("""{}""", "A \"customerNumber\" or a \"customerId\" must be provided.")]
    [InlineData("""{"customerNumber":"NONE"}""", "The sell-to customer cannot be found.")]
    [InlineData("""{"customerNumber":"C1","customerId":"$other"}""", "The sell-to customer values do not match to a specific Customer.")]
    [InlineData("""{"customerNumber":"C1","number":"X"}""", "Control 'number' is read-only.")]
    [InlineData("""{"customerNumber":"C1","status":"Open"}""", "Control 'status' is read-only.")]
    [InlineData("""{"customerNumber":"BLOCKED"}""", "You cannot create this type of document when Customer BLOCKED is blocked with type Ship")]
    [InlineData("""{"customerNumber":"C1","salesOrderLines":[{"lineType":"Item","lineObjectNumber":"NONE"}]}""", "Item does not exist.")]
    [InlineData("""{"customerNumber":"C1","salesOrderLines":[{"itemId":"$item","quantity":1,"unitOfMeasureCode":"TON"}]}""", "The field Unit of Measure Code")]
    public async Task A_refused_order_says_why_and_leaves_nothing(string body, string message)
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        await world.PostAsync("customers", new { displayName = "First", number = "C1" });
        await world.PostAsync("customers", new { displayName = "Blocked", number = "BLOCKED", blocked = "Ship" });
        var other = await world.CustomerAsync("Other");
        var item = await world.ItemAsync();

        var reply = await world.PostAsync("salesOrders", body.Replace("$other", other).Replace("$item", item));

        reply.Status.Should().Be(400);
        reply.Message.Should().StartWith(message);
        (await world.GetAsync("salesOrders")).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task A_released_order_refuses_line_edits()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync();
        var order = (await world.PostAsync("salesOrders", new { customerId = customer })).Text("id");
        world.Simulator.People.Act("releaseOrder", ("orderId", order));

        var reply = await world.PostAsync($"salesOrders({order})/salesOrderLines", new { itemId = item, quantity = 1 });

        (await world.GetAsync($"salesOrders({order})")).Text("status").Should().Be("Open");
        reply.Message.Should().StartWith("Status must be equal to 'Open'");
        world.Simulator.People.Act("reviewOrder", ("orderId", order));
        (await world.GetAsync($"salesOrders?$filter=status eq 'In_x0020_Review'")).Value.Should().ContainSingle();
    }
}
