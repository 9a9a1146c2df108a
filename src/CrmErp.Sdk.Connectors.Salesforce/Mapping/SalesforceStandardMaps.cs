using CrmErp.Sdk.Connectors.Salesforce.Metadata;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>
/// The standard maps. Every line is a default that a definition may replace. Salesforce owns what sales people keep (contacts, deals,
/// phone, website); name and addresses are preferred from here at first contact and then follow the field's policies.
/// Quotes, shipments, credit notes, stock and tax codes have no object in every org and therefore no standard map.
/// </summary>
public static partial class SalesforceStandardMaps
{
    /// <summary>The maps for a connection's options: the currency of amounts differs between orgs with one currency and with several.</summary>
    public static IStandardMaps Create(SalesforceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StandardMaps()
            .Map<Account>("Account", m => MapAccount(m, options), s => s
                .Match(x => x.TaxId, MatchBy.Code)
                .Match(x => x.Number, MatchBy.Code)
                .Suggest(x => x.Name, x => x.BillingAddress.PostalCode)
                .Owns(x => x.Phone)
                .Owns(x => x.Website)
                .Prefers(x => x.Name)
                .Prefers(x => x.BillingAddress)
                .Prefers(x => x.ShippingAddress))
            .Map<Contact>("Contact", MapContact, s => s
                .Match(x => x.Email, MatchBy.Email)
                .Suggest(x => x.LastName, x => x.Phone)
                .OwnsAll())
            .Map<Product>(Aggregates.Product, m => MapProduct(m, options), s => s.Match(x => x.Sku, MatchBy.Code))
            .Map<PriceList>("Pricebook2", m => MapPriceList(m, options), s => s.Match(x => x.Name))
            .Map<Opportunity>("Opportunity", m => MapOpportunity(m, options), s => s.OwnsAll())
            .Map<SalesOrder>("Order", m => MapSalesOrder(m, options), s => s.Match(x => x.Number, MatchBy.Code))
            .Map<Invoice>("Invoice__c", MapInvoice, s => s.Match(x => x.Number, MatchBy.Code))
            .Map<Payment>("Payment__c", MapPayment, s => s.Match(x => x.Number, MatchBy.Code));
    }

    // Amounts beside CurrencyIsoCode, or in the currency that the connection declares.
    private static string? CurrencyPath(SalesforceOptions options) => options.MultiCurrency ? Aggregates.CurrencyField : null;

    private static MapBuilder<T> Declare<T>(MapBuilder<T> map, SalesforceOptions options)
        where T : RowFace, IRowFace<T> =>
        CrmErp.Sdk.Money.IsCurrencyCode(options.Currency) ? map.Currency(options.Currency) : map;
}
