using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>How the fields of one shape are asked for and read; made once per shape.</summary>
internal sealed class ReadPlan
{
    private static readonly JsonDialect Dialect = new() { Empty = EmptyForms.Text | EmptyForms.FirstDay | EmptyForms.ZeroGuid, DecodeText = DecodeUnknown };
    private readonly List<string> _select = [];
    private readonly List<(string Navigation, IReadOnlyList<string> Select)> _expand = [];

    public ReadPlan(RecordShape shape)
    {
        Shape = shape;
        Page = ApiPages.Of(shape.Object);
        Schema = StandardSchema.Find(shape.Object);
        Computed = [.. Page.Computed.Where(c => shape.Fields.Any(f => f.Path == c))];
        References = [.. Page.References.Select(r => (Reference: r, Slot: SlotOf(r.Path))).Where(r => r.Slot >= 0)];
        List = JsonRecordPlan.Create(shape, Layout("value"), Dialects());
        Single = JsonRecordPlan.Create(shape, Layout(null), Dialects());
        Collect();
    }

    public RecordShape Shape { get; }

    public ApiPage Page { get; }

    /// <summary>The shipped schema; null for pages that are not shipped.</summary>
    public ObjectMetadata? Schema { get; }

    /// <summary>The computed fields that the shape reads; their values are part of the version.</summary>
    public IReadOnlyList<string> Computed { get; }

    /// <summary>Whether lines are read: they move without moving the document's etag.</summary>
    public bool HasLines => Shape.Fields.Any(f => f.Kind == FieldKind.Lines);

    /// <summary>Whether ids and versions can be read alone.</summary>
    public bool HasPlainVersions => Computed.Count == 0 && !HasLines;

    /// <summary>The references that are known by a number, with their slots.</summary>
    public IReadOnlyList<(NumberedReference Reference, int Slot)> References { get; }

    /// <summary>Reads lists.</summary>
    public JsonRecordPlan List { get; }

    /// <summary>Reads answers that are one record.</summary>
    public JsonRecordPlan Single { get; }

    /// <summary>Adds what is to be read to a query.</summary>
    public ODataQuery Apply(ODataQuery query, bool headsOnly = false)
    {
        if (headsOnly && HasPlainVersions)
        {
            return query.Select("id", "lastModifiedDateTime");
        }

        query.Select(_select);
        foreach (var (navigation, select) in _expand)
        {
            query.Expand(navigation, select);
        }

        return query;
    }

    /// <summary>Asks a write to answer with what a read would show; fields are answered anyway.</summary>
    public ODataQuery ApplyToWrite(ODataQuery query)
    {
        foreach (var (navigation, select) in _expand)
        {
            query.Expand(navigation, select);
        }

        return query;
    }

    /// <summary>The literal of a value of a field; null where the field cannot be filtered by.</summary>
    public string? Literal(string path, FieldValue value)
    {
        var field = Schema?.Find(path);
        if (field is { Filterable: false } || path.Contains('.', StringComparison.Ordinal) || value.Kind is FieldKind.Missing or FieldKind.Money or FieldKind.Lines)
        {
            return null;
        }

        if (value.IsNull)
        {
            return field?.Kind is null or FieldKind.Text ? "''" : null;
        }

        if (value.TextOrNull() is { } text)
        {
            return field switch
            {
                { Values.Count: > 0 } => ODataLiteral.Quote(OptionNames.Encode(text)),
                { Kind: FieldKind.Guid or FieldKind.Reference } => GuidLiteral(text),
                { Kind: FieldKind.Text } => ODataLiteral.Format(Coercion.Apply(field, value) is { IsNull: false } stored ? stored : ""),
                _ => ODataLiteral.Quote(text),
            };
        }

        return value.ReferenceOrNull() is { } reference ? GuidLiteral(reference.Id) : ODataLiteral.Format(value);
    }

    private static string? GuidLiteral(string text) => Guid.TryParse(text, out var guid) ? ODataLiteral.Format(guid) : null;

    // The name of an option is known by the schema; of a page that is not shipped only by its look.
    private static string DecodeUnknown(RecordField field, string text) => OptionNames.Decode(text);

    private JsonDialect Dialects() => Schema is null ? Dialect : new JsonDialect { Empty = Dialect.Empty, DecodeText = DecodeOption };

    private string DecodeOption(RecordField field, string text)
    {
        var known = Schema!.Find(field.Path) ?? Schema.Fields.Select(f => f.Lines?.Find(field.Path)).FirstOrDefault(f => f is not null);
        return known is { Values.Count: > 0 } ? OptionNames.Decode(text) : text;
    }

    private JsonRecordLayout Layout(string? items) => new()
    {
        Items = items,
        NextLink = items is null ? null : "@odata.nextLink",
        TotalCount = items is null ? null : "@odata.count",
        Id = "id",
        Version = "@odata.etag",
        Modified = "lastModifiedDateTime",
        Marker = Page.Marker,
        Extras = [.. Computed, .. References.Select(r => r.Reference.NumberField)],
        PathOf = PathOf,
    };

    private string PathOf(RecordField field) =>
        Page.Aliases.GetValueOrDefault(field.Path) ?? Page.References.FirstOrDefault(r => r.Path == field.Path)?.NumberField ?? field.Path;

    private int SlotOf(string path) => Shape.Schema.TryGetSlot(path, out var slot) ? slot : -1;

    private void Collect()
    {
        _select.Add("id");
        _select.Add("lastModifiedDateTime");
        if (Page.Marker is { } marker)
        {
            _select.Add(marker);
        }

        foreach (var field in Shape.Fields)
        {
            if (field.Kind == FieldKind.Lines)
            {
                _expand.Add((field.Path, ["id", .. field.Lines!.Fields.Select(f => f.Path)]));
            }
            else if (Page.Lookups.FirstOrDefault(l => l.Path == field.Path) is { } lookup)
            {
                _expand.Add((lookup.Navigation, ["code"]));
            }
            else
            {
                _select.Add(PathOf(field));
            }
        }
    }
}
