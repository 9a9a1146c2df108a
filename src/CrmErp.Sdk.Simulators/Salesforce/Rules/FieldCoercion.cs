using System.Globalization;
using System.Text.RegularExpressions;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>
/// What the vendor makes of a value before it stores it: texts lose blanks at both ends and are null when nothing is left, numbers are
/// rounded to the field's scale, times lose their fractions. What does not fit is an error, never cut.
/// </summary>
internal static partial class FieldCoercion
{
    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>The stored form of a value: a string, decimal, bool, DateOnly or DateTimeOffset, as it was sent.</summary>
    /// <exception cref="SalesforceException">The vendor refuses it.</exception>
    public static object? Coerce(SObjectField field, object? raw)
    {
        if (raw is null)
        {
            // A checkbox is never empty.
            return field.Type == SObjectFieldType.Boolean ? field.DefaultValue ?? False : null;
        }

        return field.Type switch
        {
            SObjectFieldType.Boolean => Boolean(field, raw),
            SObjectFieldType.Int or SObjectFieldType.Double or SObjectFieldType.Currency or SObjectFieldType.Percent => Number(field, raw),
            SObjectFieldType.Date => Date(field, raw),
            SObjectFieldType.DateTime => Instant(field, raw),
            SObjectFieldType.Id or SObjectFieldType.Reference => Reference(field, raw),
            _ => Text(field, raw),
        };
    }

    private static object Boolean(SObjectField field, object raw) => raw switch
    {
        bool flag => flag ? True : False,
        string text when bool.TryParse(text, out var flag) => flag ? True : False,
        _ => throw Unreadable("boolean", raw, field),
    };

    private static decimal? Number(SObjectField field, object raw)
    {
        if (raw is string { Length: 0 })
        {
            return null;
        }

        var number = raw switch
        {
            decimal d => d,
            int or long => Convert.ToDecimal(raw, CultureInfo.InvariantCulture),
            string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => throw Unreadable(field.Type == SObjectFieldType.Int ? "int" : "double", raw, field),
        };
        if (field.Type == SObjectFieldType.Int && number != decimal.Truncate(number))
        {
            throw Unreadable("int", raw, field);
        }

        // Scale 0 of the standard amount fields is what the describe answer says, and what is kept.
        number = Math.Round(number, field.Scale, MidpointRounding.AwayFromZero);
        if (field.Precision > 0 && Math.Abs(decimal.Truncate(number)) >= Power(field.Precision - field.Scale))
        {
            throw new SalesforceException(ErrorCodes.NumberOutsideValidRange,
                $"{field.Label}: value outside of valid range on numeric field: {number.ToString(CultureInfo.InvariantCulture)}", field.Name);
        }

        return number;
    }

    private static object? Date(SObjectField field, object raw) => raw switch
    {
        DateOnly date => date,
        string { Length: 0 } => null,
        string text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        string text when SalesforceDates.TryParse(text, out var instant) => DateOnly.FromDateTime(instant.UtcDateTime),
        _ => throw Unreadable("date", raw, field),
    };

    private static DateTimeOffset? Instant(SObjectField field, object raw) => raw switch
    {
        DateTimeOffset instant => WholeSeconds(instant),
        string { Length: 0 } => null,
        string text when SalesforceDates.TryParse(text, out var instant) => WholeSeconds(instant),
        _ => throw Unreadable("datetime", raw, field),
    };

    private static string? Reference(SObjectField field, object raw)
    {
        if (raw is not string text)
        {
            throw Unreadable("reference", raw, field);
        }

        return text.Trim() is { Length: > 0 } trimmed
            ? SalesforceId.Normalize(trimmed) ?? throw new SalesforceException(ErrorCodes.MalformedId, $"{field.Label}: id value of incorrect type: {text}", field.Name)
            : null;
    }

    private static string? Text(SObjectField field, object raw)
    {
        if (raw is not string text)
        {
            throw Unreadable("string", raw, field);
        }

        text = text.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        if (field.Length > 0 && text.Length > field.Length)
        {
            throw new SalesforceException(ErrorCodes.StringTooLong, $"{field.Label}: data value too large: {text} (max length={field.Length})", field.Name);
        }

        return field.Type switch
        {
            SObjectFieldType.Email when !EmailAddress().IsMatch(text) => throw new SalesforceException(
                ErrorCodes.InvalidEmailAddress, $"{field.Label}: invalid email address: {text}", field.Name),
            SObjectFieldType.Picklist => Option(field, text),
            _ => text,
        };
    }

    private static string Option(SObjectField field, string text)
    {
        foreach (var option in field.PicklistValues)
        {
            if (option.IsActive && string.Equals(option.Value, text, StringComparison.OrdinalIgnoreCase))
            {
                return option.Value;
            }
        }

        return field.RestrictedPicklist
            ? throw new SalesforceException(ErrorCodes.InvalidPicklist, $"{field.Label}: bad value for restricted picklist field: {text}", field.Name)
            : text;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    private static decimal Power(int digits)
    {
        var power = 1m;
        for (var i = 0; i < digits; i++)
        {
            power *= 10;
        }

        return power;
    }

    /// <summary>A value of the wrong JSON type ends the whole request: the vendor fails while it reads the body.</summary>
    private static SalesforceException Unreadable(string type, object raw, SObjectField field)
    {
        var (kind, text) = raw switch
        {
            string s => ("VALUE_STRING", s),
            bool b => (b ? "VALUE_TRUE" : "VALUE_FALSE", b ? "true" : "false"),
            decimal d when d != decimal.Truncate(d) => ("VALUE_NUMBER_FLOAT", d.ToString(CultureInfo.InvariantCulture)),
            IFormattable f => ("VALUE_NUMBER_INT", f.ToString(null, CultureInfo.InvariantCulture)),
            _ => ("START_OBJECT", "{"),
        };
        return new SalesforceException(new SalesforceError(ErrorCodes.JsonParserError,
            $"Cannot deserialize instance of {type} from {kind} value {text} or request may be missing a required field at [field {field.Name}]"))
        {
            EndsRequest = true,
        };
    }

    [GeneratedRegex(@"^[^@\s,;:<>()\[\]""]+@[A-Za-z0-9\u00A1-\uFFFF]([A-Za-z0-9\-\u00A1-\uFFFF]*[A-Za-z0-9\u00A1-\uFFFF])?(\.[A-Za-z0-9\u00A1-\uFFFF]([A-Za-z0-9\-\u00A1-\uFFFF]*[A-Za-z0-9\u00A1-\uFFFF])?)+$", RegexOptions.CultureInvariant)]
    private static partial Regex EmailAddress();
}
