using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Salesforce.Soql;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>Writes rows as REST answers show them.</summary>
internal sealed class RowJson(SalesforceOrg org, string version)
{
    private static readonly JsonEncodedText Attributes = JsonEncodedText.Encode("attributes");
    private static readonly JsonEncodedText TypeName = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Url = JsonEncodedText.Encode("url");

    /// <summary>Called for children that do not fit in a page; returns the link to the rest.</summary>
    public Func<SoqlPlan, List<StoredRecord>, int, string>? KeepChildren { get; init; }

    /// <summary>How many children come with their parent.</summary>
    public int ChildPageSize { get; init; } = int.MaxValue;

    /// <summary>A row with some of its fields.</summary>
    public void Write(Utf8JsonWriter writer, SObjectType type, StoredRecord row, IEnumerable<SObjectField> fields)
    {
        writer.WriteStartObject();
        WriteAttributes(writer, type.Name, row.Id);
        foreach (var field in fields)
        {
            writer.WritePropertyName(field.Name);
            WriteValue(writer, field, field.Read(row));
        }

        writer.WriteEndObject();
    }

    /// <summary>A row of a query's result.</summary>
    public void Write(Utf8JsonWriter writer, SoqlShape shape, StoredRecord row)
    {
        writer.WriteStartObject();
        WriteAttributes(writer, shape.Type.Name, row.Id);
        foreach (var item in shape.Items)
        {
            writer.WritePropertyName(item.EncodedName);
            if (item.Parent is { } parent)
            {
                WriteParent(writer, parent, item.Field.Read(row) as string);
            }
            else if (item.Children is { } children)
            {
                WriteChildren(writer, children, item.Field, row.Id);
            }
            else
            {
                WriteValue(writer, item.Field, item.Field.Read(row));
            }
        }

        writer.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter writer, SObjectField field, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case decimal number:
                writer.WriteRawValue(NumberText(field, number), skipInputValidation: true);
                break;
            case DateOnly date:
                writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                writer.WriteStringValue(SalesforceDates.Write(instant));
                break;
            case CompoundAddress address:
                WriteAddress(writer, address);
                break;
            default:
                throw new InvalidOperationException($"{field.Name}: no JSON form for {value.GetType().Name}.");
        }
    }

    /// <summary>Whole numbers of a decimal field keep one zero after the point: 12500.0.</summary>
    public static string NumberText(SObjectField field, decimal number)
    {
        var text = (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
        return field.Type == SObjectFieldType.Int || text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static void WriteAddress(Utf8JsonWriter writer, CompoundAddress address)
    {
        writer.WriteStartObject();
        writer.WriteString("city", address.City);
        writer.WriteString("country", address.Country);
        writer.WriteNull("geocodeAccuracy");
        writer.WriteNull("latitude");
        writer.WriteNull("longitude");
        writer.WriteString("postalCode", address.PostalCode);
        writer.WriteString("state", address.State);
        writer.WriteString("street", address.Street);
        writer.WriteEndObject();
    }

    private void WriteAttributes(Utf8JsonWriter writer, string type, string id)
    {
        writer.WriteStartObject(Attributes);
        writer.WriteString(TypeName, type);
        writer.WriteString(Url, $"/services/data/{version}/sobjects/{type}/{id}");
        writer.WriteEndObject();
    }

    private void WriteParent(Utf8JsonWriter writer, SoqlShape shape, string? id)
    {
        if (id is not null && org.FindRow(id) is { } row)
        {
            Write(writer, shape, row);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Without children the vendor answers null, not an empty list.</summary>
    private void WriteChildren(Utf8JsonWriter writer, SoqlPlan plan, SObjectField reference, string parentId)
    {
        var rows = plan.RunFor(reference, parentId);
        if (rows.Count == 0)
        {
            writer.WriteNullValue();
            return;
        }

        var shown = Math.Min(rows.Count, ChildPageSize);
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", rows.Count);
        writer.WriteBoolean("done", shown == rows.Count);
        if (shown < rows.Count && KeepChildren is { } keep)
        {
            writer.WriteString("nextRecordsUrl", keep(plan, rows, shown));
        }

        writer.WriteStartArray("records");
        for (var i = 0; i < shown; i++)
        {
            Write(writer, plan.Shape, rows[i]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
