using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Records as the service writes them: no nulls, dates as days, stamps with milliseconds, enumerations encoded.</summary>
internal static class BcEntityWriter
{
    private static readonly JsonEncodedText ETag = JsonEncodedText.Encode("@odata.etag");
    private static readonly JsonEncodedText Context = JsonEncodedText.Encode("@odata.context");

    public static void Write(Utf8JsonWriter writer, BcCompany company, BcNode node, string? context = null)
    {
        writer.WriteStartObject();
        if (context is not null)
        {
            writer.WriteString(Context, context);
        }

        writer.WriteString(ETag, BcETag.Of(node.Record.Version));
        if (node.Query.Select is { } select)
        {
            foreach (var field in select)
            {
                Write(writer, field, BcFieldAccess.Get(company, node.Entity, node.Record, field));
            }
        }
        else
        {
            foreach (var field in node.Entity.Schema.Fields)
            {
                Write(writer, (BcField)field, BcFieldAccess.Get(company, node.Entity, node.Record, (BcField)field));
            }
        }

        foreach (var branch in node.Branches)
        {
            WriteBranch(writer, company, branch);
        }

        writer.WriteEndObject();
    }

    private static void WriteBranch(Utf8JsonWriter writer, BcCompany company, BcBranch branch)
    {
        writer.WritePropertyName(branch.Navigation.Name);
        if (branch.Navigation.Many)
        {
            writer.WriteStartArray();
            foreach (var node in branch.Nodes)
            {
                Write(writer, company, node);
            }

            writer.WriteEndArray();
        }
        else if (branch.Nodes.Count == 0)
        {
            writer.WriteNullValue();
        }
        else
        {
            Write(writer, company, branch.Nodes[0]);
        }
    }

    private static void Write(Utf8JsonWriter writer, BcField field, object value)
    {
        switch (value)
        {
            case string text: writer.WriteString(field.Json, text); break;
            case decimal number: writer.WriteNumber(field.Json, number); break;
            case bool flag: writer.WriteBoolean(field.Json, flag); break;
            case long number: writer.WriteNumber(field.Json, number); break;
            case DateOnly date: WriteDate(writer, field, date); break;
            case DateTimeOffset instant: WriteInstant(writer, field, instant); break;
            default: throw new InvalidOperationException($"{field.Name} holds a {value.GetType().Name}.");
        }
    }

    private static void WriteDate(Utf8JsonWriter writer, BcField field, DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        date.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        writer.WriteString(field.Json, text);
    }

    private static void WriteInstant(Utf8JsonWriter writer, BcField field, DateTimeOffset instant)
    {
        // Trailing zeros of the fraction are not written: 08:00:31.2Z, 08:00:31Z.
        Span<char> text = stackalloc char[32];
        instant.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
        writer.WriteString(field.Json, text[..length]);
    }
}
