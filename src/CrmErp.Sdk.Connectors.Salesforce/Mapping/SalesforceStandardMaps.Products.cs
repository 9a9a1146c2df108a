using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce;

public static partial class SalesforceStandardMaps
{
    private static void MapProduct(MapBuilder<Product> map, SalesforceOptions options) => Declare(map, options)
        .Field(x => x.Sku, "ProductCode")
        .Field(x => x.Name, "Name")
        .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.BaseUnit, "QuantityUnitOfMeasure")
        .Field(x => x.Category, "Family")
        .Money(x => x.ListPrice, Aggregates.StandardPrice)
        .Field(x => x.Active, "IsActive")
        .Field(x => x.Available, "Available__c")
        // A product is made inactive unless it says otherwise, and an inactive one fits into no document.
        .OnCreate("IsActive", true);

    private static void MapPriceList(MapBuilder<PriceList> map, SalesforceOptions options)
    {
        map
            .Field(x => x.Name, "Name")
            .Field(x => x.Active, "IsActive")
            .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
            .Lines(x => x.Entries, "Lines", l => l
                .Reference(x => x.Product, Aggregates.ProductField, f => f.CreateOnly())
                .Field(x => x.UnitPrice, "UnitPrice")
                .OnCreate("IsActive", true))
            .OnCreate("IsActive", true)
            // The standard price book holds the products' own prices.
            .Where(w => w.Field("IsStandard").In(false));
        if (options.MultiCurrency)
        {
            map.Field(x => x.Currency, Aggregates.CurrencyField);
        }
    }
}
