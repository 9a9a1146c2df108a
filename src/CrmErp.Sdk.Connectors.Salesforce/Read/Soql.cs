using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>
/// The only place where values and names become SOQL text. A value can never end its literal, and a name that is not a plain API
/// name never gets in.
/// </summary>
internal static class Soql
{
    /// <summary>The literal of a value.</summary>
    /// <exception cref="ArgumentException">The kind has no literal (missing, lines).</exception>
    public static string Literal(FieldValue value) => value.Kind switch
    {
        FieldKind.Null => "null",
        FieldKind.Boolean => value.AsBoolean() ? "true" : "false",
        FieldKind.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        FieldKind.Decimal => value.AsDecimal().ToString(CultureInfo.InvariantCulture),
        FieldKind.Money => value.AsMoney().Amount.ToString(CultureInfo.InvariantCulture),
        FieldKind.Text => Quote(value.AsText()),
        FieldKind.Date => value.AsDate().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldKind.Instant => Instant(value.AsInstant()),
        FieldKind.Guid => Quote(value.AsGuid().ToString("d")),
        FieldKind.Reference => Quote(value.AsReference().Id),
        _ => throw new ArgumentException($"A value of kind {value.Kind} has no SOQL literal.", nameof(value)),
    };

    /// <summary>The literal of a point in time: unquoted, in UTC, with milliseconds. Never with an offset, whose plus sign a URL would turn into a blank.</summary>
    public static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A text in single quotes. Escapes: SOQL and SOSL reference, "Quoted String Escape Sequences".</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder(text.Length + 2).Append('\'');
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => quoted.Append(@"\\"),
                '\'' => quoted.Append(@"\'"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                '\b' => quoted.Append(@"\b"),
                '\f' => quoted.Append(@"\f"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>The name, if it is an API name or a path of them (<c>Account.Name</c>, <c>Parent__r.Code__c</c>).</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Name(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var startsPart = true;
        foreach (var c in name)
        {
            var fits = startsPart ? char.IsAsciiLetter(c) : char.IsAsciiLetterOrDigit(c) || c is '_' or '.';
            if (!fits)
            {
                throw NotAName(name);
            }

            startsPart = c == '.';
        }

        return startsPart ? throw NotAName(name) : name;
    }

    /// <summary><c>field IN (...)</c>, with an empty list that nothing satisfies.</summary>
    public static string In(string field, IEnumerable<FieldValue> values)
    {
        string[] literals = [.. values.Where(v => v.HasValue).Select(Literal)];
        return literals.Length == 0 ? "Id = null" : $"{Name(field)} IN ({string.Join(',', literals)})";
    }

    private static ArgumentException NotAName(string name) => new($"'{name}' is not a Salesforce API name: letters, digits, underscores and dots are expected.", nameof(name));
}
