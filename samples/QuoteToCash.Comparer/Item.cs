using System.Globalization;
using System.Text.Json;
using CrmErp.Samples.QuoteToCash.Comparing.Rendering;

namespace CrmErp.Samples.QuoteToCash.Comparing;

/// <summary>One record as a simulator shows it to its own people.</summary>
public sealed class Item
{
    private const string NoGuid = "00000000-0000-0000-0000-000000000000";

    private readonly JsonElement _values;

    internal Item(string objectName, string id, JsonElement values)
    {
        Object = objectName;
        Id = id;
        _values = values;
    }

    /// <summary>The object, in the system's own name.</summary>
    public string Object { get; }

    /// <summary>The record's id.</summary>
    public string Id { get; }

    /// <summary>The lines of a document.</summary>
    public IReadOnlyList<Item> Lines { get; internal set; } = [];

    /// <summary>A value as text: numbers without trailing zeros; empty texts, empty ids and the year 1 are no value.</summary>
    public string? this[string field]
    {
        get
        {
            if (!_values.TryGetProperty(field, out var value))
            {
                throw new ArgumentException($"{Object} has no field '{field}'.", nameof(field));
            }

            return value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Number => Render.Plain(value.GetDecimal()),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                JsonValueKind.String when value.GetString() is "" or NoGuid or "0001-01-01" or "_x0020_" => null,
                JsonValueKind.String => value.GetString()!.Normalize(),
                _ => value.GetRawText(),
            };
        }
    }

    /// <summary>A number; 0 when there is none.</summary>
    public decimal Number(string field) => this[field] is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;
}
