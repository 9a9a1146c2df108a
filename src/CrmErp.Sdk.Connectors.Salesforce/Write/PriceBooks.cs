using System.Text.Json;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>An entry of a price book.</summary>
internal sealed record PriceBookEntry(string Id, string PriceBook, string Product, string? Currency, bool IsActive);

/// <summary>What a document holds that decides how its lines are written.</summary>
internal sealed record StoredDocument(string Id, string? PriceBook, string? Currency, string? Status);

/// <summary>Finds price books and their entries: lines point to an entry, maps to a product.</summary>
internal sealed class PriceBooks(SalesforceClient client)
{
    // Ids per condition, so that the query stays well below the length of an address.
    private const int Chunk = 200;
    private string? _standard;

    /// <summary>The id of the standard price book; there is exactly one per org.</summary>
    /// <exception cref="ConnectorException">It is not visible to this user.</exception>
    public async Task<string> GetStandardAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _standard) is { } known)
        {
            return known;
        }

        var query = new SoqlQuery("Pricebook2") { Select = ["Id"], Limit = 1 }.Where("IsStandard = true");
        var rows = await QueryAsync(query, r => r.GetProperty("Id").GetString()!, cancellationToken).ConfigureAwait(false);
        var found = rows.Count == 1 ? SalesforceId.ToLong(rows[0]) : null;
        Volatile.Write(ref _standard, found);
        return found ?? throw new ConnectorException(ErrorKind.Permission, $"Connection '{client.Connection}': the standard price book is not visible. Give the integration user access to price books, and activate the standard price book.") { NotSent = true };
    }

    /// <summary>The entries of products in price books.</summary>
    public async Task<IReadOnlyList<PriceBookEntry>> GetEntriesAsync(IReadOnlyCollection<string> priceBooks, IReadOnlyCollection<string> products, CancellationToken cancellationToken)
    {
        var entries = new List<PriceBookEntry>();
        string[] select = ["Id", Aggregates.PriceBookField, Aggregates.ProductField, "IsActive", .. client.Options.MultiCurrency ? [Aggregates.CurrencyField] : Array.Empty<string>()];
        foreach (var some in products.Chunk(Chunk))
        {
            var query = new SoqlQuery(Aggregates.EntryObject) { Select = select }
                .Where(Soql.In(Aggregates.PriceBookField, priceBooks.Select(p => (FieldValue)p)))
                .Where(Soql.In(Aggregates.ProductField, some.Select(p => (FieldValue)p)));
            entries.AddRange(await QueryAsync(query, ReadEntry, cancellationToken).ConfigureAwait(false));
        }

        return entries;
    }

    /// <summary>What is stored of documents, by document id.</summary>
    public async Task<IReadOnlyDictionary<string, StoredDocument>> GetDocumentsAsync(string objectName, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<string, StoredDocument>(StringComparer.Ordinal);
        string[] select = ["Id", Aggregates.PriceBookField, .. objectName == "Order" ? ["Status"] : Array.Empty<string>(), .. client.Options.MultiCurrency ? [Aggregates.CurrencyField] : Array.Empty<string>()];
        foreach (var some in ids.Chunk(Chunk))
        {
            var query = new SoqlQuery(objectName) { Select = select }.Where(Soql.In("Id", some.Select(i => (FieldValue)i)));
            foreach (var document in await QueryAsync(query, r => new StoredDocument(Text(r, "Id")!, Text(r, Aggregates.PriceBookField), Text(r, Aggregates.CurrencyField), Text(r, "Status")), cancellationToken).ConfigureAwait(false))
            {
                documents[document.Id] = document;
            }
        }

        return documents;
    }

    private async Task<List<T>> QueryAsync<T>(SoqlQuery query, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        await SmallQuery.RunAsync(client, query, read, cancellationToken).ConfigureAwait(false);

    private static PriceBookEntry ReadEntry(JsonElement row) => new(
        Text(row, "Id")!,
        Text(row, Aggregates.PriceBookField)!,
        Text(row, Aggregates.ProductField)!,
        Text(row, Aggregates.CurrencyField),
        row.TryGetProperty("IsActive", out var active) && active.ValueKind == JsonValueKind.True);

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
