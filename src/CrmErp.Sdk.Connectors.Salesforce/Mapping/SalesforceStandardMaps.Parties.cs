using CrmErp.Sdk.Connectors.Salesforce.Mapping;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce;

public static partial class SalesforceStandardMaps
{
    private static void MapAccount(MapBuilder<Account> map, SalesforceOptions options)
    {
        var money = CurrencyPath(options);
        Declare(map, options)
            .Field(x => x.Number, "AccountNumber")
            .Field(x => x.Name, "Name")
            .Reference(x => x.ParentAccount, "ParentId")
            .Field(x => x.TaxId, "TaxNumber__c")
            .Field(x => x.Phone, "Phone")
            .Field(x => x.Fax, "Fax")
            .Field(x => x.Website, "Website")
            .Field(x => x.Industry, "Industry")
            .Field(x => x.Employees, "NumberOfEmployees")
            .Money(x => x.AnnualRevenue, "AnnualRevenue", money)
            .Field(x => x.PaymentTerms, "PaymentTerms__c")
            .Money(x => x.CreditLimit, "CreditLimit__c", money)
            .Money(x => x.BalanceDue, "Balance__c", money)
            .Field(x => x.Active, "Active__c")
            .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
            .JoinLines("BillingStreet", f => f.OnTooLong(TooLong.Park), x => x.BillingAddress.Line1, x => x.BillingAddress.Line2, x => x.BillingAddress.Line3)
            .Field(x => x.BillingAddress.City, "BillingCity", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.BillingAddress.PostalCode, "BillingPostalCode")
            .Custom(RegionAndCountry.RuleName, RegionAndCountry.Version, r => r
                .Field(x => x.BillingAddress.Region).Field(x => x.BillingAddress.Country).Path("BillingState").Path("BillingCountry").Read(RegionAndCountry.Read).Write(RegionAndCountry.Write))
            .JoinLines("ShippingStreet", f => f.OnTooLong(TooLong.Park), x => x.ShippingAddress.Line1, x => x.ShippingAddress.Line2, x => x.ShippingAddress.Line3)
            .Field(x => x.ShippingAddress.City, "ShippingCity", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.ShippingAddress.PostalCode, "ShippingPostalCode")
            .Custom(RegionAndCountry.RuleName, RegionAndCountry.Version, r => r
                .Field(x => x.ShippingAddress.Region).Field(x => x.ShippingAddress.Country).Path("ShippingState").Path("ShippingCountry").Read(RegionAndCountry.Read).Write(RegionAndCountry.Write));
        if (options.MultiCurrency)
        {
            map.Field(x => x.Currency, Aggregates.CurrencyField);
        }
    }

    private static void MapContact(MapBuilder<Contact> map) => map
        .Field(x => x.Salutation, "Salutation")
        .Field(x => x.FirstName, "FirstName", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.LastName, "LastName")
        .Field(x => x.Email, "Email", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Phone, "Phone")
        .Field(x => x.MobilePhone, "MobilePhone")
        .Field(x => x.Fax, "Fax")
        .Field(x => x.JobTitle, "Title")
        .Field(x => x.Department, "Department", f => f.OnTooLong(TooLong.Truncate))
        .Reference(x => x.Account, "AccountId")
        .Field(x => x.EmailOptOut, "HasOptedOutOfEmail")
        .Field(x => x.PhoneOptOut, "DoNotCall")
        .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
        .JoinLines("MailingStreet", f => f.OnTooLong(TooLong.Park), x => x.MailingAddress.Line1, x => x.MailingAddress.Line2, x => x.MailingAddress.Line3)
        .Field(x => x.MailingAddress.City, "MailingCity", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.MailingAddress.PostalCode, "MailingPostalCode")
        .Custom(RegionAndCountry.RuleName, RegionAndCountry.Version, r => r
            .Field(x => x.MailingAddress.Region).Field(x => x.MailingAddress.Country).Path("MailingState").Path("MailingCountry").Read(RegionAndCountry.Read).Write(RegionAndCountry.Write));
}
