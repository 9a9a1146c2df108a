namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>A child object that is a list of its parent.</summary>
/// <param name="Parent">The parent object.</param>
/// <param name="Path">The list's path in the parent.</param>
/// <param name="Relationship">The child relationship's name, for subqueries.</param>
/// <param name="Object">The child object.</param>
/// <param name="ParentField">The child's field that points to the parent.</param>
/// <param name="OrderBy">The order of the lines, as SOQL.</param>
/// <param name="Priced">Lines name their product through an entry of the document's price book: the connector finds the entry for a product.</param>
/// <param name="PositionField">The field that keeps a line's position, from 1; null where the order cannot be set.</param>
internal sealed record LineListDefinition(string Parent, string Path, string Relationship, string Object, string ParentField, string OrderBy, bool Priced = false, string? PositionField = null);

/// <summary>Which vendor objects make up one record: what the standard maps need, and what the options add.</summary>
internal sealed class Aggregates
{
    /// <summary>The path of a product's price in the standard price book.</summary>
    public const string StandardPrice = "StandardPrice";

    public const string Product = "Product2";

    public const string ProductField = "Product2Id";

    public const string EntryObject = "PricebookEntry";

    public const string EntryField = "PricebookEntryId";

    public const string PriceBookField = "Pricebook2Id";

    public const string CurrencyField = "CurrencyIsoCode";

    private const string ByCreation = "CreatedDate, Id";

    private static readonly LineListDefinition[] Standard =
    [
        new("Opportunity", "Lines", "OpportunityLineItems", "OpportunityLineItem", "OpportunityId", "SortOrder, CreatedDate, Id", Priced: true),
        new("Order", "Lines", "OrderItems", "OrderItem", "OrderId", ByCreation, Priced: true),
        new("Quote", "Lines", "QuoteLineItems", "QuoteLineItem", "QuoteId", ByCreation, Priced: true),
        new("Pricebook2", "Lines", "PricebookEntries", EntryObject, PriceBookField, ByCreation),
        new("Invoice__c", "Lines", "InvoiceLines__r", "InvoiceLine__c", "Invoice__c", "LineNumber__c, Id", PositionField: "LineNumber__c"),
        new("Payment__c", "Allocations", "Allocations__r", "PaymentAllocation__c", "Payment__c", ByCreation),
    ];

    private readonly LineListDefinition[] _lists;

    public Aggregates(IEnumerable<SalesforceLineList> added)
    {
        LineListDefinition[] own = [.. added.Select(l => new LineListDefinition(l.Parent, l.Path, l.Relationship, l.Object, l.ParentField, l.OrderBy.Count == 0 ? ByCreation : string.Join(", ", l.OrderBy)))];
        _lists = [.. own, .. Standard.Where(s => !Array.Exists(own, o => o.Parent == s.Parent && o.Path == s.Path))];
    }

    /// <summary>The lists of an object.</summary>
    public IEnumerable<LineListDefinition> ListsOf(string objectName) => _lists.Where(l => l.Parent == objectName);

    /// <summary>The list at a path.</summary>
    /// <exception cref="ConnectorException">There is none.</exception>
    public LineListDefinition List(string objectName, string path) =>
        Array.Find(_lists, l => l.Parent == objectName && l.Path == path)
        ?? throw new ConnectorException(ErrorKind.Configuration, $"Salesforce object '{objectName}' has no list '{path}'. Name the child object in the connection's LineLists option.") { NotSent = true };

    /// <summary>The objects beside the main one that a record is made of.</summary>
    public IReadOnlyList<string> PartsOf(string objectName) => objectName == Product ? [EntryObject] : [.. ListsOf(objectName).Select(l => l.Object)];
}
