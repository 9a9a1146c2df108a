using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>
/// Turns the products of new lines into entries of the document's price book, gives a document without price book the standard one,
/// and looks whether a document is locked. Three queries per batch at the most, however many lines there are.
/// </summary>
internal sealed class PricedLines(SalesforceClient client, PriceBooks books)
{
    /// <summary>Prepares the documents; one whose product has no entry is refused.</summary>
    public async Task ResolveAsync(WriteBatch batch, IReadOnlyList<Document> documents, CancellationToken cancellationToken)
    {
        await LookUpAsync(batch.Request.Shape.Object, documents, cancellationToken).ConfigureAwait(false);
        Document[] wanting = [.. documents.Where(d => d.Unresolved.Any())];
        if (wanting.Length == 0)
        {
            return;
        }

        await ChooseBooksAsync(wanting, cancellationToken).ConfigureAwait(false);
        string[] products = [.. wanting.SelectMany(d => d.Unresolved).Select(l => ProductOf(l)).Distinct(StringComparer.Ordinal)];
        string[] priceBooks = [.. wanting.Select(d => d.PriceBook!).Distinct(StringComparer.Ordinal)];
        var entries = await books.GetEntriesAsync(priceBooks, products, cancellationToken).ConfigureAwait(false);
        foreach (var document in wanting)
        {
            foreach (var line in document.Unresolved.ToList())
            {
                if (!TryResolve(document, line, entries))
                {
                    batch.Set(document.Index, Outcomes.Rejected(
                        ErrorKind.Reference,
                        "PRICEBOOK_ENTRY_MISSING",
                        "A line's product has no active entry in the document's price book and currency. Add the product to the price book.",
                        $"{line.Path}.{Aggregates.ProductField}"));
                    break;
                }
            }
        }
    }

    private async Task LookUpAsync(string objectName, IReadOnlyList<Document> documents, CancellationToken cancellationToken)
    {
        Document[] asked = [.. documents.Where(d => d.Id is not null && d.Lines.Count > 0 && (objectName == "Order" || d.Unresolved.Any()))];
        if (asked.Length == 0)
        {
            return;
        }

        var stored = await books.GetDocumentsAsync(objectName, [.. asked.Select(d => d.Id!)], cancellationToken).ConfigureAwait(false);
        foreach (var document in asked)
        {
            if (stored.TryGetValue(document.Id!, out var found))
            {
                document.PriceBook ??= found.PriceBook;
                document.Currency ??= found.Currency;
                document.StoredStatus = found.Status;
            }
        }
    }

    private async Task ChooseBooksAsync(Document[] documents, CancellationToken cancellationToken)
    {
        foreach (var document in documents.Where(d => d.PriceBook is null))
        {
            document.PriceBook = await books.GetStandardAsync(cancellationToken).ConfigureAwait(false);
            document.Header.Add(Aggregates.PriceBookField, document.PriceBook);
        }
    }

    private bool TryResolve(Document document, DocumentLine line, IReadOnlyList<PriceBookEntry> entries)
    {
        var product = ProductOf(line);
        foreach (var entry in entries)
        {
            var currencyFits = !client.Options.MultiCurrency || document.Currency is null || entry.Currency is null || entry.Currency == document.Currency;
            if (entry.IsActive && entry.PriceBook == document.PriceBook && entry.Product == product && currencyFits)
            {
                line.Fields.Remove(Aggregates.ProductField, out _);
                line.Fields.Add(Aggregates.EntryField, entry.Id);
                return true;
            }
        }

        return false;
    }

    private static string ProductOf(DocumentLine line) => line.Fields.TryGet(Aggregates.ProductField, out var value) ? WireValue.Text(value) ?? "" : "";
}

/// <summary>A document on its way out.</summary>
internal sealed class Document
{
    public Document(int index, WriteItem item, FieldSet header, IReadOnlyList<DocumentLine> lines, Aggregates aggregates, string objectName)
    {
        Index = index;
        Item = item;
        Header = header;
        Lines = lines;
        Unresolved = lines.Where(l => l.Kind == LineChangeKind.Add && aggregates.List(objectName, l.Path).Priced && l.Fields.TryGet(Aggregates.ProductField, out var p) && p.HasValue && !l.Fields.TryGet(Aggregates.EntryField, out _));
        PriceBook = header.TryGet(Aggregates.PriceBookField, out var book) ? WireValue.Text(book) : null;
        Currency = header.TryGet(Aggregates.CurrencyField, out var currency) ? WireValue.Text(currency) : null;
    }

    public int Index { get; }

    public WriteItem Item { get; }

    public string? Id => Item.Id;

    public FieldSet Header { get; }

    public IReadOnlyList<DocumentLine> Lines { get; }

    /// <summary>The new lines that name a product and no price book entry.</summary>
    public IEnumerable<DocumentLine> Unresolved { get; }

    public string? PriceBook { get; set; }

    public string? Currency { get; set; }

    /// <summary>The status the document has now, where it was looked up.</summary>
    public string? StoredStatus { get; set; }
}
