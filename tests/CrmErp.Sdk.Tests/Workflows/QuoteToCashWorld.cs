using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Workflows;

/// <summary>A CRM with opportunities and an ERP with orders, invoices and stock, under the preset.</summary>
internal static class QuoteToCashWorld
{
    public static SyncWorld Create(Action<QuoteToCashOptions>? options = null) => SyncWorld.Create(sync => sync
        .AddFake("crm", CrmSchema, CrmMaps)
        .AddFake("erp", ErpSchema, ErpMaps)
        .QuoteToCash("crm", "erp", options));

    /// <summary>One account and one product on both sides, everything live.</summary>
    public static async Task<SyncWorld> LiveAsync(Action<QuoteToCashOptions>? options = null)
    {
        var world = Create(options);
        world["crm"].Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"));
        world["crm"].Add("Product", ("Sku", "P1"), ("Name", "Pump"));
        await world.SettleAsync();
        return world;
    }

    public static (string Field, FieldValue Value)[] Line(string productId, decimal quantity, decimal price) => [("Product", productId), ("Quantity", quantity), ("UnitPrice", price)];

    public static async Task<IReadOnlyList<OpenEntry>> OpenAsync(this SyncWorld world, OpenQueue queue) => await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = queue });

    private static IReadOnlyList<ObjectMetadata> CrmSchema =>
    [
        new() { Name = "Account", Fields = [Text("Name"), Text("TaxNumber")] },
        new() { Name = "Product", Fields = [Text("Sku"), Text("Name"), Number("Available")] },
        new()
        {
            Name = "Opportunity",
            Fields = [Text("Name"), Link("AccountId", "Account"), Flag("Won"), Date("CloseDate"), Text("NextStep"), Lines("Lines", Link("Product", "Product"), Text("Description"), Number("Quantity"), Number("UnitPrice"))],
        },
        new() { Name = "Invoice", Fields = [Text("Number"), Link("AccountId", "Account"), Number("Net"), Number("Tax"), Number("Gross"), Number("Balance"), Text("PaymentStatus")] },
    ];

    private static IReadOnlyList<ObjectMetadata> ErpSchema =>
    [
        new() { Name = "customers", Fields = [Text("name"), Text("taxNumber")] },
        new() { Name = "items", Fields = [Text("sku"), Text("name")] },
        new()
        {
            Name = "orders",
            Fields = [Link("customerId", "customers"), Date("orderDate"), Text("status"), Number("net"), Number("tax"), Number("gross"),
                Lines("lines", Text("kind"), Link("itemId", "items"), Text("description"), Number("quantity"), Number("unitPrice"), Number("taxPercent"))],
        },
        new()
        {
            Name = "invoices",
            Fields = [Text("number"), Link("customerId", "customers"), Text("currency"), Text("status"), Text("paymentStatus"), Number("net"), Number("tax"), Number("gross"), Number("remaining"),
                Lines("lines", Number("quantity"), Number("unitPrice"), Number("taxPercent"))],
        },
        new() { Name = "stock", Fields = [Link("itemId", "items"), Text("location"), Number("onHand"), Number("reserved")] },
    ];

    private static StandardMaps CrmMaps => new StandardMaps()
        .Map<Account>("Account", m => m.Field(x => x.Name, "Name").Field(x => x.TaxId, "TaxNumber"), s => s.Match(x => x.TaxId, MatchBy.Code))
        .Map<Product>("Product", m => m.Field(x => x.Sku, "Sku").Field(x => x.Name, "Name").Field(x => x.Available, "Available"), s => s.Match(x => x.Sku, MatchBy.Code))
        .Map<Opportunity>("Opportunity", m => m.Field(x => x.Name, "Name").Reference(x => x.Account, "AccountId").Field(x => x.Won, "Won").Field(x => x.CloseDate, "CloseDate").Field(x => x.NextStep, "NextStep")
            .Lines(x => x.Lines, "Lines", l => l.Reference(x => x.Product, "Product").Field(x => x.Description, "Description").Field(x => x.Quantity, "Quantity").Field(x => x.UnitPrice, "UnitPrice")))
        .Map<Invoice>("Invoice", m => m.Field(x => x.Number, "Number").Reference(x => x.Account, "AccountId").Field(x => x.NetTotal, "Net").Field(x => x.TaxTotal, "Tax").Field(x => x.GrossTotal, "Gross")
            .Field(x => x.Balance, "Balance").Field(x => x.PaymentStatus, "PaymentStatus"));

    private static StandardMaps ErpMaps => new StandardMaps()
        .Map<Account>("customers", m => m.Field(x => x.Name, "name").Field(x => x.TaxId, "taxNumber"))
        .Map<Product>("items", m => m.Field(x => x.Sku, "sku").Field(x => x.Name, "name"))
        .Map<SalesOrder>("orders", m => m.Reference(x => x.Account, "customerId").Field(x => x.OrderDate, "orderDate").Field(x => x.Status, "status", f => f.ReadOnly())
            .Field(x => x.NetTotal, "net", f => f.ReadOnly()).Field(x => x.TaxTotal, "tax", f => f.ReadOnly()).Field(x => x.GrossTotal, "gross", f => f.ReadOnly())
            .Lines(x => x.Lines, "lines", l => l.Field(x => x.Kind, "kind").Reference(x => x.Product, "itemId").Field(x => x.Description, "description").Field(x => x.Quantity, "quantity").Field(x => x.UnitPrice, "unitPrice")
                .Field(x => x.TaxRate, "taxPercent", f => f.ReadOnly())))
        .Map<Invoice>("invoices", m => m.Field(x => x.Number, "number").Reference(x => x.Account, "customerId").Field(x => x.Currency, "currency").Field(x => x.Status, "status").Field(x => x.PaymentStatus, "paymentStatus")
            .Field(x => x.NetTotal, "net").Field(x => x.TaxTotal, "tax").Field(x => x.GrossTotal, "gross").Field(x => x.Balance, "remaining")
            .Lines(x => x.Lines, "lines", l => l.Field(x => x.Quantity, "quantity").Field(x => x.UnitPrice, "unitPrice").Field(x => x.TaxRate, "taxPercent")), s => s.OwnsAll())
        .Map<InventoryLevel>("stock", m => m.Reference(x => x.Product, "itemId").Field(x => x.Location, "location").Field(x => x.OnHand, "onHand").Field(x => x.Reserved, "reserved"), s => s.OwnsAll());

    private static FieldMetadata Text(string path) => new() { Path = path, Kind = FieldKind.Text, MaxLength = 4000 };

    private static FieldMetadata Number(string path) => new() { Path = path, Kind = FieldKind.Decimal, Precision = 18, Scale = 5 };

    private static FieldMetadata Flag(string path) => new() { Path = path, Kind = FieldKind.Boolean };

    private static FieldMetadata Date(string path) => new() { Path = path, Kind = FieldKind.Date };

    private static FieldMetadata Link(string path, string target) => new() { Path = path, Kind = FieldKind.Reference, ReferenceTo = target };

    private static FieldMetadata Lines(string path, params FieldMetadata[] fields) => new() { Path = path, Kind = FieldKind.Lines, Lines = new ObjectMetadata { Name = path, Fields = fields } };
}
