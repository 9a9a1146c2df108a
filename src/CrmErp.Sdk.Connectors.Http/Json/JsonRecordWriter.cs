using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Http.Json;

/// <summary>How a system wants values written, as far as it differs from plain JSON with ISO 8601.</summary>
public sealed class JsonWriteDialect
{
    /// <summary>Plain JSON: null clears.</summary>
    public static JsonWriteDialect Plain { get; } = new();

    /// <summary>Writes a value in the system's own form; false leaves it to the ordinary form. Also asked for null.</summary>
    public Func<Utf8JsonWriter, RecordField, FieldValue, bool>? WriteValue { get; init; }

    /// <summary>The path of a field in the body, where it is not the field's own.</summary>
    public Func<RecordField, string>? PathOf { get; init; }

    /// <summary>The order of the members, for systems that apply them one after another; fields with the same number keep the order of the changes.</summary>
    public Func<RecordField, int>? Order { get; init; }

    /// <summary>Numbers with decimals stand in quotes.</summary>
    public bool DecimalsAsText { get; init; }

    /// <summary>The format of times, in UTC. The default has milliseconds and ends in Z.</summary>
    public string InstantFormat { get; init; } = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
}

/// <summary>Writes changed fields into a JSON object. Missing values are not written; dotted paths become nested objects.</summary>
public static class JsonRecordWriter
{
    /// <summary>Writes the fields as members of the object that is open.</summary>
    /// <exception cref="ConnectorException">A text holds half a character and cannot be sent; nothing was sent.</exception>
    public static void WriteFields(Utf8JsonWriter json, RecordShape shape, IReadOnlyList<FieldChange> changes, JsonWriteDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(dialect);
        var entries = new List<Entry>(changes.Count);
        foreach (var change in changes.Where(c => !c.Value.IsMissing))
        {
            var field = shape.Fields[change.Slot];
            entries.Add(new Entry(JsonRecordLayout.Split(dialect.PathOf?.Invoke(field) ?? field.Path), field, change.Value));
        }

        WriteLevel(json, shape.Object, dialect.Order is { } order ? [.. entries.OrderBy(e => order(e.Field))] : entries, 0, dialect);
    }

    /// <summary>Writes the fields of a line as members of the object that is open.</summary>
    /// <exception cref="ConnectorException">A text holds half a character and cannot be sent; nothing was sent.</exception>
    public static void WriteRow(Utf8JsonWriter json, RecordShape shape, Row row, JsonWriteDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(row);
        var changes = new FieldChange[row.Count];
        for (var slot = 0; slot < changes.Length; slot++)
        {
            changes[slot] = new FieldChange(slot, row[slot]);
        }

        WriteFields(json, shape, changes, dialect);
    }

    private static void WriteLevel(Utf8JsonWriter json, string objectName, IReadOnlyList<Entry> entries, int depth, JsonWriteDialect dialect)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var name = entry.Path[depth];
            if (!written.Add(name))
            {
                continue;
            }

            json.WritePropertyName(name);
            if (entry.Path.Length == depth + 1)
            {
                WriteValue(json, objectName, entry.Field, entry.Value, dialect);
                continue;
            }

            json.WriteStartObject();
            WriteLevel(json, objectName, [.. entries.Where(e => e.Path.Length > depth + 1 && e.Path[depth] == name)], depth + 1, dialect);
            json.WriteEndObject();
        }
    }

    private static void WriteValue(Utf8JsonWriter json, string objectName, RecordField field, FieldValue value, JsonWriteDialect dialect)
    {
        if (dialect.WriteValue is { } own && own(json, field, value))
        {
            return;
        }

        switch (value.Kind)
        {
            case FieldKind.Null:
                json.WriteNullValue();
                break;
            case FieldKind.Boolean:
                json.WriteBooleanValue(value.AsBoolean());
                break;
            case FieldKind.Integer:
                json.WriteNumberValue(value.AsInteger());
                break;
            case FieldKind.Decimal when dialect.DecimalsAsText:
                json.WriteStringValue(value.AsDecimal().ToString(CultureInfo.InvariantCulture));
                break;
            case FieldKind.Decimal:
                json.WriteNumberValue(value.AsDecimal());
                break;
            case FieldKind.Text:
                WriteText(json, objectName, field, value.AsText());
                break;
            case FieldKind.Date:
                json.WriteStringValue(value.AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case FieldKind.Instant:
                json.WriteStringValue(value.AsInstant().ToString(dialect.InstantFormat, CultureInfo.InvariantCulture));
                break;
            case FieldKind.Guid:
                json.WriteStringValue(value.AsGuid());
                break;
            case FieldKind.Reference:
                json.WriteStringValue(value.AsReference().Id);
                break;
            case FieldKind.Lines:
                WriteLines(json, field, value.AsLines(), dialect);
                break;
            default:
                throw new ConnectorException(ErrorKind.Internal, $"'{objectName}' field '{field.Path}': a value of kind {value.Kind} has no JSON form; the map must split it into an amount and a currency.") { NotSent = true };
        }
    }

    private static void WriteText(Utf8JsonWriter json, string objectName, RecordField field, string text)
    {
        // The writer would replace it, and the system would store something that nobody sent.
        if (HoldsLoneSurrogate(text))
        {
            throw new ConnectorException(ErrorKind.Validation, $"'{objectName}' field '{field.Path}' holds half a surrogate pair, which cannot be sent.") { NotSent = true };
        }

        json.WriteStringValue(text);
    }

    private static bool HoldsLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteLines(Utf8JsonWriter json, RecordField field, LineList lines, JsonWriteDialect dialect)
    {
        var shape = field.Lines ?? throw new ArgumentException($"Field '{field.Path}' holds lines and has no shape for them.", nameof(field));
        json.WriteStartArray();
        foreach (var line in lines)
        {
            json.WriteStartObject();
            WriteRow(json, shape, line.Fields, dialect);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private readonly record struct Entry(string[] Path, RecordField Field, FieldValue Value);
}
