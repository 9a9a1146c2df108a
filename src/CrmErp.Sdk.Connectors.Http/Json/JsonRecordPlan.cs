namespace CrmErp.Sdk.Connectors.Http.Json;

/// <summary>A shape, a layout and a dialect, compiled for scanning pages. Immutable: make it once per shape and keep it.</summary>
public sealed class JsonRecordPlan
{
    internal const int ItemsSlot = 0;
    internal const int NextLinkSlot = 1;
    internal const int CountSlot = 2;
    internal const int EnvelopeSlots = 3;

    private JsonRecordPlan(RecordShape shape, JsonRecordLayout layout, JsonDialect dialect, bool isLines)
    {
        Shape = shape;
        Layout = layout;
        Dialect = dialect;
        Lines = new JsonRecordPlan?[shape.Fields.Count];
        for (var slot = 0; slot < shape.Fields.Count; slot++)
        {
            AddField(shape.Fields[slot], slot);
        }

        var next = shape.Fields.Count;
        IdSlot = AddPath((isLines ? layout.LineId : null) ?? layout.Id, ref next);
        VersionSlot = AddPath(isLines ? null : layout.Version, ref next);
        ModifiedSlot = AddPath(isLines ? null : layout.Modified, ref next);
        CreatedSlot = AddPath(isLines ? null : layout.Created, ref next);
        MarkerSlot = AddPath(isLines ? null : layout.Marker, ref next);
        FirstExtra = next;
        foreach (var extra in isLines ? [] : layout.Extras)
        {
            AddPath(extra, ref next);
        }

        Stride = next;
        Predictions = Record.Freeze(0);
        HasItems = AddEnvelope(isLines ? layout.LineItems : layout.Items, ItemsSlot);
        AddEnvelope(isLines ? layout.LineNextLink : layout.NextLink, NextLinkSlot);
        AddEnvelope(isLines ? null : layout.TotalCount, CountSlot);
        EnvelopePredictions = Envelope.Freeze(0);
    }

    /// <summary>The fields that are read.</summary>
    public RecordShape Shape { get; }

    internal JsonRecordLayout Layout { get; }

    internal JsonDialect Dialect { get; }

    internal JsonNode Record { get; } = new("");

    internal JsonNode Envelope { get; } = new("");

    internal bool HasItems { get; }

    internal JsonRecordPlan?[] Lines { get; }

    internal int IdSlot { get; }

    internal int VersionSlot { get; }

    internal int ModifiedSlot { get; }

    internal int CreatedSlot { get; }

    internal int MarkerSlot { get; }

    internal int FirstExtra { get; }

    internal int Stride { get; }

    internal int Predictions { get; }

    internal int EnvelopePredictions { get; }

    /// <summary>Compiles a plan.</summary>
    /// <exception cref="ArgumentException">A reference does not say what it points to, or lines have no shape.</exception>
    public static JsonRecordPlan Create(RecordShape shape, JsonRecordLayout layout, JsonDialect? dialect = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(layout);
        return new JsonRecordPlan(shape, layout, dialect ?? JsonDialect.Plain, isLines: false);
    }

    private void AddField(RecordField field, int slot)
    {
        if (field.Kind == FieldKind.Reference && string.IsNullOrEmpty(field.ReferenceTo))
        {
            throw new ArgumentException($"'{Shape.Object}' field '{field.Path}' is a reference and does not say to which object.");
        }

        if (field.Kind == FieldKind.Lines)
        {
            var lines = field.Lines ?? throw new ArgumentException($"'{Shape.Object}' field '{field.Path}' holds lines and has no shape for them.");
            Lines[slot] = new JsonRecordPlan(lines, Layout, Dialect, isLines: true);
        }

        Record.Add(JsonRecordLayout.Split(Layout.PathOf?.Invoke(field) ?? field.Path), slot);
    }

    private int AddPath(string? path, ref int next)
    {
        if (path is null)
        {
            return -1;
        }

        Record.Add(JsonRecordLayout.Split(path), next);
        return next++;
    }

    private bool AddEnvelope(string? path, int slot)
    {
        if (path is null)
        {
            return false;
        }

        Envelope.Add(JsonRecordLayout.Split(path), slot);
        return true;
    }
}
