using static CrmErp.Sdk.Connectors.Salesforce.Metadata.StandardFields;

namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>
/// The standard objects as a new org describes them to a user who may see and write everything (API v67), as far as the standard
/// maps use them. Customers' orgs differ; live metadata is read in preflight.
/// </summary>
internal static class StandardObjects
{
    public static IEnumerable<ObjectDescription> All(bool multiCurrency) =>
    [
        Make("Account", multiCurrency, [Text("Name", 255, required: true), Picklist("Type"), Reference("ParentId", "Account"), .. Address("Billing"), .. Address("Shipping"),
            Of("phone", "Phone", 40), Of("phone", "Fax", 40), Text("AccountNumber", 40), Of("url", "Website", 255), Picklist("Industry"),
            Number("currency", "AnnualRevenue", 18, 0), Integer("NumberOfEmployees", 8), Of("textarea", "Description", 32000), Text("Site", 80), Reference("MasterRecordId", "Account").ReadOnly(), Owner()]),
        Make("Contact", multiCurrency, [Reference("AccountId", "Account"), Text("LastName", 80, required: true), Text("FirstName", 40), Picklist("Salutation", 40),
            (Text("Name", 121) with { Nillable = false }).ReadOnly(), .. Address("Mailing"), .. Address("Other"), Of("phone", "Phone", 40), Of("phone", "Fax", 40), Of("phone", "MobilePhone", 40),
            Of("email", "Email", 80), Text("Title", 128), Text("Department", 80), Reference("ReportsToId", "Contact"), Of("date", "Birthdate"), Of("textarea", "Description", 32000),
            Flag("HasOptedOutOfEmail"), Flag("DoNotCall"), Reference("MasterRecordId", "Contact").ReadOnly(), Owner()]),
        Make("Product2", multiCurrency, [Text("Name", 255, required: true), Text("ProductCode", 255), Of("textarea", "Description", 4000), Flag("IsActive"), Picklist("Family"),
            Picklist("QuantityUnitOfMeasure"), Text("StockKeepingUnit", 180), Flag("IsArchived").ReadOnly()]),
        Make("Pricebook2", multiCurrency, [Text("Name", 255, required: true), Flag("IsActive"), Of("textarea", "Description", 255), Flag("IsStandard").ReadOnly(), Flag("IsArchived").ReadOnly()]),
        Make("PricebookEntry", multiCurrency, [Reference("Pricebook2Id", "Pricebook2", required: true).CreateOnly(), Reference("Product2Id", "Product2", required: true).CreateOnly(),
            Number("currency", "UnitPrice", 18, 2, required: true), Flag("IsActive"), Flag("UseStandardPrice"), Text("ProductCode", 255).ReadOnly(), Text("Name", 255).ReadOnly()], currencyFixed: true),
        Make("Opportunity", multiCurrency, [Reference("AccountId", "Account"), Text("Name", 120, required: true), Of("textarea", "Description", 32000), Picklist("StageName", required: true),
            Number("currency", "Amount", 18, 2), Number("percent", "Probability", 3, 0), Of("date", "CloseDate", required: true), Picklist("Type"), Text("NextStep", 255), Picklist("LeadSource"),
            Flag("IsClosed").ReadOnly(), Flag("IsWon").ReadOnly(), Reference("Pricebook2Id", "Pricebook2"), Flag("HasOpportunityLineItem").ReadOnly(), Owner()]),
        Make("OpportunityLineItem", multiCurrency, [Reference("OpportunityId", "Opportunity", required: true).CreateOnly(), Integer("SortOrder", 9), Reference("PricebookEntryId", "PricebookEntry", required: true),
            Reference("Product2Id", "Product2").ReadOnly(), Text("ProductCode", 255).ReadOnly(), Text("Name", 376).ReadOnly(), Number("double", "Quantity", 12, 2, required: true), Number("currency", "TotalPrice", 18, 2),
            Number("currency", "UnitPrice", 18, 2), Number("currency", "ListPrice", 18, 2).ReadOnly(), Number("percent", "Discount", 5, 2), Of("date", "ServiceDate"), Text("Description", 255)], currencyReadOnly: true),
        Make("Order", multiCurrency, [Reference("AccountId", "Account", required: true), Reference("Pricebook2Id", "Pricebook2"), Reference("OpportunityId", "Opportunity"), Of("date", "EffectiveDate", required: true), Of("date", "EndDate"),
            Picklist("Status", 40, true, "Draft", "Activated"), Of("textarea", "Description", 32000), Reference("BillToContactId", "Contact"), Reference("ShipToContactId", "Contact"), .. Address("Billing"), .. Address("Shipping"),
            Text("Name", 80), Of("date", "PoDate"), Text("PoNumber", 80), Text("OrderReferenceNumber", 80), Picklist("Type", 40), Picklist("StatusCode", 255, false, "Draft", "Activated").ReadOnly(),
            (Text("OrderNumber", 30) with { Nillable = true }).ReadOnly(), Number("currency", "TotalAmount", 18, 2).ReadOnly(), Owner()]),
        Make("OrderItem", multiCurrency, [Reference("OrderId", "Order", required: true).CreateOnly(), Reference("PricebookEntryId", "PricebookEntry", required: true).CreateOnly(), Reference("Product2Id", "Product2").ReadOnly(),
            Number("double", "Quantity", 18, 2, required: true), Number("currency", "UnitPrice", 18, 2, required: true), Number("currency", "ListPrice", 18, 2).ReadOnly(), Number("currency", "TotalPrice", 18, 2).ReadOnly(),
            Of("date", "ServiceDate"), Of("date", "EndDate"), Text("Description", 255), Text("OrderItemNumber", 255).ReadOnly()], currencyReadOnly: true),
    ];

    private static ObjectDescription Make(string name, bool multiCurrency, IEnumerable<FieldDescription> fields, bool currencyFixed = false, bool currencyReadOnly = false)
    {
        var currency = Of("picklist", Aggregates.CurrencyField, 3) with { Nillable = false, DefaultedOnCreate = true, RestrictedPicklist = false };
        currency = currencyReadOnly ? currency.ReadOnly() : currencyFixed ? currency.CreateOnly() : currency;
        return new ObjectDescription(name, Createable: true, Updateable: true, Deletable: true, Replicateable: true, [.. SystemFields(), .. fields, .. multiCurrency ? [currency] : Array.Empty<FieldDescription>()]);
    }
}
