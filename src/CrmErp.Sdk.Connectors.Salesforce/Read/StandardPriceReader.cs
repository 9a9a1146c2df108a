using System.Text.Json;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>Reads a product's price out of the subquery for its entry in the standard price book: the active entry's price, or empty.</summary>
internal static class StandardPriceReader
{
    public static bool TryRead(RecordField field, ReadOnlySpan<byte> token, out FieldValue value)
    {
        value = FieldValue.Null;
        if (field.Path != Aggregates.StandardPrice || token[0] != (byte)'{')
        {
            return false;
        }

        var reader = new Utf8JsonReader(token);
        using var document = JsonDocument.ParseValue(ref reader);
        foreach (var entry in document.RootElement.GetProperty("records").EnumerateArray())
        {
            if (entry.GetProperty("IsActive").ValueKind == JsonValueKind.True && entry.GetProperty("UnitPrice").TryGetDecimal(out var price))
            {
                value = price;
                return true;
            }
        }

        return true;
    }
}
