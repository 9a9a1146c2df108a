using CrmErp.Sdk.Connectors.BusinessCentral.Mapping;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

public static partial class BusinessCentralStandardMaps
{
    private static readonly FieldConverter Percent = FieldConverter.Create<decimal, decimal>("BusinessCentralPercent", 1, percent => percent / 100m, share => share * 100m);

    private static void MapAccount(MapBuilder<Account> map) => map
        .EmptyTextIsNull()
        // The number series gives it; a company whose series allows manual numbers may map it as CreateOnly.
        .Field(x => x.Number, "number", f => f.ReadOnly())
        .Field(x => x.Kind, "type", f => f.Values(Choices.Kind))
        .Field(x => x.Name, "displayName", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.TaxId, "taxRegistrationNumber", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Email, "email", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Phone, "phoneNumber", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Website, "website", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Currency, "currencyCode")
        .Field(x => x.PaymentTerms, "paymentTerm.code", f => f.OnTooLong(TooLong.Park))
        // Zero is how the page says "no limit".
        .Money(x => x.CreditLimit, "creditLimit", null, f => f.EmptyIs(0m))
        .Money(x => x.BalanceDue, "balanceDue", null, f => f.ReadOnly())
        .Field(x => x.Active, "blocked", f => f.Values(Choices.ActiveByBlocked))
        .Field(x => x.CreditHold, "blocked", f => f.ReadOnly().Values(Choices.HoldByBlocked))
        .Field(x => x.BillingAddress.Line1, "addressLine1", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.BillingAddress.Line2, "addressLine2", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.BillingAddress.City, "city", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.BillingAddress.Region, "state", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.BillingAddress.PostalCode, "postalCode")
        .Field(x => x.BillingAddress.Country, "country");

    private static void MapContact(MapBuilder<Contact> map) => map
        .EmptyTextIsNull()
        // Contacts of type Company mirror the customers.
        .Where(w => w.Field("type").Is("Person"))
        .Constant("type", "Person")
        .Field(x => x.Number, "number", f => f.ReadOnly())
        .Custom(PersonName.RuleName, PersonName.Version, r => r.Field(x => x.FirstName).Field(x => x.LastName).Path("displayName", FieldKind.Text).Read(PersonName.Read).Write(PersonName.Write))
        .Field(x => x.Email, "email", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Phone, "phoneNumber", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.MobilePhone, "mobilePhoneNumber", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.JobTitle, "jobTitle", f => f.OnTooLong(TooLong.Truncate))
        .Reference(x => x.Account, "customerId", f => f.To("customers"))
        .Field(x => x.MailingAddress.Line1, "addressLine1", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.MailingAddress.Line2, "addressLine2", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.MailingAddress.City, "city", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.MailingAddress.Region, "state", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.MailingAddress.PostalCode, "postalCode")
        .Field(x => x.MailingAddress.Country, "country");

    private static void MapProduct(MapBuilder<Product> map) => map
        .EmptyTextIsNull()
        .Field(x => x.Sku, "number", f => f.CreateOnly().OnTooLong(TooLong.Park))
        .Field(x => x.Name, "displayName", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.Gtin, "gtin", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Type, "type", f => f.Values(Choices.ItemType))
        .Field(x => x.BaseUnit, "baseUnitOfMeasureCode", f => f.OnTooLong(TooLong.Park))
        .Money(x => x.ListPrice, "unitPrice")
        .Money(x => x.Cost, "unitCost")
        .Field(x => x.TaxClass, "taxGroupCode", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Category, "itemCategoryCode", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.Active, "blocked", f => f.Values(Choices.Not));

    // One level per item: the API has no stock per location, and what is there can be promised as far as the API knows.
    private static void MapInventory(MapBuilder<InventoryLevel> map) => map
        .EmptyTextIsNull()
        .ReadOnly()
        .Where(w => w.Field("type").Is("Inventory"))
        .Reference(x => x.Product, "itemId", f => f.To("items"))
        .Field(x => x.Unit, "baseUnitOfMeasureCode")
        .Field(x => x.OnHand, "inventory");

    private static void MapOpportunity(MapBuilder<Opportunity> map) => map
        .EmptyTextIsNull()
        .Field(x => x.Number, "number", f => f.ReadOnly())
        .Field(x => x.Name, "description", f => f.OnTooLong(TooLong.Truncate))
        .Reference(x => x.Contact, "contactId", f => f.To("contacts"))
        .Field(x => x.Stage, "status", f => f.ReadOnly())
        .Field(x => x.Closed, "closed", f => f.ReadOnly())
        .Field(x => x.Amount, "estimatedValue", f => f.ReadOnly())
        .Field(x => x.Probability, "chancesOfSuccessPrc", f => f.ReadOnly().Convert(Percent))
        .Field(x => x.CloseDate, "estimatedClosingDate", f => f.ReadOnly());
}
