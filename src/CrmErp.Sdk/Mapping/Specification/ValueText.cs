using System.Globalization;

namespace CrmErp.Sdk.Mapping;

/// <summary>The text form of the scalar values that stand in a definition (constants, value maps, filters): for fingerprints and prints.</summary>
internal static class ValueText
{
    /// <summary>Tagged by kind, so that different values have different texts.</summary>
    public static string Format(FieldValue value) => value.Kind switch
    {
        FieldKind.Missing => "-",
        FieldKind.Null => "null",
        FieldKind.Text => $"'{value.AsText().Replace("'", "''", StringComparison.Ordinal)}'",
        FieldKind.Reference => $"@{value.AsReference()}",
        _ => $"{value.Kind}:{Plain(value)}",
    };

    /// <summary>The value alone.</summary>
    public static string Plain(FieldValue value) => value.Kind switch
    {
        FieldKind.Missing => "",
        FieldKind.Null => "null",
        FieldKind.Boolean => value.AsBoolean() ? "true" : "false",
        FieldKind.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        FieldKind.Decimal => (value.AsDecimal() / 1.000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        FieldKind.Text => value.AsText(),
        FieldKind.Date => value.AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldKind.Instant => value.AsInstant().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture),
        FieldKind.Guid => value.AsGuid().ToString("d"),
        FieldKind.Money => $"{value.AsMoney()}",
        FieldKind.Reference => value.AsReference().ToString(),
        _ => throw new ArgumentException("Lines have no text form.", nameof(value)),
    };
}
