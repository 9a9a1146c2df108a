using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>A product has a price in the standard book before it has one in another, and one per book and currency.</summary>
internal sealed class PricebookEntryRules : ObjectRules
{
    private static readonly string[] Copied = ["Product2Id", "ProductCode", "Name"];

    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        var product = save.Parent("Product2Id");
        if (product is not null)
        {
            var products = save.Org.Get("Product2");
            save["Name"] = Read(products, product, "Name");
            save["ProductCode"] = Read(products, product, "ProductCode");
        }

        var siblings = Siblings(save).ToList();
        if (save.IsCreate && siblings.Exists(s => SameBook(save, s)))
        {
            throw new SalesforceException(ErrorCodes.DuplicateValue, "This price definition already exists in this price book");
        }

        var standard = siblings.Find(s => IsStandardBook(save.Org, (string)Read(save.Table, s, "Pricebook2Id")!));
        var isStandardEntry = IsStandardBook(save.Org, save.Text("Pricebook2Id"));
        if (save.IsCreate && !isStandardEntry && standard is null && !save.IsSeed)
        {
            throw new SalesforceException(ErrorCodes.StandardPriceNotDefined, "Before creating a custom price, create a standard price.");
        }

        if (save.Flag("UseStandardPrice") && !isStandardEntry && standard is not null)
        {
            save["UnitPrice"] = Read(save.Table, standard, "UnitPrice");
        }
    }

    /// <inheritdoc/>
    public override void AfterSave(Save save, StoredRecord after)
    {
        if (save.IsCreate || !save.Changes("UnitPrice") || !IsStandardBook(save.Org, save.Text("Pricebook2Id")))
        {
            return;
        }

        foreach (var sibling in Siblings(save).Where(s => Read(save.Table, s, "UseStandardPrice") is true).ToList())
        {
            save.Writer.SideEffect(save.Transaction, save.Table, sibling, entry => entry["UnitPrice"] = save["UnitPrice"]);
        }
    }

    /// <summary>Copies product and list price from a line's price book entry; null when the entry does not change.</summary>
    public static StoredRecord? Take(Save save)
    {
        if (!save.Changes("PricebookEntryId") || save.Parent("PricebookEntryId") is not { } entry)
        {
            return null;
        }

        var entries = save.Org.Get("PricebookEntry");
        var product = save.Org.FindRow((string)Read(entries, entry, "Product2Id")!);
        var productActive = product is not null && Read(save.Org.Get("Product2"), product, "IsActive") is true;
        if (!save.IsSeed && (Read(entries, entry, "IsActive") is not true || !productActive))
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException, "field integrity exception: PricebookEntryId (pricebook entry is inactive)", "PricebookEntryId");
        }

        save["ListPrice"] = Read(entries, entry, "UnitPrice");
        foreach (var name in Copied)
        {
            if (save.Table.Type.Find(name) is { } field)
            {
                save.Values[field.Slot] = Read(entries, entry, name);
            }
        }

        return entry;
    }

    /// <summary>In an org with several currencies a line has that of its document, and so must its price.</summary>
    public static void CheckCurrency(Save save, StoredRecord entry, SObjectTable documents, StoredRecord document)
    {
        if (save.Org.Currencies.Count == 0)
        {
            return;
        }

        var currency = Read(documents, document, "CurrencyIsoCode");
        save["CurrencyIsoCode"] = currency;
        if (!Equals(currency, Read(save.Org.Get("PricebookEntry"), entry, "CurrencyIsoCode")) && !save.IsSeed)
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException,
                "field integrity exception: PricebookEntryId (the currency of the pricebook entry must match that of its parent)", "PricebookEntryId");
        }
    }

    private static IEnumerable<StoredRecord> Siblings(Save save) => save.Text("Product2Id") is { } product
        ? save.Table.With(save.Table.Type.Find("Product2Id")!, product).Where(s => s.Id != save.Before?.Id && SameCurrency(save, s))
        : [];

    private static bool SameBook(Save save, StoredRecord sibling) => Equals(Read(save.Table, sibling, "Pricebook2Id"), save["Pricebook2Id"]);

    private static bool SameCurrency(Save save, StoredRecord sibling) =>
        save.Table.Type.Find("CurrencyIsoCode") is not SObjectField currency || Equals(currency.Read(sibling), save.Values[currency.Slot]);

    private static bool IsStandardBook(SalesforceOrg org, string? bookId) =>
        bookId is not null && org.FindRow(bookId) is { } book && Read(org.Get("Pricebook2"), book, "IsStandard") is true;
}
