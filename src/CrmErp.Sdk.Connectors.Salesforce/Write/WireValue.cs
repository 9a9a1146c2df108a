using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>How a value looks on the wire: as JSON in REST bodies, as text in bulk files.</summary>
internal static class WireValue
{
    /// <summary>Writes a property; a missing value writes nothing.</summary>
    public static void Write(Utf8JsonWriter json, string name, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Missing:
                return;
            case FieldKind.Boolean:
                json.WriteBoolean(name, value.AsBoolean());
                return;
            case FieldKind.Integer:
                json.WriteNumber(name, value.AsInteger());
                return;
            case FieldKind.Decimal:
                json.WriteNumber(name, value.AsDecimal());
                return;
            case FieldKind.Money:
                json.WriteNumber(name, value.AsMoney().Amount);
                return;
            default:
                WriteText(json, name, Text(value));
                return;
        }
    }

    /// <summary>The value as text; null where it is empty.</summary>
    /// <exception cref="ArgumentException">Lines are no value.</exception>
    public static string? Text(FieldValue value) => value.Kind switch
    {
        FieldKind.Null => null,
        FieldKind.Boolean => value.AsBoolean() ? "true" : "false",
        FieldKind.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        FieldKind.Decimal => value.AsDecimal().ToString(CultureInfo.InvariantCulture),
        FieldKind.Money => value.AsMoney().Amount.ToString(CultureInfo.InvariantCulture),
        // The empty text and null are one value there; null is what clears.
        FieldKind.Text => value.AsText() is { Length: > 0 } text ? text : null,
        FieldKind.Date => value.AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldKind.Instant => Read.Soql.Instant(value.AsInstant()),
        FieldKind.Guid => value.AsGuid().ToString("d"),
        FieldKind.Reference => value.AsReference().Id,
        _ => throw new ArgumentException($"A value of kind {value.Kind} cannot be sent as a field.", nameof(value)),
    };

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, text);
        }
    }
}
