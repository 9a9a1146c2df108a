using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Data;

/// <summary>Values of a body as the service takes them: types, lengths, codes in upper case.</summary>
internal static class BcValueReader
{
    // Dividing by it drops trailing zeros: 12.50 is answered as 12.5.
    private const decimal One = 1.000000000000000000000000000000m;

    public static object Read(BcEntity entity, BcField field, JsonElement value) => field.Type switch
    {
        BcFieldType.Text or BcFieldType.Code => Text(entity, field, value),
        BcFieldType.Enum => Enum(field, value),
        BcFieldType.Decimal => Number(field, value),
        BcFieldType.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Mismatch(value, "Edm.Int32"),
        BcFieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Mismatch(value, "Edm.Boolean"),
        BcFieldType.Date => Date(value),
        BcFieldType.Instant => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var instant)
            ? instant.ToUniversalTime()
            : throw Mismatch(value, "Edm.DateTimeOffset"),
        BcFieldType.Guid => value.ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out var guid)
            ? guid.ToString("D")
            : throw new BcException(400, "Application_InvalidGUID", $"Cannot convert the literal '{value}' to the expected type 'Edm.Guid'."),
        _ => throw new InvalidOperationException(field.Type.ToString()),
    };

    public static decimal Round(BcField field, decimal value) =>
        (field.Decimals < 0 ? value : Math.Round(value, field.Decimals, MidpointRounding.AwayFromZero)) / One;

    public static decimal Plain(decimal value) => value / One;

    private static string Text(BcEntity entity, BcField field, JsonElement value)
    {
        // Null is taken as the empty text; there is no null text.
        var text = value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            _ => throw Mismatch(value, "Edm.String"),
        };
        if (field.Type == BcFieldType.Code)
        {
            text = text.Trim().ToUpperInvariant();
        }
        else if (field.UpperCased)
        {
            text = text.ToUpperInvariant();
        }

        return text.Length <= field.MaxLength ? text : throw BcException.TooLong(entity, field, text.Length, text);
    }

    private static string Enum(BcField field, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Mismatch(value, "Microsoft.NAV." + field.Enum!.Name);
        return field.Enum!.Find(text)
            ?? throw BcException.BadRequest($"Cannot convert the literal '{text}' to the expected type 'Microsoft.NAV.{field.Enum.Name}'.");
    }

    private static decimal Number(BcField field, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? Round(field, number) : throw Mismatch(value, "Edm.Decimal");

    private static DateOnly Date(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw Mismatch(value, "Edm.Date");

    private static BcException Mismatch(JsonElement value, string type) =>
        BcException.BadRequest(value.ValueKind == JsonValueKind.String && type == "Edm.Decimal"
            ? "Cannot convert a value to target type 'Edm.Decimal' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true."
            : $"Cannot convert the literal '{value}' to the expected type '{type}'.");
}
