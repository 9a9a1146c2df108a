using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>Literals in the form rows keep values, and the order of values: texts without case, ids with it, nulls first.</summary>
internal static class SoqlValues
{
    /// <summary>The literal as a value of the field, or the vendor's complaint about its type.</summary>
    public static object? Convert(SObjectField field, SoqlLiteral literal)
    {
        if (literal.Kind == SoqlLiteralKind.Null)
        {
            return null;
        }

        return (field.Type, literal.Kind) switch
        {
            (SObjectFieldType.Id or SObjectFieldType.Reference, SoqlLiteralKind.Text) => literal.Text.Length == 0 ? string.Empty : SalesforceId.Normalize(literal.Text)
                ?? throw new SalesforceException("INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {literal.Text}"),
            (SObjectFieldType.Boolean, SoqlLiteralKind.Boolean) => literal.Value,
            (SObjectFieldType.Date, SoqlLiteralKind.Date) => literal.Value,
            (SObjectFieldType.DateTime, SoqlLiteralKind.DateTime) => literal.Value,
            (_, SoqlLiteralKind.Number) when field.IsNumber => literal.Value,
            (_, SoqlLiteralKind.Text) when field.IsText => literal.Value,
            _ => throw WrongType(field, literal),
        };
    }

    public static int Compare(SObjectField field, object? left, object? right)
    {
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        return (left, right) switch
        {
            (string a, string b) when field.IsId || field.CaseSensitive => string.CompareOrdinal(a, b),
            (string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
            (decimal a, decimal b) => a.CompareTo(b),
            (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
            (DateOnly a, DateOnly b) => a.CompareTo(b),
            (bool a, bool b) => a.CompareTo(b),
            _ => throw new InvalidOperationException($"{field.Name}: {left.GetType().Name} beside {right.GetType().Name}."),
        };
    }

    /// <summary>LIKE: % is any text, _ one character, a backslash before either takes it literally.</summary>
    public static bool IsLike(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '%')
            {
                pattern = pattern[1..];
                for (var skip = 0; skip <= text.Length; skip++)
                {
                    if (IsLike(text[skip..], pattern))
                    {
                        return true;
                    }
                }

                return false;
            }

            var escaped = pattern[0] == '\\' && pattern.Length > 1;
            var expected = escaped ? pattern[1] : pattern[0];
            if (text.IsEmpty || (!(expected == '_' && !escaped) && char.ToUpperInvariant(text[0]) != char.ToUpperInvariant(expected)))
            {
                return false;
            }

            text = text[1..];
            pattern = pattern[(escaped ? 2 : 1)..];
        }

        return text.IsEmpty;
    }

    private static SalesforceException WrongType(SObjectField field, SoqlLiteral literal)
    {
        var type = field.Type switch
        {
            SObjectFieldType.DateTime => "dateTime",
            var t => t.ToString().ToLowerInvariant(),
        };
        var quotes = field.IsText || field.IsId ? "should be enclosed in quotes" : "should not be enclosed in quotes";
        return new(ErrorCodes.InvalidField, literal.Kind == SoqlLiteralKind.Text || field.IsText || field.IsId
            ? $"value of filter criterion for field '{field.Name}' must be of type {type} and {quotes}"
            : $"value of filter criterion for field '{field.Name}' must be of type {type}");
    }
}
