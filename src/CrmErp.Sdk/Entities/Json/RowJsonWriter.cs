using System.Text.Json;

namespace CrmErp.Sdk;

/// <summary>Writes the fields of a row in their canonical form.</summary>
internal readonly struct RowJsonWriter(Utf8JsonWriter writer, UnknownFields? unknown)
{
    public void WriteFields(EntityType type, Row row, string owner)
    {
        foreach (var field in type.Fields)
        {
            WriteField(field, row[field.Slot], type);
        }

        unknown?.Write(writer, owner, type);
    }

    public void WriteField(EntityField field, FieldValue value, EntityType type)
    {
        if (value.IsMissing)
        {
            return;
        }

        if (!Fits(field.Kind, value))
        {
            throw new FieldKindException($"{type.Name}.{field.Name}", field.Kind, value.Kind);
        }

        writer.WritePropertyName(field.Name);
        WriteValue(field, value);
    }

    private static bool Fits(FieldKind wanted, FieldValue value) => value.Kind switch
    {
        FieldKind.Null => true,
        FieldKind.Integer => wanted is FieldKind.Integer or FieldKind.Decimal,
        FieldKind.Decimal when wanted == FieldKind.Integer => value.AsDecimal() is var number && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue,
        var kind => kind == wanted,
    };

    private void WriteValue(EntityField field, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Null:
                writer.WriteNullValue();
                break;
            case FieldKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case FieldKind.Integer or FieldKind.Decimal:
                JsonValues.WriteDecimal(writer, value.AsDecimal());
                break;
            case FieldKind.Text:
                JsonValues.WriteText(writer, value.AsText());
                break;
            case FieldKind.Date:
                JsonValues.WriteDate(writer, value.AsDate());
                break;
            case FieldKind.Instant:
                JsonValues.WriteInstant(writer, value.AsInstant());
                break;
            case FieldKind.Guid:
                writer.WriteStringValue(value.AsGuid());
                break;
            case FieldKind.Money:
                JsonValues.WriteMoney(writer, value.AsMoney());
                break;
            case FieldKind.Reference:
                WriteReference(field, value.AsReference());
                break;
            default:
                WriteLines(field, value.AsLines());
                break;
        }
    }

    // Images that were not resolved yet refer to external objects; those say their type.
    private void WriteReference(EntityField field, Reference reference)
    {
        if (string.Equals(reference.Type, field.ReferenceTo, StringComparison.Ordinal))
        {
            writer.WriteStringValue(reference.Id);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", reference.Type);
        writer.WriteString("id", reference.Id);
        writer.WriteEndObject();
    }

    private void WriteLines(EntityField field, LineList lines)
    {
        var type = field.Lines ?? throw new ArgumentException($"Field '{field.Name}' holds lines, but its shape declares none.", nameof(field));
        writer.WriteStartArray();
        foreach (var line in lines)
        {
            writer.WriteStartObject();
            if (!line.Id.IsEmpty)
            {
                writer.WriteString("lineId", line.Id.ToString());
            }

            if (line.RemoteId is not null)
            {
                writer.WriteString("remoteId", line.RemoteId);
            }

            WriteFields(type, line.Fields, unknown is null ? "" : UnknownFields.OwnerOf(field.Name, line));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
