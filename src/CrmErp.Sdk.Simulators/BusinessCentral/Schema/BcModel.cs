using static CrmErp.Sdk.Simulators.BusinessCentral.Schema.BcFields;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>
/// The pages of API v2.0 that the simulator serves. Names and order of fields are those of the vendor's page sources; text lengths those
/// of the tables behind them (Customer, Contact, Item, Sales Header, Sales Line, Gen. Journal Line).
/// </summary>
internal sealed class BcModel
{
    public const string NoDocument = "You must specify an Id or a Document Id to get the lines.";
    public const string NoJournal = "You must specify a journal batch ID or a journal ID to get a journal line.";

    private readonly Dictionary<string, BcEntity> _sets;

    public BcModel()
    {
        Entities = [.. Masters(), .. BcDocumentPages.All(this), .. CodeLists()];
        _sets = Entities.ToDictionary(e => e.Set, StringComparer.Ordinal);
    }

    public BcEnum ContactType { get; } = new("contactType", "Company", "Person");

    public BcEnum Blocked { get; } = new("customerBlocked", " ", "Ship", "Invoice", "All");

    public BcEnum ItemType { get; } = new("itemType", "Inventory", "Service", "Non-Inventory");

    public BcEnum Relation { get; } = new("contactBusinessRelation", " ", "Customer", "Vendor", "Bank Account", "Employee", "None", "Other", "Multiple");

    public BcEnum RelatedType { get; } = new("contactInformationRelatedType", "Customer", "Vendor", "Bank Account", "Employee");

    public BcEnum OrderStatus { get; } = new("orderStatus", "Draft", "In Review", "Open");

    public BcEnum InvoiceStatus { get; } = new("invoiceStatus", " ", "Draft", "In Review", "Open", "Paid", "Canceled", "Corrective");

    public BcEnum LineType { get; } = new("lineType", "Comment", "Account", "Item", "Resource", "Fixed Asset", "Charge", "Allocation Account");

    public BcEnum EntryType { get; } = new("entryType", "Purchase", "Sale", "Positive Adjmt.", "Negative Adjmt.", "Transfer", "Consumption", "Output");

    public BcEnum SourceType { get; } = new("sourceType", " ", "Customer", "Vendor", "Item");

    public BcEnum DocumentType { get; } = new("documentType", " ", "Sales Shipment", "Sales Invoice", "Sales Return Receipt", "Sales Credit Memo");

    public BcEnum OpportunityStatus { get; } = new("opportunityStatus", "Not Started", "In Progress", "Won", "Lost");

    public BcEnum TaxType { get; } = new("taxType", "Sales Tax", "VAT");

    public IReadOnlyList<BcEntity> Entities { get; }

    public IEnumerable<BcEnum> Enums => Entities.SelectMany(e => e.Schema.Fields).Select(f => ((BcField)f).Enum).OfType<BcEnum>().Distinct();

    public BcEntity? Find(string set) => _sets.GetValueOrDefault(set);

    public BcEntity this[string set] => _sets[set];

    private static BcEntity List(string set, string type, string table, params BcField[] more) =>
        new(set, type, table, [Id(), Code("code", 10, "Code"), Text("displayName", 100, "Description"), .. more, Modified()])
        {
            KeyField = "code",
            Indexed = ["code"],
        };

    private IEnumerable<BcEntity> Masters()
    {
        yield return Customers();
        yield return Contacts();
        yield return new BcEntity("contactsInformation", "contactInformation", "Contact Information Buffer",
        [
            Id(), Guid("contactId"), Code("contactNumber", 20), Text("contactName", 100), Enum("contactType", ContactType),
            Guid("relatedId"), Enum("relatedType", RelatedType),
        ])
        {
            CanInsert = false, CanModify = false, CanDelete = false, ParentField = "relatedId", ParentSet = "customers", ParentRequired = "id type not specified.",
        };
        yield return Items();
        yield return new BcEntity("itemLedgerEntries", "itemLedgerEntry", "Item Ledger Entry",
        [
            Id(), Integer("entryNumber"), Code("itemNumber", 20), Date("postingDate"), Enum("entryType", EntryType), Code("sourceNumber", 20),
            Enum("sourceType", SourceType), Code("documentNumber", 20), Enum("documentType", DocumentType), Text("description", 100),
            Decimal("quantity", 5), Decimal("salesAmountActual"), Decimal("costAmountActual"), Modified(),
        ])
        {
            KeyField = "entryNumber", CanInsert = false, CanModify = false, CanDelete = false, Indexed = ["itemNumber", "documentNumber"],
        };
        yield return new BcEntity("opportunities", "opportunity", "Opportunity",
        [
            Id(), Code("number", 20, "No."), Linked(Code("contactNumber", 20, "Contact No."), "contacts", null, "Contact", tableRelation: true),
            Fixed(Text("contactName", 100)), Fixed(Text("contactCompanyName", 100)), Code("salespersonCode", 20), Text("description", 100, "Description"),
            Fixed(Enum("status", OpportunityStatus)), Fixed(Boolean("closed")), Fixed(Date("creationDate")), Fixed(Date("dateClosed")),
            Fixed(Decimal("calculatedCurrentValue")), Fixed(Decimal("chancesOfSuccessPrc")), Fixed(Decimal("completedPrc")),
            Fixed(Date("estimatedClosingDate")), Fixed(Decimal("estimatedValue")), Fixed(Instant("systemCreatedAt")), Modified(),
        ])
        {
            KeyField = "number", NumberSeries = "OPP", Indexed = ["number", "contactNumber"],
        };
    }

    private BcEntity Customers() => new("customers", "customer", "Customer",
    [
        Id(), Code("number", 20, "No."), Text("displayName", 100, "Name"), Enum("type", ContactType), Text("addressLine1", 100, "Address"),
        Text("addressLine2", 50, "Address 2"), Text("city", 30, "City"), Text("state", 30, "County"),
        Linked(Code("country", 10, "Country/Region Code"), "countriesRegions", null, "Country/Region", tableRelation: true),
        Code("postalCode", 20, "Post Code"), Text("phoneNumber", 30, "Phone No."), Text("email", 80, "Email"), Text("website", 80, "Home Page"),
        Code("salespersonCode", 20, "Salesperson Code"), Computed(Decimal("balanceDue")), Decimal("creditLimit", 2), Boolean("taxLiable"),
        Linked(Guid("taxAreaId"), "taxAreas", null, "Tax Area"), Computed(Text("taxAreaDisplayName", 100)),
        Upper(Text("taxRegistrationNumber", 20, "VAT Registration No.")), Linked(Guid("currencyId"), "currencies", "currencyCode", "Currency"),
        Linked(Code("currencyCode", 10, "Currency Code"), "currencies", "currencyId", "Currency"),
        Linked(Guid("paymentTermsId"), "paymentTerms", null, "Payment Terms"), Linked(Guid("shipmentMethodId"), "shipmentMethods", null, "Shipment Method"),
        Linked(Guid("paymentMethodId"), "paymentMethods", null, "Payment Method"), Enum("blocked", Blocked), Modified(),
    ])
    {
        KeyField = "number",
        NumberSeries = "CUST",
        Indexed = ["number", "email", "taxRegistrationNumber", "displayName"],
        Navigations =
        [
            new("currency", "currencies", "currencyId", false), new("paymentTerm", "paymentTerms", "paymentTermsId", false),
            new("shipmentMethod", "shipmentMethods", "shipmentMethodId", false), new("paymentMethod", "paymentMethods", "paymentMethodId", false),
            new("contactsInformation", "contactsInformation", "relatedId", true),
        ],
    };

    private BcEntity Contacts() => new("contacts", "contact", "Contact",
    [
        Id(), Code("number", 20, "No."), Enum("type", ContactType), Text("displayName", 100, "Name"), Text("jobTitle", 30, "Job Title"),
        Linked(Code("companyNumber", 20, "Company No."), "contacts", null, "Contact", tableRelation: true), Text("companyName", 100, "Company Name"),
        Fixed(Enum("contactBusinessRelation", Relation)), Text("addressLine1", 100, "Address"), Text("addressLine2", 50, "Address 2"),
        Text("city", 30, "City"), Text("state", 30, "County"),
        Linked(Code("country", 10, "Country/Region Code"), "countriesRegions", null, "Country/Region", tableRelation: true),
        Code("postalCode", 20, "Post Code"), Text("phoneNumber", 30, "Phone No."), Text("mobilePhoneNumber", 30, "Mobile Phone No."),
        Text("email", 80, "Email"), Text("website", 80, "Home Page"), Code("searchName", 100, "Search Name"), Boolean("privacyBlocked"),
        Upper(Text("taxRegistrationNumber", 20, "VAT Registration No.")), Fixed(Date("lastInteractionDate")), Modified(),
    ])
    {
        KeyField = "number",
        NumberSeries = "CONT",
        Indexed = ["number", "email", "companyNumber", "displayName"],
    };

    private BcEntity Items() => new("items", "item", "Item",
    [
        Id(), Code("number", 20, "No."), Text("displayName", 100, "Description"), Text("displayName2", 50, "Description 2"), Enum("type", ItemType),
        Linked(Guid("itemCategoryId"), "itemCategories", "itemCategoryCode", "Item Category"),
        Linked(Code("itemCategoryCode", 20, "Item Category Code"), "itemCategories", "itemCategoryId", "Item Category"), Boolean("blocked"),
        Code("gtin", 14, "GTIN"), new BcField("inventory", BcFieldType.Decimal) { Computed = true, Decimals = 5 }, Decimal("unitPrice", 5),
        Boolean("priceIncludesTax"), Decimal("unitCost", 5), Linked(Guid("taxGroupId"), "taxGroups", "taxGroupCode", "Tax Group"),
        Linked(Code("taxGroupCode", 20, "Tax Group Code"), "taxGroups", "taxGroupId", "Tax Group"),
        Linked(Guid("baseUnitOfMeasureId"), "unitsOfMeasure", "baseUnitOfMeasureCode", "Unit of Measure"),
        Linked(Code("baseUnitOfMeasureCode", 10, "Base Unit of Measure"), "unitsOfMeasure", "baseUnitOfMeasureId", "Unit of Measure", tableRelation: true),
        Guid("generalProductPostingGroupId"), Code("generalProductPostingGroupCode", 20), Guid("inventoryPostingGroupId"),
        Code("inventoryPostingGroupCode", 20), Modified(),
    ])
    {
        KeyField = "number",
        NumberSeries = "ITEM",
        Indexed = ["number", "gtin", "displayName"],
        Navigations = [new("itemCategory", "itemCategories", "itemCategoryId", false), new("baseUnitOfMeasure", "unitsOfMeasure", "baseUnitOfMeasureId", false)],
    };

    private IEnumerable<BcEntity> CodeLists()
    {
        yield return List("countriesRegions", "countryRegion", "Country/Region", Text("addressFormat", 50));
        yield return List("currencies", "currency", "Currency", Text("symbol", 10), Text("amountDecimalPlaces", 5), Decimal("amountRoundingPrecision"));
        yield return List("paymentTerms", "paymentTerm", "Payment Terms", Text("dueDateCalculation", 32), Text("discountDateCalculation", 32),
            Decimal("discountPercent", 5), Boolean("calculateDiscountOnCreditMemos"));
        yield return List("paymentMethods", "paymentMethod", "Payment Method");
        yield return List("shipmentMethods", "shipmentMethod", "Shipment Method");
        yield return List("unitsOfMeasure", "unitOfMeasure", "Unit of Measure", Text("internationalStandardCode", 10), Text("symbol", 10));
        yield return List("itemCategories", "itemCategory", "Item Category");
        yield return List("taxGroups", "taxGroup", "Tax Group", Enum("taxType", TaxType));
        yield return List("taxAreas", "taxArea", "Tax Area", Enum("taxType", TaxType));
        yield return List("salespeoplePurchasers", "salespersonPurchaser", "Salesperson/Purchaser", Text("email", 80));
    }
}
