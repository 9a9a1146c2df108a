using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class SellingTests
{
    [Fact]
    public async Task Opportunity_Stage_DecidesProbabilityClosedAndWon()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var deal = await world.CreateAsync("Opportunity", new { Name = "D", StageName = "Proposal/Price Quote", CloseDate = "2026-04-01", Amount = 100 });
        Row(world, "Opportunity", deal).GetProperty("Probability").GetRawText().Should().Be("75.0");
        Row(world, "Opportunity", deal).GetProperty("ExpectedRevenue").GetRawText().Should().Be("75.0");

        await world.PatchAsync($"sobjects/Opportunity/{deal}", new { StageName = "Closed Won" });

        var won = Row(world, "Opportunity", deal);
        (won.GetProperty("IsWon").GetBoolean(), won.GetProperty("IsClosed").GetBoolean(), won.GetProperty("Probability").GetRawText(), won.GetProperty("ForecastCategoryName").GetString())
            .Should().Be((true, true, "100.0", "Closed"));
    }

    [Fact]
    public async Task Opportunity_WithLines_TakesItsAmountFromThem_AndIgnoresOthers()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var entry = await EntryAsync(world, 19.99m);
        var deal = await world.CreateAsync("Opportunity", new { Name = "D", StageName = "Prospecting", CloseDate = "2026-04-01", Amount = 5 });

        world.Clock.Advance(TimeSpan.FromSeconds(2));
        var line = await world.CreateAsync("OpportunityLineItem", new { OpportunityId = deal, PricebookEntryId = entry, Quantity = 3, UnitPrice = 19.99m });
        await world.CreateAsync("OpportunityLineItem", new { OpportunityId = deal, PricebookEntryId = entry, Quantity = 3, TotalPrice = 10 });
        var update = await world.PatchAsync($"sobjects/Opportunity/{deal}", new { Amount = 1, NextStep = "call" });

        update.Status.Should().Be(204);
        var row = Row(world, "Opportunity", deal);
        row.GetProperty("Amount").GetRawText().Should().Be("69.97");
        row.GetProperty("NextStep").GetString().Should().Be("call");
        row.GetProperty("HasOpportunityLineItem").GetBoolean().Should().BeTrue();
        row.GetProperty("Pricebook2Id").GetString().Should().Be(world.Simulator.StandardPricebookId);
        row.GetProperty("SystemModstamp").GetString().Should().Be("2026-03-02T08:00:02.000+0000");
        Row(world, "OpportunityLineItem", line).GetProperty("ListPrice").GetRawText().Should().Be("19.99");
        await world.DeleteAsync($"sobjects/OpportunityLineItem/{line}");
        Row(world, "Opportunity", deal).GetProperty("Amount").GetRawText().Should().Be("10.0", "the total that was given stays");
    }

    [Fact]
    public async Task Lines_ThatTheVendorRefuses_AreRefused()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var entry = await EntryAsync(world, 10);
        var deal = await world.CreateAsync("Opportunity", new { Name = "D", StageName = "Prospecting", CloseDate = "2026-04-01", Pricebook2Id = world.Simulator.StandardPricebookId });
        var book = await world.CreateAsync("Pricebook2", new { Name = "Custom", IsActive = true });
        var product = Row(world, "PricebookEntry", entry).GetProperty("Product2Id").GetString()!;
        var other = await world.CreateAsync("PricebookEntry", new { Pricebook2Id = book, Product2Id = product, UnitPrice = 8, IsActive = true });

        var wrongBook = await world.PostAsync("sobjects/OpportunityLineItem", new { OpportunityId = deal, PricebookEntryId = other, Quantity = 1, UnitPrice = 1 });
        var both = await world.PostAsync("sobjects/OpportunityLineItem", new { OpportunityId = deal, PricebookEntryId = entry, Quantity = 1, UnitPrice = 1, TotalPrice = 1 });
        var neither = await world.PostAsync("sobjects/OpportunityLineItem", new { OpportunityId = deal, PricebookEntryId = entry, Quantity = 1 });
        await world.PatchAsync($"sobjects/Product2/{product}", new { IsActive = false });
        var inactive = await world.PostAsync("sobjects/OpportunityLineItem", new { OpportunityId = deal, PricebookEntryId = entry, Quantity = 1, UnitPrice = 1 });

        wrongBook.ErrorCode.Should().Be("FIELD_INTEGRITY_EXCEPTION");
        both.ErrorCode.Should().Be("FIELD_INTEGRITY_EXCEPTION");
        neither.ErrorCode.Should().Be("REQUIRED_FIELD_MISSING");
        (inactive.ErrorCode, inactive.Message).Should().Be(("FIELD_INTEGRITY_EXCEPTION", "field integrity exception: PricebookEntryId (pricebook entry is inactive)"));
    }

    [Fact]
    public async Task PricebookEntry_NeedsAStandardPriceFirst_AndStaysWhereItIs()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var product = await world.CreateAsync("Product2", new { Name = "P", IsActive = true });
        var book = await world.CreateAsync("Pricebook2", new { Name = "Custom", IsActive = true });

        var early = await world.PostAsync("sobjects/PricebookEntry", new { Pricebook2Id = book, Product2Id = product, UnitPrice = 8 });
        var standard = await world.CreateAsync("PricebookEntry", new { Pricebook2Id = world.Simulator.StandardPricebookId, Product2Id = product, UnitPrice = 10 });
        var custom = await world.CreateAsync("PricebookEntry", new { Pricebook2Id = book, Product2Id = product, UnitPrice = 8, UseStandardPrice = true });
        var twice = await world.PostAsync("sobjects/PricebookEntry", new { Pricebook2Id = book, Product2Id = product, UnitPrice = 9 });
        var moved = await world.PatchAsync($"sobjects/PricebookEntry/{custom}", new { Product2Id = product });
        await world.PatchAsync($"sobjects/PricebookEntry/{standard}", new { UnitPrice = 12 });

        early.ErrorCode.Should().Be("STANDARD_PRICE_NOT_DEFINED");
        twice.ErrorCode.Should().Be("DUPLICATE_VALUE");
        moved.ErrorCode.Should().Be("INVALID_FIELD_FOR_INSERT_UPDATE");
        Row(world, "PricebookEntry", custom).GetProperty("UnitPrice").GetRawText().Should().Be("12.0");
    }

    [Fact]
    public async Task Order_IsDraftedFilledActivated_AndThenItsLinesAreFixed()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var entry = await EntryAsync(world, 10);
        var account = await world.CreateAsync("Account", new { Name = "A" });
        var body = new Dictionary<string, object> { ["AccountId"] = account, ["EffectiveDate"] = "2026-03-02", ["Status"] = "Activated", ["Pricebook2Id"] = world.Simulator.StandardPricebookId };

        (await world.PostAsync("sobjects/Order", body)).ErrorCode.Should().Be("FAILED_ACTIVATION");
        body["Status"] = "Draft";
        var order = await world.CreateAsync("Order", body);
        (await world.PatchAsync($"sobjects/Order/{order}", new { Status = "Activated" })).Message.Should().Be("An order must have at least one product.");
        var line = await world.CreateAsync("OrderItem", new { OrderId = order, PricebookEntryId = entry, Quantity = 2, UnitPrice = 9.5m });
        (await world.PatchAsync($"sobjects/Order/{order}", new { Status = "Activated" })).Status.Should().Be(204);

        var row = Row(world, "Order", order);
        (row.GetProperty("StatusCode").GetString(), row.GetProperty("TotalAmount").GetRawText()).Should().Be(("Activated", "19.0"));
        row.GetProperty("OrderNumber").GetString().Should().MatchRegex(@"^\d{8}$");
        row.GetProperty("ActivatedDate").GetString().Should().Be("2026-03-02T08:00:00.000+0000");
        (await world.PatchAsync($"sobjects/OrderItem/{line}", new { Quantity = 3 })).ErrorCode.Should().Be("ENTITY_IS_LOCKED");
        (await world.DeleteAsync($"sobjects/OrderItem/{line}")).ErrorCode.Should().Be("FAILED_ACTIVATION");
        (await world.PostAsync("sobjects/OrderItem", new { OrderId = order, PricebookEntryId = entry, Quantity = 1, UnitPrice = 1 })).ErrorCode.Should().Be("FAILED_ACTIVATION");
        (await world.DeleteAsync($"sobjects/Order/{order}")).ErrorCode.Should().Be("DELETE_FAILED");
        (await world.DeleteAsync($"sobjects/Account/{account}")).ErrorCode.Should().Be("DELETE_FAILED");
        (await world.GetAsync($"sobjects/Account/{account}")).Status.Should().Be(200, "a refused delete leaves everything");
        (await world.PatchAsync($"sobjects/Order/{order}", new { Status = "Draft" })).Status.Should().Be(204);
        (await world.PatchAsync($"sobjects/OrderItem/{line}", new { Quantity = 3 })).Status.Should().Be(204);
        Row(world, "Order", order).GetProperty("TotalAmount").GetRawText().Should().Be("28.5");
    }

    [Fact]
    public async Task OrderWithLines_InOneGraph_IsCreatedAndActivated()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var entry = await EntryAsync(world, 10);
        var account = await world.CreateAsync("Account", new { Name = "A" });

        var answer = await world.PostAsync("composite/graph", $$$"""
            {"graphs":[{"graphId":"1","compositeRequest":[
              {"method":"PATCH","url":"{{{SalesforceWorld.Api}}}/sobjects/Order/Erp_Id__c/O-1","referenceId":"ord","body":{"AccountId":"{{{account}}}","EffectiveDate":"2026-03-02","Status":"Draft","Pricebook2Id":"{{{world.Simulator.StandardPricebookId}}}"}},
              {"method":"POST","url":"{{{SalesforceWorld.Api}}}/sobjects/OrderItem","referenceId":"l1","body":{"OrderId":"@{ord.id}","PricebookEntryId":"{{{entry}}}","Quantity":1,"UnitPrice":3}},
              {"method":"PATCH","url":"{{{SalesforceWorld.Api}}}/sobjects/Order/@{ord.id}","referenceId":"act","body":{"Status":"Activated"}}]}]}
            """);

        answer.Json.GetProperty("graphs")[0].GetProperty("isSuccessful").GetBoolean().Should().BeTrue(answer.Text);
        (await world.QueryAsync("SELECT TotalAmount, StatusCode, (SELECT Quantity, Product2.Name FROM OrderItems) FROM Order")).Records.Single().GetProperty("TotalAmount").GetRawText().Should().Be("3.0");
    }

    [Fact]
    public async Task Seed_Documents_AreDerivedLikeOthers_KeepTheirStamps_AndAreNotLogged()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var longAgo = new DateTimeOffset(2025, 6, 1, 12, 0, 0, 500, TimeSpan.Zero);
        string Seed(string type, params IReadOnlyList<(string Name, object? Value)> values) => world.People.Seed(type, [new SeedRecord(values) { Modified = longAgo }]).Single();
        var account = Seed("Account", ("Name", " Acme "), ("CreditLimit__c", 5.005m), ("Active__c", false));
        var product = Seed("Product2", ("Name", "P"), ("ProductCode", "P-1"), ("IsActive", true));
        var entry = Seed("PricebookEntry", ("Pricebook2Id", world.Simulator.StandardPricebookId), ("Product2Id", product), ("UnitPrice", 10m), ("IsActive", true));
        var deal = Seed("Opportunity", ("Name", "D"), ("AccountId", account), ("StageName", "Closed Won"), ("CloseDate", new DateOnly(2025, 6, 1)));
        Seed("OpportunityLineItem", ("OpportunityId", deal), ("PricebookEntryId", entry), ("Quantity", 2m), ("UnitPrice", 7.5m));
        var order = Seed("Order", ("AccountId", account), ("EffectiveDate", new DateOnly(2025, 6, 1)), ("Status", "Activated"), ("Pricebook2Id", world.Simulator.StandardPricebookId));
        Seed("OrderItem", ("OrderId", order), ("PricebookEntryId", entry), ("Quantity", 4m), ("UnitPrice", 2m));

        Row(world, "Account", account).GetProperty("Name").GetString().Should().Be("Acme");
        Row(world, "Account", account).GetProperty("CreditLimit__c").GetRawText().Should().Be("5.01");
        Row(world, "Account", account).GetProperty("SystemModstamp").GetString().Should().Be("2025-06-01T12:00:00.000+0000");
        (Row(world, "Opportunity", deal).GetProperty("IsWon").GetBoolean(), Row(world, "Opportunity", deal).GetProperty("Amount").GetRawText()).Should().Be((true, "15.0"));
        (Row(world, "Order", order).GetProperty("StatusCode").GetString(), Row(world, "Order", order).GetProperty("TotalAmount").GetRawText()).Should().Be(("Activated", "8.0"));
        world.Simulator.State.Writes.LastSequence.Should().Be(0);
        (await world.QueryAsync("SELECT Id FROM Order WHERE SystemModstamp < 2025-06-02T00:00:00Z ORDER BY SystemModstamp, Id")).Records.Should().ContainSingle();
    }

    private static async Task<string> EntryAsync(SalesforceWorld world, decimal price)
    {
        var product = await world.CreateAsync("Product2", new { Name = "P", ProductCode = "P-1", IsActive = true });
        return await world.CreateAsync("PricebookEntry", new { Pricebook2Id = world.Simulator.StandardPricebookId, Product2Id = product, UnitPrice = price, IsActive = true });
    }

    private static JsonElement Row(SalesforceWorld world, string type, string id) => world.People.Find(type, id)!.Value;
}
