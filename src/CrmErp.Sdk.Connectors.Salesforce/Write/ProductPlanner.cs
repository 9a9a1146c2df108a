using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>
/// Takes a product apart into Product2 and its entry in the standard price book. An empty price deactivates the entry: Salesforce
/// keeps a price that was ever used.
/// </summary>
internal sealed class ProductPlanner(SalesforceClient client, PriceBooks books, string? keyField)
{
    private const string PricePath = Aggregates.StandardPrice;

    /// <summary>Plans the items whose price is written.</summary>
    public async Task<IReadOnlyList<(int Item, GraphPlan Plan)>> PlanAsync(WriteBatch batch, IReadOnlyList<int> items, CancellationToken cancellationToken)
    {
        var standard = await books.GetStandardAsync(cancellationToken).ConfigureAwait(false);
        string[] known = [.. items.Select(i => batch.Item(i).Id).OfType<string>()];
        var entries = known.Length == 0 ? [] : await books.GetEntriesAsync([standard], known, cancellationToken).ConfigureAwait(false);
        return [.. items.Select(i => (i, Plan(batch.Item(i), batch.Request.Shape, standard, entries)))];
    }

    private GraphPlan Plan(WriteItem item, RecordShape shape, string standard, IReadOnlyList<PriceBookEntry> entries)
    {
        var plan = new GraphPlan(item.Operation, item.Id);
        var product = ItemFields.Of(item, shape, item.Operation == WriteOperation.Create ? keyField : null);
        product.Remove(PricePath, out var price);
        if (item.Operation == WriteOperation.Create)
        {
            plan.Add("POST", Aggregates.Product, product);
        }
        else if (product.Count > 0)
        {
            plan.Add("PATCH", $"{Aggregates.Product}/{item.Id}", product);
        }

        var currency = client.Options.MultiCurrency ? client.Options.Currency : null;
        var entry = entries.FirstOrDefault(e => e.Product == item.Id && (currency is null || e.Currency == currency));
        if (entry is not null)
        {
            var change = price.HasValue ? new FieldSet().Add("UnitPrice", price).Add("IsActive", true) : new FieldSet().Add("IsActive", false);
            plan.Add("PATCH", $"{Aggregates.EntryObject}/{entry.Id}", change, PricePath + ".");
        }
        else if (price.HasValue)
        {
            var made = new FieldSet().Add(Aggregates.PriceBookField, standard).Add(Aggregates.ProductField, plan.Id).Add("UnitPrice", price).Add("IsActive", true);
            plan.Add("POST", Aggregates.EntryObject, currency is null ? made : made.Add(Aggregates.CurrencyField, currency), PricePath + ".");
        }

        return plan;
    }
}
