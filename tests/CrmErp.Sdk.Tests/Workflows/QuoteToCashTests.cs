using CrmErp.Sdk.Testing;
using CrmErp.Sdk.Workflows;
using static CrmErp.Sdk.Tests.Workflows.QuoteToCashWorld;

namespace CrmErp.Sdk.Tests.Workflows;

public class QuoteToCashTests
{
    [Fact]
    public async Task A_won_deal_becomes_one_order_with_its_lines()
    {
        await using var world = await LiveAsync();
        Win(world);
        await world.SettleAsync();

        var order = world["erp"].All("orders").Should().ContainSingle().Subject;
        order.Text("customerId").Should().Be(world["erp"].All("customers")[0].Id);
        var line = order.Lines("lines").Should().ContainSingle().Subject;
        (line.Fields["quantity"], line.Fields["unitPrice"], line.Fields["kind"]).Should().Be((FieldValue.From(2m), FieldValue.From(9.5m), FieldValue.From("Item")));
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_deal_that_is_won_twice_makes_one_order_and_does_not_touch_it_again()
    {
        await using var world = await LiveAsync();
        var deal = Win(world);
        await world.SettleAsync();
        world["erp"].Edit("orders", world["erp"].All("orders")[0].Id, ("status", "Open"));
        await world.SettleAsync();
        world["crm"].Edit("Opportunity", deal, ("Won", false));
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Noted)).Should().ContainSingle().Which.Cause.Should().Be(OrderForWonOpportunity.Reopened);

        world["crm"].Edit("Opportunity", deal, ("Won", true), ("CloseDate", new DateOnly(2026, 3, 1)));
        await world.SettleAsync();

        var order = world["erp"].All("orders").Should().ContainSingle().Subject;
        (order.Text("status"), order.Text("orderDate")).Should().Be(("Open", "2026-01-05"));
        order.Lines("lines").Should().ContainSingle();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Lines_that_are_changed_after_the_order_was_made_are_noted_until_they_agree()
    {
        await using var world = await LiveAsync();
        var deal = Win(world);
        await world.SettleAsync();
        var line = world["crm"].Find("Opportunity", deal)!.Lines("Lines")[0].RemoteId!;
        world["crm"].Edit("Opportunity", deal, ("Lines", world["crm"].Find("Opportunity", deal)!.Change("Lines", line, [("Quantity", 3m)])));
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Noted)).Should().ContainSingle().Which.Cause.Should().Be(OrderForWonOpportunity.ChangedAfterwards);
        world["erp"].All("orders")[0].Lines("lines")[0].Fields["quantity"].Should().Be(FieldValue.From(2m));

        // Another edit does not make the note go away; the agreement does.
        world["crm"].Edit("Opportunity", deal, ("NextStep", "Call"));
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Noted)).Should().ContainSingle();
        world["crm"].Edit("Opportunity", deal, ("Lines", world["crm"].Find("Opportunity", deal)!.Change("Lines", line, [("Quantity", 2m)])));
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Noted)).Should().BeEmpty();
    }

    [Fact]
    public async Task Deals_that_were_won_before_the_first_load_make_no_order_ever()
    {
        await using var world = Create();
        var account = world["crm"].Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"));
        var product = world["crm"].Add("Product", ("Sku", "P1"), ("Name", "Pump"));
        var old = world["crm"].Add("Opportunity", ("Name", "Old"), ("AccountId", account.Id), ("Won", true), ("CloseDate", new DateOnly(2025, 1, 5)), ("Lines", FakeLines.Of(Line(product.Id, 1, 5))));
        var bare = world["crm"].Add("Opportunity", ("Name", "Without lines"), ("Won", true));
        await world.SettleAsync();
        foreach (var deal in new[] { old.Id, bare.Id })
        {
            world["crm"].Edit("Opportunity", deal, ("Won", false));
        }

        await world.SettleAsync();
        foreach (var deal in new[] { old.Id, bare.Id })
        {
            world["crm"].Edit("Opportunity", deal, ("Won", true), ("AccountId", account.Id), ("Lines", FakeLines.Of(Line(product.Id, 1, 5))));
        }

        await world.SettleAsync();

        world["erp"].All("orders").Should().BeEmpty();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_won_deal_without_account_and_lines_is_held_and_made_when_both_are_there()
    {
        await using var world = await LiveAsync();
        var deal = world["crm"].Add("Opportunity", ("Name", "Deal"), ("Won", true), ("CloseDate", new DateOnly(2026, 1, 5))).Id;
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Detail.Should().Contain("no account");

        world["crm"].Edit("Opportunity", deal, ("AccountId", world["crm"].All("Account")[0].Id));
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Detail.Should().Contain("no lines");
        world["erp"].All("orders").Should().BeEmpty();

        world["crm"].Edit("Opportunity", deal, ("Lines", FakeLines.Of(Line(world["crm"].All("Product")[0].Id, 1, 5))));
        await world.SettleAsync();
        world["erp"].All("orders").Should().ContainSingle();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_won_deal_whose_account_comes_later_is_held_and_made_when_it_arrives()
    {
        await using var world = await LiveAsync();
        var account = world["crm"].Add("Account", ("Name", "Late"), ("TaxNumber", "DE2"));
        world["crm"].Add("Opportunity", ("Name", "Early"), ("AccountId", account.Id), ("Won", true), ("Lines", FakeLines.Of(Line(world["crm"].All("Product")[0].Id, 1, 5))));
        for (var i = 0; i < 3; i++)
        {
            await world.RunAsync(new RunOptions { Entities = ["Opportunity", "SalesOrder"] });
            world.Advance(TimeSpan.FromSeconds(30));
        }

        (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Detail.Should().Contain("not read yet");
        world["erp"].All("orders").Should().BeEmpty();

        await world.SettleAsync();
        world["erp"].All("orders").Should().ContainSingle();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_line_with_a_price_and_no_product_is_held_and_a_comment_travels()
    {
        await using var world = await LiveAsync();
        var product = world["crm"].All("Product")[0].Id;
        var account = world["crm"].All("Account")[0].Id;
        var deal = world["crm"].Add("Opportunity", ("Name", "Deal"), ("AccountId", account), ("Won", true), ("Lines", FakeLines.Of(Line(product, 1, 5), [("Description", "Extra"), ("Quantity", 1m), ("UnitPrice", 3m)]))).Id;
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Detail.Should().Contain("no product");

        world["crm"].Edit("Opportunity", deal, ("Lines", FakeLines.Of(Line(product, 1, 5), [("Description", "Please ring twice")])));
        await world.SettleAsync();
        world["erp"].All("orders").Should().ContainSingle().Which.Lines("lines").Select(l => l.Fields["kind"].AsText()).Should().Equal("Item", "Comment");
    }

    [Theory]
    [InlineData("Open", null, 119, 119, "Open")]
    [InlineData("Open", null, 119, 50, "PartlyPaid")]
    [InlineData("Closed", null, 119, 0, "Paid")]
    [InlineData("Open", "Paid", 119, 119, "Open")]
    [InlineData("Open", null, 119, -1, "Paid")]
    [InlineData("Open", null, -119, -50, "PartlyPaid")]
    [InlineData("Open", "Overdue", 119, 50, "Overdue")]
    [InlineData("Closed", "Overdue", 119, 0, "Paid")]
    [InlineData("Closed", "Credited", 119, 0, "Credited")]
    [InlineData("Open", "Credited", 119, 119, "Open")]
    [InlineData("Cancelled", "Paid", 119, 0, "Void")]
    [InlineData("Draft", null, 119, 119, null)]
    public void The_payment_status_follows_from_what_remains(string status, string? said, int gross, int balance, string? expected) =>
        PaymentStatusOfInvoice.StatusOf(new Invoice { Status = status, PaymentStatus = said, GrossTotal = gross, Balance = balance }).Should().Be(expected);

    [Fact]
    public async Task Payments_move_the_status_in_the_crm_from_the_first_load_on()
    {
        await using var world = Create();
        world["crm"].Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"));
        var customer = world["erp"].Add("customers", ("name", "Acme"), ("taxNumber", "DE1"));
        var invoice = world["erp"].Add("invoices", ("number", "I1"), ("customerId", customer.Id), ("status", "Open"), ("gross", 119m), ("remaining", 119m)).Id;
        await world.SettleAsync();
        world["crm"].All("Invoice")[0].Text("PaymentStatus").Should().Be("Open");

        foreach (var (remaining, expected) in new[] { (50m, "PartlyPaid"), (0m, "Paid"), (119m, "Open") })
        {
            world["erp"].Edit("invoices", invoice, ("remaining", remaining));
            await world.SettleAsync();
            world["crm"].All("Invoice")[0].Text("PaymentStatus").Should().Be(expected);
        }

        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Stock_becomes_availability_from_the_first_load_on()
    {
        await using var world = Create();
        world["crm"].Add("Product", ("Sku", "P1"), ("Name", "Pump"));
        var item = world["erp"].Add("items", ("sku", "P1"), ("name", "Pump"));
        var level = world["erp"].Add("stock", ("itemId", item.Id), ("onHand", 10m), ("reserved", 3m)).Id;
        world["erp"].Add("stock", ("itemId", item.Id), ("location", "BERLIN"), ("onHand", 4m));
        await world.SettleAsync();
        world["crm"].All("Product")[0].Text("Available").Should().Be("7");

        world["erp"].Edit("stock", level, ("onHand", 5m));
        await world.SettleAsync();
        world["crm"].All("Product")[0].Text("Available").Should().Be("2");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Totals_that_differ_from_the_declared_rule_are_noted_and_travel_all_the_same()
    {
        await using var world = await LiveAsync(q => q.TaxRule = new TaxRule { Rounding = TaxRounding.PerLine, Tolerance = 0 });
        (string Field, FieldValue Value)[] line = [("quantity", 1m), ("unitPrice", 10.05m), ("taxPercent", 7.5m)];
        var invoice = world["erp"].Add("invoices", ("number", "I1"), ("customerId", world["erp"].All("customers")[0].Id), ("currency", "EUR"), ("status", "Open"),
            ("net", 30.15m), ("tax", 2.26m), ("gross", 32.41m), ("remaining", 32.41m), ("lines", FakeLines.Of(line, line, line))).Id;
        await world.SettleAsync();

        (await world.OpenAsync(OpenQueue.Noted)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Cause = "TotalsRoundingLevel", Entity = "Invoice", Group = "quote-to-cash/invoice-totals" });
        world["crm"].All("Invoice")[0].Text("Tax").Should().Be("2.26");

        world["erp"].Edit("invoices", invoice, ("tax", 2.25m), ("gross", 32.40m), ("remaining", 32.40m));
        await world.SettleAsync();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        world["crm"].All("Invoice")[0].Text("Tax").Should().Be("2.25");
    }

    private static string Win(SyncWorld world) => world["crm"].Add(
        "Opportunity",
        ("Name", "Deal"),
        ("AccountId", world["crm"].All("Account")[0].Id),
        ("Won", true),
        ("CloseDate", new DateOnly(2026, 1, 5)),
        ("Lines", FakeLines.Of(Line(world["crm"].All("Product")[0].Id, 2, 9.5m)))).Id;
}
