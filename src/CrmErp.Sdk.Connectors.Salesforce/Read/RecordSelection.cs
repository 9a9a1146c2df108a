using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>
/// How records of one shape are asked for and read: the SELECT list with a subquery per list, and the plan that reads the rows.
/// Made once per shape.
/// </summary>
internal sealed class RecordSelection
{
    /// <summary>The position of LastModifiedById among the plan's extras.</summary>
    public const int ModifierExtra = 0;

    private const string Entries = "PricebookEntries";
    private const string LineItems = "records";

    private RecordSelection(RecordShape shape, IReadOnlyList<string> select, JsonRecordPlan queryPlan, JsonRecordPlan arrayPlan)
    {
        Shape = shape;
        Select = select;
        QueryPlan = queryPlan;
        ArrayPlan = arrayPlan;
    }

    public RecordShape Shape { get; }

    /// <summary>The SELECT list.</summary>
    public IReadOnlyList<string> Select { get; }

    /// <summary>Reads the answer of a query.</summary>
    public JsonRecordPlan QueryPlan { get; }

    /// <summary>Reads the answer of a multi-get: an array without envelope.</summary>
    public JsonRecordPlan ArrayPlan { get; }

    /// <summary>Whether the record is one row of one object, so that the multi-get resource serves it.</summary>
    public bool IsPlain => Select.All(s => s[0] != '(' && !s.Contains('.', StringComparison.Ordinal));

    /// <exception cref="ConnectorException">The shape asks for a list that is not known.</exception>
    public static RecordSelection Create(RecordShape shape, Aggregates aggregates, SalesforceOptions options)
    {
        var keyField = KeyField(shape.Object, options);
        var select = new List<string> { "Id", Keyset.TimeField, "CreatedDate", "LastModifiedById" };
        Add(select, keyField);
        foreach (var field in shape.Fields)
        {
            Add(select, Column(shape.Object, field, aggregates, options));
        }

        return new RecordSelection(shape, select, JsonRecordPlan.Create(shape, Layout(shape.Object, aggregates, keyField, LineItems), Dialect), JsonRecordPlan.Create(shape, Layout(shape.Object, aggregates, keyField, null), Dialect));
    }

    /// <summary>The field that carries our key on an object; null where it has none.</summary>
    public static string? KeyField(string objectName, SalesforceOptions options) =>
        options.ObjectsWithoutExternalId.Contains(objectName) ? null : options.ExternalIdField;

    private static JsonDialect Dialect { get; } = new() { ReadToken = StandardPriceReader.TryRead };

    private static void Add(List<string> select, string? column)
    {
        if (column is not null && !select.Contains(column))
        {
            select.Add(column);
        }
    }

    private static string Column(string objectName, RecordField field, Aggregates aggregates, SalesforceOptions options)
    {
        if (field.Kind == FieldKind.Lines)
        {
            var list = aggregates.List(objectName, field.Path);
            string[] columns = ["Id", .. field.Lines!.Fields.Select(f => Soql.Name(f.Path)).Where(n => n != "Id").Distinct(StringComparer.Ordinal)];
            return $"(SELECT {string.Join(',', columns)} FROM {Soql.Name(list.Relationship)} ORDER BY {list.OrderBy})";
        }

        if (objectName == Aggregates.Product && field.Path == Aggregates.StandardPrice)
        {
            var currency = options.MultiCurrency ? $" AND {Aggregates.CurrencyField} = {Soql.Quote(options.Currency)}" : "";
            return $"(SELECT Id,UnitPrice,IsActive FROM {Entries} WHERE Pricebook2.IsStandard = true{currency})";
        }

        return Soql.Name(field.Path);
    }

    private static JsonRecordLayout Layout(string objectName, Aggregates aggregates, string? keyField, string? items) => new()
    {
        Items = items,
        NextLink = items is null ? null : "nextRecordsUrl",
        TotalCount = items is null ? null : "totalSize",
        Id = "Id",
        Version = Keyset.TimeField,
        Modified = Keyset.TimeField,
        Created = "CreatedDate",
        Marker = keyField,
        Extras = ["LastModifiedById"],
        LineItems = LineItems,
        LineNextLink = "nextRecordsUrl",
        PathOf = field => PathOf(objectName, field, aggregates),
    };

    private static string PathOf(string objectName, RecordField field, Aggregates aggregates) => field switch
    {
        { Kind: FieldKind.Lines } => aggregates.List(objectName, field.Path).Relationship,
        { Path: Aggregates.StandardPrice } when objectName == Aggregates.Product => Entries,
        _ => field.Path,
    };
}
