using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Connectors.OData.Query;

/// <summary>
/// Writes a value as a literal of the OData query language, escaped, for filters and key predicates. The one place where a value
/// becomes part of a query: what comes from a record can never end a literal and begin an expression.
/// The result is not percent-encoded; <see cref="ODataQuery"/> and <see cref="ODataKey"/> do that for the whole.
/// </summary>
public static class ODataLiteral
{
    /// <summary>Formats a value.</summary>
    /// <param name="value">The value; missing, money and lines have no literal.</param>
    /// <param name="version">The protocol's version.</param>
    /// <param name="edmType">The field's type, such as <c>Edm.Guid</c>, where the kind does not tell it: references are text unless the type says GUID; V2 times are <c>Edm.DateTimeOffset</c> unless it says <c>Edm.DateTime</c>.</param>
    /// <exception cref="ArgumentException">The value has no literal, or does not fit the type.</exception>
    public static string Format(FieldValue value, ODataVersion version = ODataVersion.V4, string? edmType = null) => value.Kind switch
    {
        FieldKind.Null => "null",
        FieldKind.Boolean => value.AsBoolean() ? "true" : "false",
        FieldKind.Integer => Integer(value.AsInteger(), version, edmType),
        FieldKind.Decimal => Decimal(value.AsDecimal(), version, edmType),
        FieldKind.Text => Text(value.AsText(), version, edmType),
        FieldKind.Reference => Text(value.AsReference().Id, version, edmType),
        FieldKind.Guid => Guid(value.AsGuid(), version),
        FieldKind.Date => Date(value.AsDate(), version),
        FieldKind.Instant => Instant(value.AsInstant(), version, edmType),
        _ => throw new ArgumentException($"A value of kind {value.Kind} has no OData literal.", nameof(value)),
    };

    /// <summary>Quotes a text: quotes inside are doubled.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string Text(string text, ODataVersion version, string? edmType)
    {
        if (edmType != "Edm.Guid")
        {
            return Quote(text);
        }

        return System.Guid.TryParse(text, out var guid) ? Guid(guid, version) : throw new ArgumentException("The value is not a GUID, and the field holds GUIDs.", nameof(text));
    }

    private static string Guid(Guid value, ODataVersion version) => version == ODataVersion.V2 ? $"guid'{value:D}'" : value.ToString("D");

    private static string Integer(long value, ODataVersion version, string? edmType)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        return (version, edmType) switch
        {
            (ODataVersion.V2, "Edm.Int64") => digits + "L",
            (ODataVersion.V2, "Edm.Decimal") => digits + "M",
            _ => digits,
        };
    }

    private static string Decimal(decimal value, ODataVersion version, string? edmType)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        return version == ODataVersion.V2 ? digits + (edmType is "Edm.Double" ? "d" : "M") : digits;
    }

    private static string Date(DateOnly value, ODataVersion version)
    {
        var day = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return version == ODataVersion.V2 ? $"datetime'{day}T00:00:00'" : day;
    }

    // Milliseconds always, more only where they are: some servers compare the text of what they stored.
    private static string Instant(DateTimeOffset value, ODataVersion version, string? edmType)
    {
        var format = value.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff" : "yyyy-MM-dd'T'HH:mm:ss.fffffff";
        var time = value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
        return (version, edmType) switch
        {
            (ODataVersion.V2, "Edm.DateTime") => $"datetime'{time}'",
            (ODataVersion.V2, _) => $"datetimeoffset'{time}Z'",
            _ => time + "Z",
        };
    }

    // Percent-encodes a part of an address, leaving what OData addresses are full of readable.
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(Uri.EscapeDataString(text));
        return escaped.Replace("%28", "(").Replace("%29", ")").Replace("%2C", ",").Replace("%24", "$").Replace("%3A", ":").Replace("%27", "'").ToString();
    }
}
