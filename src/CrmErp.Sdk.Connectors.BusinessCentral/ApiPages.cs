namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>A field of ours that shows the code behind an id of the page: read by expanding, written by looking the code up.</summary>
/// <param name="Path">Our path, such as <c>paymentTerm.code</c>.</param>
/// <param name="IdField">The page's field that holds the id.</param>
/// <param name="Set">The code list.</param>
internal sealed record CodeLookup(string Path, string IdField, string Set)
{
    public string Navigation => Path.Split('.')[0];
}

/// <summary>Another page whose changes are changes of this one, because they move values that this page computes while it is read.</summary>
/// <param name="Set">The page that changes.</param>
/// <param name="KeyField">Its field that names the record of this page.</param>
/// <param name="TargetField">The field of this page that it names.</param>
internal sealed record Followed(string Set, string KeyField, string TargetField);

/// <summary>What is special about one page of the API.</summary>
/// <param name="Object">What maps call it.</param>
/// <param name="Set">The entity set.</param>
internal sealed record ApiPage(string Object, string Set)
{
    /// <summary>The navigation property to its lines; also their entity set.</summary>
    public string? Lines { get; init; }

    /// <summary>The field that carries our key.</summary>
    public string? Marker { get; init; }

    /// <summary>The codes behind ids.</summary>
    public IReadOnlyList<CodeLookup> Lookups { get; init; } = [];

    /// <summary>Fields that move without moving the etag or the stamp.</summary>
    public IReadOnlyList<string> Computed { get; init; } = [];

    /// <summary>The pages whose changes move the computed fields.</summary>
    public IReadOnlyList<Followed> Follows { get; init; } = [];

    /// <summary>How open invoices lead to records whose computed fields may have moved; null where they do not.</summary>
    public Followed? OpenInvoices { get; init; }

    /// <summary>Fields that stand under another name on the page.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields that hold a number of another page and are served as a reference to it.</summary>
    public IReadOnlyList<NumberedReference> References { get; init; } = [];
}

/// <summary>A reference that the page knows by a number.</summary>
/// <param name="Path">Our path, such as <c>contactId</c>.</param>
/// <param name="NumberField">The page's field that holds the number.</param>
/// <param name="Target">The object that is meant.</param>
/// <param name="ThroughCompanyContact">The number is that of a company contact, and its customer is meant.</param>
internal sealed record NumberedReference(string Path, string NumberField, string Target, bool ThroughCompanyContact = false);

/// <summary>The pages that are known; others are served plainly.</summary>
internal static class ApiPages
{
    private static readonly CodeLookup PaymentTerm = new("paymentTerm.code", "paymentTermsId", "paymentTerms");
    private static readonly CodeLookup ShipmentMethod = new("shipmentMethod.code", "shipmentMethodId", "shipmentMethods");

    public static IReadOnlyList<ApiPage> Known { get; } =
    [
        new("customers", "customers")
        {
            Lookups = [PaymentTerm, ShipmentMethod],
            Computed = ["balanceDue"],
            Follows = [new("salesInvoices", "customerId", "id")],
            OpenInvoices = new("salesInvoices", "customerId", "id"),
        },
        new("contacts", "contacts") { References = [new("customerId", "companyNumber", "customers", ThroughCompanyContact: true)] },
        new("items", "items") { Computed = ["inventory"], Follows = [new("itemLedgerEntries", "itemNumber", "number")] },
        new("itemInventories", "items")
        {
            Computed = ["inventory"],
            Follows = [new("itemLedgerEntries", "itemNumber", "number")],
            Aliases = new Dictionary<string, string> { ["itemId"] = "id" },
        },
        new("salesOrders", "salesOrders") { Lines = "salesOrderLines", Marker = "externalDocumentNumber", Lookups = [PaymentTerm, ShipmentMethod] },
        new("salesInvoices", "salesInvoices")
        {
            Lines = "salesInvoiceLines",
            Marker = "externalDocumentNumber",
            Lookups = [PaymentTerm, ShipmentMethod],
            Computed = ["remainingAmount"],
            OpenInvoices = new("salesInvoices", "id", "id"),
        },
        new("salesCreditMemos", "salesCreditMemos") { Lines = "salesCreditMemoLines", Marker = "externalDocumentNumber", Lookups = [PaymentTerm, ShipmentMethod] },
        new("customerPayments", "customerPayments") { Marker = "externalDocumentNumber" },
        new("opportunities", "opportunities") { References = [new("contactId", "contactNumber", "contacts")] },
    ];

    public static ApiPage Of(string objectName) => Known.FirstOrDefault(p => p.Object == objectName) ?? new ApiPage(objectName, objectName);
}
