using System.Globalization;

namespace CrmErp.Sdk.Testing;

/// <summary>Writes values of fakes for people. Only for test data: the product never prints values.</summary>
internal static class FakeText
{
    public static string? Of(FieldValue value) => value.Kind switch
    {
        FieldKind.Missing or FieldKind.Null => null,
        FieldKind.Boolean => value.AsBoolean() ? "true" : "false",
        FieldKind.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        FieldKind.Decimal => value.AsDecimal().ToString("0.############################", CultureInfo.InvariantCulture),
        FieldKind.Text => value.AsText(),
        FieldKind.Date => value.AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldKind.Instant => value.AsInstant().ToString("O", CultureInfo.InvariantCulture),
        FieldKind.Guid => value.AsGuid().ToString(),
        FieldKind.Money => value.AsMoney().Amount.ToString("0.############################", CultureInfo.InvariantCulture) + " " + value.AsMoney().Currency,
        FieldKind.Reference => value.AsReference().Id,
        _ => "[" + string.Join("; ", value.AsLines().Select(Of)) + "]",
    };

    private static string Of(Line line)
    {
        var fields = line.Fields.Schema.Fields.Select((name, slot) => (name, text: Of(line.Fields[slot]))).Where(f => f.text is not null);
        return $"{line.RemoteId}: {string.Join(", ", fields.Select(f => $"{f.name}={f.text}"))}";
    }
}
