using CrmErp.Samples.QuoteToCash.Comparing.Rendering;
using static CrmErp.Samples.QuoteToCash.Comparing.Rendering.Render;

namespace CrmErp.Samples.QuoteToCash.Comparing.Entities;

internal static partial class Rules
{
    private static EntityRule Products() => new()
    {
        Name = "Product",
        CrmObject = "Product2",
        ErpObject = "items",
        CrmEvidence = (p, _) => Evidence(("sku", p["ProductCode"])),
        ErpEvidence = (i, _) => Evidence(("sku", i["number"])),
        Fields =
        [
            Text("Sku", "ProductCode", 255, "number", 20, code: true, planted: "T-1"),
            Text("Name", "Name", 255, "displayName", 100),
            Text("BaseUnit", "QuantityUnitOfMeasure", 20, "baseUnitOfMeasureCode", 10, code: true, planted: "KG"),
            Text("Category", "Family", 40, "itemCategoryCode", 20, code: true, planted: "TAMPERED"),
            new FieldRule
            {
                Name = "ListPrice",
                Crm = (p, scene) => scene.Prices.GetValueOrDefault(p.Id),
                Erp = (i, _) => i["unitPrice"],
                ToCrm = Number(2),
                Plant = (_, i, _) => new Plant("erp", i, "unitPrice", 987.65m),
            },
            new FieldRule
            {
                Name = "Active",
                Crm = (p, _) => p["IsActive"],
                Erp = (i, _) => i["blocked"] == "true" ? "false" : "true",
                Plant = (p, i, _) => new Plant("crm", p, "IsActive", i["blocked"] == "true"),
            },
            new FieldRule
            {
                Name = "Available",
                Group = "Availability",
                Crm = (p, _) => p["Available__c"] ?? "0",
                Erp = (i, _) => i["inventory"] ?? "0",
                Plant = (p, _, _) => new Plant("crm", p, "Available__c", -5m),
            },
        ],
    };

    private static EntityRule SalesOrders() => new()
    {
        Name = "SalesOrder",
        CrmObject = "Order",
        ErpObject = "salesOrders",
        LoadCrm = side => side.DocumentsAsync("Order", "OrderItem", "OrderId"),
        LoadErp = side => side.DocumentsAsync("salesOrders", "salesOrderLines", "documentId"),
        CrmEvidence = (o, scene) => o["OpportunityId"] is { } deal ? [$"deal:{scene.IdentityOf("crm", "Opportunity", deal)}"] : Evidence(("no", o["OrderReferenceNumber"])),
        ErpEvidence = (o, _) => Evidence(("no", o["number"])),
        Fields =
        [
            Text("Number", "OrderReferenceNumber", 80, "number", 20, code: true, planted: "T-1"),
            new FieldRule
            {
                Name = "Account",
                Crm = (o, scene) => scene.IdentityOf("crm", "Account", o["AccountId"]),
                Erp = (o, scene) => scene.IdentityOf("erp", "customers", o["customerId"]),
                Plant = (o, _, scene) => new Plant("crm", o, "AccountId", scene.AnyAccount(o["AccountId"])),
            },
            new FieldRule
            {
                Name = "OrderDate",
                Crm = (o, _) => o["EffectiveDate"],
                Erp = (o, _) => o["orderDate"],
                Plant = (o, _, _) => new Plant("crm", o, "EffectiveDate", "2020-02-02"),
            },
            new FieldRule
            {
                Name = "Status",
                Crm = (o, _) => o["Status"],
                Erp = (o, _) => o["fullyShipped"] == "true" ? "Activated" : o["status"] == "Open" ? "Activated" : "Draft",
                Plant = (o, _, _) => new Plant("crm", o, "Status", o["Status"] == "Draft" ? "Activated" : "Draft"),
            },
            .. Address("ShipTo", "Shipping", "shipTo", "PostCode"),
            .. Address("BillTo", "Billing", "billTo", "PostCode"),
            .. LineFields("OrderItem", CrmOrderLine, ErpLine, "Quantity", "UnitPrice"),
        ],
    };

    private static EntityRule Invoices() => new()
    {
        Name = "Invoice",
        CrmObject = "Invoice__c",
        ErpObject = "salesInvoices",
        ErpFilter = i => i["status"] is "Open" or "Paid" or "Canceled" or "Corrective",
        LoadCrm = side => side.DocumentsAsync("Invoice__c", "InvoiceLine__c", "Invoice__c"),
        LoadErp = side => side.DocumentsAsync("salesInvoices", "salesInvoiceLines", "documentId"),
        CrmEvidence = (i, _) => Evidence(("no", i["Name"])),
        ErpEvidence = (i, _) => Evidence(("no", i["number"])),
        Fields =
        [
            Text("Number", "Name", 80, "number", 20, code: true, planted: "T-1"),
            new FieldRule
            {
                Name = "Account",
                Crm = (i, scene) => scene.IdentityOf("crm", "Account", i["Account__c"]),
                Erp = (i, scene) => scene.IdentityOf("erp", "customers", i["customerId"]),
                Plant = (i, _, _) => new Plant("crm", i, "Account__c", null),
            },
            Date("InvoiceDate", "InvoiceDate__c", "invoiceDate"),
            Date("DueDate", "DueDate__c", "dueDate"),
            Text("Currency", "Currency__c", 3, "currencyCode", 10, code: true, planted: "XXX"),
            Amount("NetTotal", "NetAmount__c", "totalAmountExcludingTax"),
            Amount("TaxTotal", "TaxAmount__c", "totalTaxAmount"),
            Amount("GrossTotal", "TotalAmount__c", "totalAmountIncludingTax"),
            Amount("Balance", "Balance__c", "remainingAmount"),
            new FieldRule
            {
                Name = "PaymentStatus",
                Crm = (i, _) => i["Status__c"],
                Erp = (i, _) => i["status"] switch
                {
                    "Paid" => "Paid",
                    "Canceled" => "Void",
                    "Corrective" => "Credited",
                    _ when i.Number("remainingAmount") == 0 => "Paid",
                    _ => i.Number("remainingAmount") < i.Number("totalAmountIncludingTax") ? "PartlyPaid" : "Open",
                },
                Plant = (i, _, _) => new Plant("crm", i, "Status__c", i["Status__c"] == "Overdue" ? "Void" : "Overdue"),
            },
            .. LineFields("InvoiceLine__c", CrmInvoiceLine, ErpLine, "Quantity__c", "UnitPrice__c"),
        ],
    };

    private static FieldRule Date(string name, string crm, string erp) => new()
    {
        Name = name,
        Crm = (i, _) => i[crm],
        Erp = (i, _) => i[erp],
        Plant = (i, _, _) => new Plant("crm", i, crm, "2020-02-02"),
    };

    private static FieldRule Amount(string name, string crm, string erp) => new()
    {
        Name = name,
        Group = "Totals",
        Crm = (i, _) => i[crm] ?? "0",
        Erp = (i, _) => i[erp] ?? "0",
        ToCrm = Number(5),
        Plant = (i, _, _) => new Plant("crm", i, crm, 0.07m),
    };

    private sealed record Line(string? Sku, string? Description, string Quantity, string Price);

    private static Line CrmOrderLine(Item line, Scene scene) => new(
        Sku(line["Product2Id"], scene), line["Description"], Number(5)(line["Quantity"] ?? "0")!, Number(2)(line["UnitPrice"] ?? "0")!);

    private static Line CrmInvoiceLine(Item line, Scene scene) => new(
        Sku(line["Product__c"], scene), line["Description__c"], Number(5)(line["Quantity__c"] ?? "0")!, Number(2)(line["UnitPrice__c"] ?? "0")!);

    private static Line ErpLine(Item line, Scene scene) => new(
        line["itemId"] is { } id && scene.Items.TryGetValue(id, out var item) ? item["number"] : null,
        line["description"], Number(5)(line["quantity"] ?? "0")!, Number(2)(line["unitPrice"] ?? "0")!);

    private static string? Sku(string? product, Scene scene) => product is not null && scene.Products.TryGetValue(product, out var found) ? found["ProductCode"] : null;

    private static IEnumerable<FieldRule> LineFields(string crmLine, Func<Item, Scene, Line> crm, Func<Item, Scene, Line> erp, string quantity, string price)
    {
        FieldRule Field(string name, Func<Line, string?> value, Func<Item, Item, Scene, Plant?> plant) => new()
        {
            Name = "Lines." + name,
            Group = "Lines",
            Crm = (d, scene) => Joined(d, l => crm(l, scene), value),
            Erp = (d, scene) => Joined(d, l => erp(l, scene), value),
            Plant = plant,
        };

        var description = crmLine.EndsWith("__c", StringComparison.Ordinal) ? "Description__c" : "Description";
        yield return Field("Product", l => "", (d, _, scene) => d.Lines.Count == 0 ? null : crmLine == "OrderItem"
            ? new Plant("crm", d.Lines[0], "Product2Id", scene.AnyProduct(d.Lines[0]["Product2Id"]))
            : new Plant("crm", d.Lines[0], "Product__c", scene.AnyProduct(d.Lines[0]["Product__c"])));
        yield return Field("Description", l => ErpText(100)(l.Description), (d, _, _) => d.Lines.Count == 0 ? null : new Plant("crm", d.Lines[0], description, "Tampered"));
        yield return Field("Quantity", l => l.Quantity, (d, _, _) => d.Lines.Count == 0 ? null : new Plant("crm", d.Lines[0], quantity, 99m));
        yield return Field("UnitPrice", l => l.Price, (d, _, _) => d.Lines.Count == 0 ? null : new Plant("crm", d.Lines[0], price, 9999.99m));
    }

    private static string Joined(Item document, Func<Item, Line> read, Func<Line, string?> value) =>
        string.Join(';', document.Lines.Select(read).Select(l => $"{l.Sku}={value(l)}").Order(StringComparer.Ordinal));
}
