using CrmErp.Sdk.Connectors.BusinessCentral.Mapping;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>
/// The standard maps. Every line is a default that a definition may replace. Business Central owns what the books need: numbers, credit,
/// terms, balances, items, prices, stock, and everything about invoices. Price lists, quotes, shipments and tax codes have no page in
/// API v2.0 and therefore no standard map.
/// </summary>
public static partial class BusinessCentralStandardMaps
{
    /// <summary>The maps for a connection's options.</summary>
    public static IStandardMaps Create(BusinessCentralOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var maps = new StandardMaps()
            .Map<Account>("customers", m => MapAccount(Declare(m, options)), s => s
                .Match(x => x.TaxId, MatchBy.Code)
                .Match(x => x.Number, MatchBy.Code)
                .Suggest(x => x.Name, x => x.BillingAddress.PostalCode)
                .Owns(x => x.Number)
                .Owns(x => x.CreditLimit)
                .Owns(x => x.CreditHold)
                .Owns(x => x.PaymentTerms)
                .Owns(x => x.BalanceDue)
                .Owns(x => x.Currency))
            .Map<Contact>("contacts", m => MapContact(m), s => s
                .Match(x => x.Email, MatchBy.Email)
                .Suggest(x => x.LastName, x => x.Phone))
            .Map<Product>("items", m => MapProduct(Declare(m, options)), s => s
                .Match(x => x.Sku, MatchBy.Code)
                .Suggest(x => x.Name)
                .OwnsAll())
            .Map<InventoryLevel>("itemInventories", MapInventory, s => s.OwnsAll())
            .Map<Opportunity>("opportunities", MapOpportunity, s => s.Match(x => x.Number, MatchBy.Code))
            .Map<SalesOrder>("salesOrders", MapOrder, s => s
                .Match(x => x.Number, MatchBy.Code)
                .Owns(x => x.Number)
                .Owns(x => x.NetTotal)
                .Owns(x => x.Status))
            .Map<Invoice>("salesInvoices", MapInvoice, s => s.Match(x => x.Number, MatchBy.Code).OwnsAll())
            .Map<CreditNote>("salesCreditMemos", MapCreditNote, s => s.Match(x => x.Number, MatchBy.Code).OwnsAll());
        // The API shows payments as lines of one journal, and of none without it: what was posted is seen in the invoices only.
        return options.PaymentJournal is null
            ? maps
            // A line that was posted is gone like one that was deleted, and nothing tells them apart: its end says nothing to others.
            : maps.Map<Payment>("customerPayments", m => MapPayment(m, options), s => s.OwnsAll().IgnoresDeletes());
    }

    // Credit limits, balances and prices have no currency beside them: they are in the company's own.
    private static MapBuilder<T> Declare<T>(MapBuilder<T> map, BusinessCentralOptions options)
        where T : RowFace, IRowFace<T> =>
        CrmErp.Sdk.Money.IsCurrencyCode(options.Currency) ? map.Currency(options.Currency) : map;
}
