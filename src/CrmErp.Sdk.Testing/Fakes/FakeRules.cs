using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>What a fake system does to values, and what it refuses.</summary>
internal sealed class FakeRules(FakeSystem system)
{
    /// <summary>The value as the system stores it.</summary>
    public FieldValue Store(string objectName, FieldMetadata field, FieldValue value)
    {
        if (value.Kind == FieldKind.Lines)
        {
            return StoreLines(objectName, field, value.AsLines());
        }

        if (field.Kind == FieldKind.Reference && value.Kind == FieldKind.Text)
        {
            value = FieldValue.From(value.AsText().Length == 0 ? null : new Reference(field.ReferenceTo ?? objectName, value.AsText()));
        }

        value = Coercion.Apply(field, value);
        foreach (var extra in system.Behavior.UndeclaredCoercions)
        {
            if (extra.Object == objectName && extra.Field == field.Path)
            {
                value = Coercion.Apply(new FieldMetadata { Path = field.Path, Kind = field.Kind, Coercion = extra.Coercion, MaxLength = extra.MaxLength ?? field.MaxLength, Scale = extra.Scale ?? field.Scale }, value);
            }
        }

        return value;
    }

    /// <summary>Why the system refuses values; null when it takes them. The values are stored ones.</summary>
    public SyncError? Refusal(FakeTable table, FakeRow? row, IReadOnlyDictionary<string, FieldValue> values, FakeActor actor)
    {
        var metadata = system.Schema.Get(table.Object);
        foreach (var (path, value) in values)
        {
            if (metadata.Find(path) is not { } field)
            {
                return new SyncError(ErrorKind.SchemaDrift, "INVALID_FIELD", $"'{table.Object}' has no field '{path}'.", path);
            }

            if ((actor == FakeActor.Engine ? Permission(field, row is null) : null) is { } denied)
            {
                return denied;
            }

            if (RefusalOf(table, field, value) is { } refusal)
            {
                return refusal;
            }
        }

        return row is null ? MissingRequired(metadata, values) : null;
    }

    /// <summary>The record that makes another one with these values impossible; null when there is none.</summary>
    public FakeRow? Twin(FakeTable table, FakeRow? row, IReadOnlyDictionary<string, FieldValue> values)
    {
        foreach (var field in system.Schema.Get(table.Object).Fields)
        {
            if (field.Unique && values.TryGetValue(field.Path, out var value) && !value.IsEmpty && table.Live.FirstOrDefault(r => r != row && Same(r, field.Path, value)) is { } clash)
            {
                return clash;
            }
        }

        foreach (var rule in system.Behavior.Duplicates)
        {
            if (rule.Object == table.Object && rule.Fields.All(f => !values.GetValueOrDefault(f, FieldValue.Null).IsEmpty)
                && table.Live.FirstOrDefault(r => r != row && rule.Fields.All(f => Same(r, f, values[f]))) is { } twin)
            {
                return twin;
            }
        }

        return null;
    }

    /// <summary>Whether a record may not be changed any more.</summary>
    public bool IsImmutable(FakeTable table, FakeRow row) =>
        system.Behavior.Immutable.Any(r => r.Object == table.Object && row.Last.Values.GetValueOrDefault(r.Field, FieldValue.Null) == r.Value);

    /// <summary>Whether another record of the scope refers to this one.</summary>
    public bool IsReferenced(FakeTable table, FakeRow row) =>
        system.Tables.Where(t => t.Scope == table.Scope).SelectMany(t => t.Live).Any(r => r != row && r.Last.Values.Values.Any(v => v.ReferenceOrNull() is { } target && target.Type == table.Object && target.Id == row.Id));

    private static bool Same(FakeRow row, string field, FieldValue value)
    {
        var other = row.Last.Values.GetValueOrDefault(field, FieldValue.Null);
        return other.Kind == FieldKind.Text && value.Kind == FieldKind.Text
            ? string.Equals(other.AsText().Trim(), value.AsText().Trim(), StringComparison.OrdinalIgnoreCase)
            : other == value;
    }

    private static SyncError? Permission(FieldMetadata field, bool creating) =>
        (creating ? field.Createable : field.Updateable) ? null : new SyncError(ErrorKind.Validation, "READ_ONLY_FIELD", $"'{field.Path}' cannot be written.", field.Path);

    private static SyncError? MissingRequired(ObjectMetadata metadata, IReadOnlyDictionary<string, FieldValue> values)
    {
        foreach (var field in metadata.Fields)
        {
            if (field.Required && values.GetValueOrDefault(field.Path, FieldValue.Null).IsEmpty)
            {
                return new SyncError(ErrorKind.Validation, "REQUIRED_FIELD_MISSING", $"'{field.Path}' must be given.", field.Path);
            }
        }

        return null;
    }

    private SyncError? RefusalOf(FakeTable table, FieldMetadata field, FieldValue value)
    {
        if (!value.HasValue)
        {
            return field.Nullable ? null : new SyncError(ErrorKind.Validation, "NOT_NULLABLE", $"'{field.Path}' cannot be empty.", field.Path);
        }

        if (!Fits(field.Kind, value.Kind))
        {
            return new SyncError(ErrorKind.Validation, "INVALID_TYPE", $"'{field.Path}' takes {field.Kind}, not {value.Kind}.", field.Path);
        }

        if (value.Kind == FieldKind.Text && field.MaxLength is { } length && value.AsText().Length > length)
        {
            return new SyncError(ErrorKind.Validation, "STRING_TOO_LONG", $"'{field.Path}' holds at most {length} characters.", field.Path);
        }

        if (field.Values.Count > 0 && value.Kind == FieldKind.Text && value.AsText().Length > 0 && !field.Values.Contains(value.AsText(), StringComparer.Ordinal))
        {
            return new SyncError(ErrorKind.Validation, "INVALID_OPTION", $"'{field.Path}' does not know the option.", field.Path);
        }

        if (value.ReferenceOrNull() is { } target && system.Table(table.Scope, target.Type).FindLive(target.Id) is null)
        {
            return new SyncError(ErrorKind.Reference, "REFERENCE_NOT_FOUND", $"'{field.Path}' refers to a record that does not exist.", field.Path);
        }

        return value.LinesOrNull() is { } lines ? RefusalOfLines(table, field, lines) : null;
    }

    private SyncError? RefusalOfLines(FakeTable table, FieldMetadata field, LineList lines)
    {
        foreach (var line in lines)
        {
            foreach (var inner in field.Lines?.Fields ?? [])
            {
                var value = line.Fields.GetOrMissing(inner.Path);
                if (!value.IsMissing && RefusalOf(table, inner, value) is { } refusal)
                {
                    return refusal with { Field = $"{field.Path}.{inner.Path}" };
                }
            }
        }

        return null;
    }

    private FieldValue StoreLines(string objectName, FieldMetadata field, LineList lines)
    {
        var schema = system.Schema.LinesOf(objectName, field);
        return FieldValue.From(new LineList(lines.Select(line => new Line(default, StoreLine(objectName, field, schema, line.Fields), line.RemoteId ?? system.NewLineId()))));
    }

    /// <summary>A line's content in the server's own row; unknown names are dropped, missing values stay missing.</summary>
    public Row StoreLine(string objectName, FieldMetadata field, RowSchema schema, Row line)
    {
        var stored = new Row(schema);
        foreach (var inner in field.Lines?.Fields ?? [])
        {
            var value = line.GetOrMissing(inner.Path);
            stored[inner.Path] = value.IsMissing ? value : Store(objectName, inner, value);
        }

        return stored;
    }

    private static bool Fits(FieldKind field, FieldKind value) =>
        field == value || (field is FieldKind.Decimal or FieldKind.Integer && value is FieldKind.Decimal or FieldKind.Integer);
}
