using CrmErp.Sdk.Simulators.Salesforce.Data;
using static CrmErp.Sdk.Simulators.Salesforce.Schema.Fields;

namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>The objects of a new org, with the lengths and flags of its describe answers.</summary>
internal static class StandardObjects
{
    private static readonly object True = true;
    private static readonly object False = false;

    private static readonly string[] Industries =
    [
        "Agriculture", "Apparel", "Banking", "Biotechnology", "Chemicals", "Communications", "Construction", "Consulting", "Education",
        "Electronics", "Energy", "Engineering", "Entertainment", "Environmental", "Finance", "Food & Beverage", "Government", "Healthcare",
        "Hospitality", "Insurance", "Machinery", "Manufacturing", "Media", "Not For Profit", "Other", "Recreation", "Retail", "Shipping",
        "Technology", "Telecommunications", "Transportation", "Utilities",
    ];

    /// <summary>All of them, parents before children.</summary>
    /// <param name="currencies">ISO codes of a multi-currency org; empty for an org with one currency.</param>
    /// <param name="userOf">The id of the user behind the name of a writer.</param>
    public static IEnumerable<SObjectType> All(IReadOnlyList<string> currencies, Func<string, string> userOf)
    {
        yield return User(userOf);
        yield return Organization(userOf);
        if (currencies.Count > 0)
        {
            yield return CurrencyType(currencies, userOf);
        }

        yield return Account(userOf).WithCurrency(currencies);
        yield return Contact(userOf).WithCurrency(currencies);
        yield return Product2(userOf).WithCurrency(currencies);
        yield return Pricebook2(userOf).WithCurrency(currencies);
        yield return PricebookEntry(userOf).WithCurrency(currencies, fixedOnCreate: true);
        yield return Opportunity(userOf).WithCurrency(currencies);
        yield return OpportunityLineItem(userOf).WithCurrency(currencies, readOnly: true);
        yield return Order(userOf).WithCurrency(currencies);
        yield return OrderItem(userOf).WithCurrency(currencies, readOnly: true);
        yield return new SObjectType("PermissionSet", "0PS").WithSystemFields(userOf)
            .Add(Text("Name", 80, required: true)).Add(Text("Label", 80, required: true)).Add(Text("Description", 255));
        yield return new SObjectType("PermissionSetAssignment", "0Pa").WithSystemFields(userOf)
            .Add(Reference("PermissionSetId", "PermissionSet", "Assignments", required: true, cascade: true, fixedOnCreate: true))
            .Add(Reference("AssigneeId", "User", required: true, fixedOnCreate: true));
        yield return new SObjectType("ObjectPermissions", "110").WithSystemFields(userOf)
            .Add(Reference("ParentId", "PermissionSet", "ObjectPerms", required: true, cascade: true, fixedOnCreate: true)).Add(Text("SobjectType", 40, required: true))
            .Add(Flag("PermissionsRead")).Add(Flag("PermissionsCreate")).Add(Flag("PermissionsEdit")).Add(Flag("PermissionsDelete"))
            .Add(Flag("PermissionsViewAllRecords")).Add(Flag("PermissionsModifyAllRecords"));
        yield return new SObjectType("FieldPermissions", "01k").WithSystemFields(userOf)
            .Add(Reference("ParentId", "PermissionSet", "FieldPerms", required: true, cascade: true, fixedOnCreate: true)).Add(Text("SobjectType", 40, required: true))
            .Add(Text("Field", 120, required: true)).Add(Flag("PermissionsRead")).Add(Flag("PermissionsEdit"));
    }

    /// <summary>The fields that every object has.</summary>
    /// <param name="type">The object.</param>
    /// <param name="userOf">The id of the user behind the name of a writer.</param>
    public static SObjectType WithSystemFields(this SObjectType type, Func<string, string> userOf) => type
        .Add(FromRow("Id", SObjectFieldType.Id, static r => r.Id))
        .Add(FromRow("IsDeleted", SObjectFieldType.Boolean, static r => r.Deleted ? True : False))
        .Add(FromRow("CreatedDate", SObjectFieldType.DateTime, static r => r.Created))
        .Add(FromRow("CreatedById", SObjectFieldType.Reference, r => userOf(r.CreatedBy)))
        .Add(FromRow("LastModifiedDate", SObjectFieldType.DateTime, static r => r.Modified))
        .Add(FromRow("LastModifiedById", SObjectFieldType.Reference, r => userOf(r.ModifiedBy)))
        .Add(FromRow("SystemModstamp", SObjectFieldType.DateTime, static r => r.Modified));

    /// <summary>The user who owns a record; the creating user unless given.</summary>
    public static SObjectType WithOwner(this SObjectType type) => type.Add(new SObjectField("OwnerId")
    {
        Label = "Owner ID",
        Type = SObjectFieldType.Reference,
        Length = 18,
        Nillable = false,
        DefaultedOnCreate = true,
        ReferenceTo = ["User"],
        RelationshipName = "Owner",
    });

    /// <summary>The currency of a record, in orgs with several.</summary>
    public static SObjectType WithCurrency(this SObjectType type, IReadOnlyList<string> currencies, bool readOnly = false, bool fixedOnCreate = false) => currencies.Count == 0 ? type : type.Add(new SObjectField("CurrencyIsoCode")
    {
        Label = "Currency ISO Code",
        Type = SObjectFieldType.Picklist,
        Length = 3,
        RestrictedPicklist = true,
        DefaultedOnCreate = true,
        Nillable = false,
        Createable = !readOnly,
        Updateable = !readOnly && !fixedOnCreate,
        DefaultValue = currencies[0],
        PicklistValues = [.. currencies.Select((c, i) => new PicklistValue(c, IsDefault: i == 0))],
    });

    private static SObjectType User(Func<string, string> userOf) => new SObjectType("User", "005") { Createable = false }.WithSystemFields(userOf)
        .Add(Text("Username", 80, required: true))
        .Add(Text("LastName", 80, required: true))
        .Add(Text("FirstName", 40))
        .Add(Text("Name", 121, readOnly: true))
        .Add(Of(SObjectFieldType.Email, "Email", 128, required: true))
        .Add(Flag("IsActive", defaultValue: true));

    private static SObjectType Organization(Func<string, string> userOf) => new SObjectType("Organization", "00D") { Createable = false }.WithSystemFields(userOf)
        .Add(Text("Name", 80, required: true))
        .Add(Text("OrganizationType", 40, readOnly: true))
        .Add(Text("InstanceName", 5, readOnly: true))
        .Add(Flag("IsSandbox", readOnly: true))
        .Add(Text("DefaultLocaleSidKey", 40))
        .Add(Text("TimeZoneSidKey", 40))
        .Add(Text("LanguageLocaleKey", 40));

    private static SObjectType CurrencyType(IReadOnlyList<string> currencies, Func<string, string> userOf) => new SObjectType("CurrencyType", "01L") { Createable = false }.WithSystemFields(userOf)
        .Add(Picklist("IsoCode", currencies, restricted: true, required: true))
        .Add(Number(SObjectFieldType.Double, "ConversionRate", 18, 6, required: true))
        .Add(Number(SObjectFieldType.Int, "DecimalPlaces", 1, 0, required: true))
        .Add(Flag("IsActive", defaultValue: true))
        .Add(Flag("IsCorporate"));

    private static SObjectType Account(Func<string, string> userOf)
    {
        var type = new SObjectType("Account", "001").WithSystemFields(userOf)
            .Add(Master("Account"))
            .Add(Text("Name", 255, required: true))
            .Add(Picklist("Type", ["Prospect", "Customer - Direct", "Customer - Channel", "Channel Partner / Reseller", "Installation Partner", "Technology Partner", "Other"]))
            .Add(Reference("ParentId", "Account", "ChildAccounts"));
        AddressFields(type, "Billing");
        AddressFields(type, "Shipping");
        return type
            .Add(Of(SObjectFieldType.Phone, "Phone", 40))
            .Add(Of(SObjectFieldType.Phone, "Fax", 40))
            .Add(Text("AccountNumber", 40))
            .Add(Of(SObjectFieldType.Url, "Website", 255))
            .Add(Text("Sic", 20))
            .Add(Picklist("Industry", Industries))
            .Add(Number(SObjectFieldType.Currency, "AnnualRevenue", 18, 0))
            .Add(Number(SObjectFieldType.Int, "NumberOfEmployees", 8, 0))
            .Add(Picklist("Ownership", ["Public", "Private", "Subsidiary", "Other"]))
            .Add(Of(SObjectFieldType.TextArea, "Description", 32000))
            .Add(Picklist("Rating", ["Hot", "Warm", "Cold"]))
            .Add(Text("Site", 80))
            .Add(Picklist("AccountSource", ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"]))
            .WithOwner();
    }

    private static SObjectType Contact(Func<string, string> userOf)
    {
        var type = new SObjectType("Contact", "003").WithSystemFields(userOf)
            .Add(Master("Contact"))
            .Add(Reference("AccountId", "Account", "Contacts", cascade: true))
            .Add(Text("LastName", 80, required: true))
            .Add(Text("FirstName", 40))
            .Add(Picklist("Salutation", ["Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx."], length: 40));
        var first = type.Find("FirstName")!;
        var last = type.Find("LastName")!;
        type.Add(new SObjectField("Name")
        {
            Label = "Full Name",
            Type = SObjectFieldType.String,
            Length = 121,
            Nillable = false,
            Createable = false,
            Updateable = false,
            Compute = row => row[first.Slot] is string given ? $"{given} {row[last.Slot]}" : row[last.Slot],
        });
        AddressFields(type, "Mailing");
        AddressFields(type, "Other");
        return type
            .Add(Of(SObjectFieldType.Phone, "Phone", 40))
            .Add(Of(SObjectFieldType.Phone, "Fax", 40))
            .Add(Of(SObjectFieldType.Phone, "MobilePhone", 40))
            .Add(Of(SObjectFieldType.Phone, "HomePhone", 40))
            .Add(Of(SObjectFieldType.Phone, "OtherPhone", 40))
            .Add(Reference("ReportsToId", "Contact"))
            .Add(Of(SObjectFieldType.Email, "Email", 80))
            .Add(Text("Title", 128))
            .Add(Text("Department", 80))
            .Add(Text("AssistantName", 40))
            .Add(Picklist("LeadSource", ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"]))
            .Add(Of(SObjectFieldType.Date, "Birthdate"))
            .Add(Of(SObjectFieldType.TextArea, "Description", 32000))
            .Add(Flag("HasOptedOutOfEmail"))
            .Add(Flag("DoNotCall"))
            .WithOwner();
    }

    private static SObjectType Product2(Func<string, string> userOf) => new SObjectType("Product2", "01t", "Product").WithSystemFields(userOf)
        .Add(Text("Name", 255, required: true))
        .Add(Text("ProductCode", 255))
        .Add(Of(SObjectFieldType.TextArea, "Description", 4000))
        .Add(Flag("IsActive"))
        .Add(Picklist("Family", ["None"]))
        .Add(Reference("ExternalDataSourceId", "ExternalDataSource"))
        .Add(Text("ExternalId", 255))
        .Add(Of(SObjectFieldType.Url, "DisplayUrl", 1000))
        .Add(Picklist("QuantityUnitOfMeasure", ["Each"]))
        .Add(Flag("IsArchived", readOnly: true))
        .Add(Text("StockKeepingUnit", 180));

    private static SObjectType Pricebook2(Func<string, string> userOf) => new SObjectType("Pricebook2", "01s", "Price Book").WithSystemFields(userOf)
        .Add(Text("Name", 255, required: true))
        .Add(Flag("IsActive"))
        .Add(Flag("IsArchived", readOnly: true))
        .Add(Of(SObjectFieldType.TextArea, "Description", 255))
        .Add(Flag("IsStandard", readOnly: true));

    private static SObjectType PricebookEntry(Func<string, string> userOf) => new SObjectType("PricebookEntry", "01u", "Price Book Entry", "Price Book Entries").WithSystemFields(userOf)
        .Add(Text("Name", 255, readOnly: true))
        .Add(Reference("Pricebook2Id", "Pricebook2", "PricebookEntries", required: true, cascade: true, fixedOnCreate: true))
        .Add(Reference("Product2Id", "Product2", "PricebookEntries", required: true, cascade: true, fixedOnCreate: true))
        .Add(Number(SObjectFieldType.Currency, "UnitPrice", 18, 2, required: true))
        .Add(Flag("IsActive"))
        .Add(Flag("UseStandardPrice"))
        .Add(Text("ProductCode", 255, readOnly: true))
        .Add(Flag("IsArchived", readOnly: true));

    private static SObjectType Opportunity(Func<string, string> userOf) => new SObjectType("Opportunity", "006", "Opportunity", "Opportunities").WithSystemFields(userOf)
        .Add(Reference("AccountId", "Account", "Opportunities", cascade: true))
        .Add(Text("Name", 120, required: true))
        .Add(Of(SObjectFieldType.TextArea, "Description", 32000))
        .Add(Picklist("StageName", Stage.Standard.Select(s => s.Name), restricted: true, required: true))
        .Add(Number(SObjectFieldType.Currency, "Amount", 18, 2))
        .Add(Number(SObjectFieldType.Percent, "Probability", 3, 0))
        .Add(Number(SObjectFieldType.Currency, "ExpectedRevenue", 18, 2, readOnly: true))
        .Add(Number(SObjectFieldType.Double, "TotalOpportunityQuantity", 18, 2))
        .Add(Of(SObjectFieldType.Date, "CloseDate", required: true))
        .Add(Picklist("Type", ["Existing Customer - Upgrade", "Existing Customer - Replacement", "Existing Customer - Downgrade", "New Customer"]))
        .Add(Text("NextStep", 255))
        .Add(Picklist("LeadSource", ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"]))
        .Add(Flag("IsClosed", readOnly: true))
        .Add(Flag("IsWon", readOnly: true))
        .Add(Picklist("ForecastCategoryName", ["Omitted", "Pipeline", "Best Case", "Commit", "Closed"]))
        .Add(Reference("Pricebook2Id", "Pricebook2"))
        .Add(Flag("HasOpportunityLineItem", readOnly: true))
        .Add(Reference("ContactId", "Contact"))
        .WithOwner();

    private static SObjectType OpportunityLineItem(Func<string, string> userOf) => new SObjectType("OpportunityLineItem", "00k", "Opportunity Product").WithSystemFields(userOf)
        .Add(Reference("OpportunityId", "Opportunity", "OpportunityLineItems", required: true, cascade: true, fixedOnCreate: true))
        .Add(Number(SObjectFieldType.Int, "SortOrder", 9, 0))
        .Add(Reference("PricebookEntryId", "PricebookEntry", "OpportunityLineItems", required: true))
        .Add(Reference("Product2Id", "Product2", "OpportunityLineItems", readOnly: true))
        .Add(Text("ProductCode", 255, readOnly: true))
        .Add(Text("Name", 376, readOnly: true))
        .Add(Number(SObjectFieldType.Double, "Quantity", 12, 2, required: true))
        .Add(Number(SObjectFieldType.Currency, "TotalPrice", 18, 2))
        .Add(Number(SObjectFieldType.Currency, "UnitPrice", 18, 2))
        .Add(Number(SObjectFieldType.Currency, "ListPrice", 18, 2, readOnly: true))
        .Add(Number(SObjectFieldType.Percent, "Discount", 5, 2))
        .Add(Of(SObjectFieldType.Date, "ServiceDate"))
        .Add(Text("Description", 255));

    private static SObjectType Order(Func<string, string> userOf)
    {
        var type = new SObjectType("Order", "801") { NameFieldName = "OrderNumber" }.WithSystemFields(userOf)
            .WithOwner()
            .Add(Reference("AccountId", "Account", "Orders", required: true, cascade: true))
            .Add(Reference("Pricebook2Id", "Pricebook2"))
            .Add(Reference("OpportunityId", "Opportunity", "Orders"))
            .Add(Of(SObjectFieldType.Date, "EffectiveDate", required: true))
            .Add(Of(SObjectFieldType.Date, "EndDate"))
            .Add(Picklist("Status", ["Draft", "Activated"], restricted: true, required: true, length: 40))
            .Add(Of(SObjectFieldType.TextArea, "Description", 32000))
            .Add(Reference("BillToContactId", "Contact"))
            .Add(Reference("ShipToContactId", "Contact"));
        AddressFields(type, "Billing");
        AddressFields(type, "Shipping");
        return type
            .Add(Text("Name", 80))
            .Add(Of(SObjectFieldType.Date, "PoDate"))
            .Add(Text("PoNumber", 80))
            .Add(Text("OrderReferenceNumber", 80))
            .Add(Picklist("Type", ["New", "Replacement"], length: 40))
            .Add(Of(SObjectFieldType.DateTime, "ActivatedDate"))
            .Add(Picklist("StatusCode", ["Draft", "Activated"], restricted: true, readOnly: true))
            .Add(Text("OrderNumber", 30, readOnly: true, autoNumber: true, idLookup: true))
            .Add(Number(SObjectFieldType.Currency, "TotalAmount", 18, 2, readOnly: true));
    }

    private static SObjectType OrderItem(Func<string, string> userOf) => new SObjectType("OrderItem", "802", "Order Product") { NameFieldName = "OrderItemNumber" }.WithSystemFields(userOf)
        .Add(Reference("Product2Id", "Product2", "OrderItems", readOnly: true))
        .Add(Reference("OrderId", "Order", "OrderItems", required: true, cascade: true, fixedOnCreate: true))
        .Add(Reference("PricebookEntryId", "PricebookEntry", "OrderItems", required: true, fixedOnCreate: true))
        .Add(Number(SObjectFieldType.Double, "Quantity", 18, 2, required: true))
        .Add(Number(SObjectFieldType.Double, "AvailableQuantity", 18, 2, readOnly: true))
        .Add(Number(SObjectFieldType.Currency, "UnitPrice", 18, 2, required: true))
        .Add(Number(SObjectFieldType.Currency, "ListPrice", 18, 2, readOnly: true))
        .Add(Number(SObjectFieldType.Currency, "TotalPrice", 18, 2, readOnly: true))
        .Add(Of(SObjectFieldType.Date, "ServiceDate"))
        .Add(Of(SObjectFieldType.Date, "EndDate"))
        .Add(Text("Description", 255))
        .Add(Text("OrderItemNumber", 255, readOnly: true, autoNumber: true));

    private static SObjectField Master(string type) => new("MasterRecordId")
    {
        Label = "Master Record ID",
        Type = SObjectFieldType.Reference,
        Length = 18,
        Createable = false,
        Updateable = false,
        ReferenceTo = [type],
        RelationshipName = "MasterRecord",
    };

    private static void AddressFields(SObjectType type, string prefix)
    {
        var compound = prefix + "Address";
        SObjectField Part(string name, SObjectFieldType fieldType, int length) => new(prefix + name)
        {
            Label = $"{prefix} {(name == "PostalCode" ? "Zip/Postal Code" : name == "State" ? "State/Province" : name)}",
            Type = fieldType,
            Length = length,
            CompoundFieldName = compound,
        };
        var street = Part("Street", SObjectFieldType.TextArea, 255);
        var city = Part("City", SObjectFieldType.String, 40);
        var state = Part("State", SObjectFieldType.String, 80);
        var postalCode = Part("PostalCode", SObjectFieldType.String, 20);
        var country = Part("Country", SObjectFieldType.String, 80);
        type.Add(street).Add(city).Add(state).Add(postalCode).Add(country).Add(new SObjectField(compound)
        {
            Label = prefix + " Address",
            Type = SObjectFieldType.Address,
            Createable = false,
            Updateable = false,
            Compute = row => CompoundAddress.From(row[street.Slot], row[city.Slot], row[state.Slot], row[postalCode.Slot], row[country.Slot]),
        });
    }
}
