using static CrmErp.Sdk.Connectors.BusinessCentral.Metadata.FieldBuilder;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Metadata;

/// <summary>
/// The fields of API v2.0 that the standard maps and most others use, as the page sources have them, in the order in which the pages
/// validate them. Live metadata adds what a tenant has beside it.
/// </summary>
internal static class StandardSchema
{
    public const string BlankOption = " ";

    public static IReadOnlyList<ObjectMetadata> Objects { get; } =
    [
        Customers(), Contacts(), Items(), ItemInventories(), DocumentSchema.Orders(), DocumentSchema.Invoices(), DocumentSchema.CreditMemos(),
        CustomerPayments(), CustomerPaymentJournals(), ItemLedgerEntries(), Opportunities(), .. CodeLists(),
    ];

    public static ObjectMetadata? Find(string name) => Objects.FirstOrDefault(o => o.Name == name);

    private static ObjectMetadata Customers() => new()
    {
        Name = "customers",
        Fields =
        [
            Id(), Code("number", 20, unique: true), Text("displayName", 100, required: true), Choice("type", "Company", "Person"), Text("addressLine1", 100),
            Text("addressLine2", 50), Text("city", 30), Text("state", 30), Code("country", 10), Code("postalCode", 20), Text("phoneNumber", 30),
            Text("email", 80), Text("website", 80), Code("salespersonCode", 20), ReadOnly(Decimal("balanceDue")), Decimal("creditLimit", 2),
            Boolean("taxLiable"), Reference("taxAreaId", "taxAreas"), ReadOnly(Text("taxAreaDisplayName", 100)), UpperText("taxRegistrationNumber", 20),
            Reference("currencyId", "currencies"), Code("currencyCode", 10), Reference("paymentTermsId", "paymentTerms"),
            Reference("shipmentMethodId", "shipmentMethods"), Reference("paymentMethodId", "paymentMethods"),
            Choice("blocked", BlankOption, "Ship", "Invoice", "All"), Modified(), Virtual(Code("paymentTerm.code", 10)), Virtual(Code("shipmentMethod.code", 10)),
        ],
    };

    private static ObjectMetadata Contacts() => new()
    {
        Name = "contacts",
        Fields =
        [
            Id(), Code("number", 20, unique: true), Choice("type", "Company", "Person"), Text("displayName", 100, required: true), Text("jobTitle", 30),
            Code("companyNumber", 20), Text("companyName", 100), ReadOnly(Text("contactBusinessRelation", 100)), Text("addressLine1", 100),
            Text("addressLine2", 50), Text("city", 30), Text("state", 30), Code("country", 10), Code("postalCode", 20), Text("phoneNumber", 30),
            Text("mobilePhoneNumber", 30), Text("email", 80), Text("website", 80), Code("searchName", 100), Boolean("privacyBlocked"),
            UpperText("taxRegistrationNumber", 20), ReadOnly(Date("lastInteractionDate")), Modified(), Virtual(Reference("customerId", "customers")),
        ],
    };

    private static IEnumerable<FieldMetadata> ItemFields() =>
    [
        Id(), Code("number", 20, unique: true), Text("displayName", 100), Text("displayName2", 50), Choice("type", "Inventory", "Service", "Non-Inventory"),
        Reference("itemCategoryId", "itemCategories"), Code("itemCategoryCode", 20), Boolean("blocked"), Code("gtin", 14),
        // Writing it posts an adjustment to the ledger, so it is never written.
        Virtual(ReadOnly(Decimal("inventory", 5))), Decimal("unitPrice", 5), Boolean("priceIncludesTax"), Decimal("unitCost", 5),
        Reference("taxGroupId", "taxGroups"), Code("taxGroupCode", 20), Reference("baseUnitOfMeasureId", "unitsOfMeasure"), Code("baseUnitOfMeasureCode", 10),
        Guid("generalProductPostingGroupId"), Code("generalProductPostingGroupCode", 20), Guid("inventoryPostingGroupId"),
        Code("inventoryPostingGroupCode", 20), Modified(),
    ];

    private static ObjectMetadata Items() => new() { Name = "items", Fields = [.. ItemFields()] };

    // The stock of an item as an object of its own: one level per item, because the API has no stock per location.
    private static ObjectMetadata ItemInventories() => new()
    {
        Name = "itemInventories",
        CanCreate = false,
        CanUpdate = false,
        CanDelete = false,
        Fields =
        [
            Id(), ReadOnly(Reference("itemId", "items")), ReadOnly(Code("number", 20)), Virtual(ReadOnly(Decimal("inventory", 5))),
            ReadOnly(Code("baseUnitOfMeasureCode", 10)), ReadOnly(Choice("type", "Inventory", "Service", "Non-Inventory")), Modified(),
        ],
    };

    private static ObjectMetadata CustomerPayments() => new()
    {
        Name = "customerPayments",
        Fields =
        [
            Id(), CreateOnly(Reference("journalId", "customerPaymentJournals")), ReadOnly(Code("journalDisplayName", 10)), Integer("lineNumber"),
            Reference("customerId", "customers"), Code("customerNumber", 20), Date("postingDate"), Code("documentNumber", 20),
            MarkerCode("externalDocumentNumber", 35), Decimal("amount", 5), Reference("appliesToInvoiceId", "salesInvoices"), Code("appliesToInvoiceNumber", 20),
            Text("description", 100), Text("comment", 250), Modified(),
        ],
    };

    private static ObjectMetadata CustomerPaymentJournals() => new()
    {
        Name = "customerPaymentJournals",
        Fields = [Id(), Code("code", 10, unique: true), Text("displayName", 100), Guid("balancingAccountId"), Code("balancingAccountNumber", 20), Modified()],
    };

    private static ObjectMetadata ItemLedgerEntries() => new()
    {
        Name = "itemLedgerEntries",
        CanCreate = false,
        CanUpdate = false,
        CanDelete = false,
        Fields =
        [
            Id(), .. new[]
            {
                Integer("entryNumber"), Code("itemNumber", 20), Date("postingDate"),
                Choice("entryType", "Purchase", "Sale", "Positive Adjmt.", "Negative Adjmt.", "Transfer", "Consumption", "Output"), Code("sourceNumber", 20),
                Text("sourceType", 100), Code("documentNumber", 20), Text("documentType", 100), Text("description", 100), Decimal("quantity", 5),
                Decimal("salesAmountActual"), Decimal("costAmountActual"),
            }.Select(ReadOnly), Modified(),
        ],
    };

    private static ObjectMetadata Opportunities() => new()
    {
        Name = "opportunities",
        Fields =
        [
            Id(), Code("number", 20, unique: true), Code("contactNumber", 20), .. new[]
            {
                Text("contactName", 100), Text("contactCompanyName", 100),
            }.Select(ReadOnly),
            Code("salespersonCode", 20), Text("description", 100), .. new[]
            {
                Choice("status", "Not Started", "In Progress", "Won", "Lost"), Boolean("closed"), Date("creationDate"), Date("dateClosed"),
                Decimal("calculatedCurrentValue"), Decimal("chancesOfSuccessPrc"), Decimal("completedPrc"), Date("estimatedClosingDate"),
                Decimal("estimatedValue"), Instant("systemCreatedAt"),
            }.Select(ReadOnly), Modified(), Virtual(Reference("contactId", "contacts")),
        ],
    };

    private static IEnumerable<ObjectMetadata> CodeLists() =>
    [
        CodeList("paymentTerms", Text("dueDateCalculation", 32), Text("discountDateCalculation", 32), Decimal("discountPercent", 5)),
        CodeList("paymentMethods"), CodeList("shipmentMethods"),
        CodeList("currencies", Text("symbol", 10), Text("amountDecimalPlaces", 5), Decimal("amountRoundingPrecision")),
        CodeList("unitsOfMeasure", Text("internationalStandardCode", 10), Text("symbol", 10)), CodeList("itemCategories"), CodeList("countriesRegions"),
        CodeList("taxGroups", Text("taxType", 100)), CodeList("taxAreas", Text("taxType", 100)),
    ];

    private static ObjectMetadata CodeList(string name, params FieldMetadata[] more) =>
        new() { Name = name, Fields = [Id(), Code("code", 10, unique: true), Text("displayName", 100), .. more, Modified()] };
}
