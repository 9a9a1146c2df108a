using System.Text.Json;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>
/// The form of values in bodies: no nulls, options as XML names, and the members in the order in which the page validates them, because
/// every member is validated as if it were typed (a customer after the payment terms would overwrite them).
/// </summary>
internal sealed class WireForm
{
    private readonly ReadPlan _plan;
    private readonly IReadOnlyDictionary<(string Path, FieldValue Value), string> _resolved;
    private readonly JsonWriteDialect _header;
    private readonly JsonWriteDialect _line;

    /// <summary>Creates a form.</summary>
    /// <param name="plan">The object.</param>
    /// <param name="resolved">What codes and references stand for on the wire.</param>
    public WireForm(ReadPlan plan, IReadOnlyDictionary<(string Path, FieldValue Value), string> resolved)
    {
        _plan = plan;
        _resolved = resolved;
        var lines = plan.Schema?.Fields.FirstOrDefault(f => f.Kind == FieldKind.Lines)?.Lines;
        _line = Dialect(lines);
        _header = Dialect(plan.Schema);
    }

    public void Write(Utf8JsonWriter json, IReadOnlyList<FieldChange> changes) => JsonRecordWriter.WriteFields(json, _plan.Shape, changes, _header);

    public ReadOnlyMemory<byte> Line(RecordShape shape, Row fields) => JsonBody.Create(json =>
    {
        json.WriteStartObject();
        JsonRecordWriter.WriteRow(json, shape, fields, _line);
        json.WriteEndObject();
    });

    private JsonWriteDialect Dialect(ObjectMetadata? schema) => new()
    {
        PathOf = f => _plan.Page.Lookups.FirstOrDefault(l => l.Path == f.Path)?.IdField ?? _plan.Page.References.FirstOrDefault(r => r.Path == f.Path)?.NumberField ?? f.Path,
        Order = f => OrderOf(schema, f.Path),
        WriteValue = (json, field, value) => WriteValue(json, schema?.Find(field.Path), field, value),
    };

    private static int OrderOf(ObjectMetadata? schema, string path)
    {
        for (var i = 0; i < schema?.Fields.Count; i++)
        {
            if (schema.Fields[i].Path == path)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    private bool WriteValue(Utf8JsonWriter json, FieldMetadata? known, RecordField field, FieldValue value)
    {
        if (_resolved.TryGetValue((field.Path, value), out var wire))
        {
            json.WriteStringValue(wire);
            return true;
        }

        if (value.Kind == FieldKind.Lines)
        {
            WriteLines(json, field, value.AsLines());
            return true;
        }

        if (value.TextOrNull() is { } text && known is { Values.Count: > 0 })
        {
            json.WriteStringValue(OptionNames.Encode(text));
            return true;
        }

        return value.IsNull && WriteEmpty(json, known, field.Kind);
    }

    private void WriteLines(Utf8JsonWriter json, RecordField field, LineList lines)
    {
        json.WriteStartArray();
        foreach (var line in lines)
        {
            json.WriteStartObject();
            JsonRecordWriter.WriteRow(json, field.Lines!, line.Fields, _line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static bool WriteEmpty(Utf8JsonWriter json, FieldMetadata? known, FieldKind kind)
    {
        switch (kind)
        {
            case FieldKind.Text:
                json.WriteStringValue(known is { Values.Count: > 0 } ? OptionNames.Encode(known.Values[0]) : "");
                return true;
            case FieldKind.Date:
                json.WriteStringValue("0001-01-01");
                return true;
            case FieldKind.Guid or FieldKind.Reference:
                json.WriteStringValue(Guid.Empty);
                return true;
            case FieldKind.Decimal or FieldKind.Integer:
                json.WriteNumberValue(0);
                return true;
            case FieldKind.Boolean:
                json.WriteBooleanValue(false);
                return true;
            case FieldKind.Lines:
                json.WriteStartArray();
                json.WriteEndArray();
                return true;
            default:
                return false;
        }
    }
}
