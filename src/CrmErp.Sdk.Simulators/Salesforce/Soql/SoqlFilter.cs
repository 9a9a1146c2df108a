using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>Turns conditions into predicates on rows.</summary>
internal sealed class SoqlFilter(SalesforceOrg org, SObjectType type, Func<SoqlQuery, HashSet<string>> semiJoin)
{
    public Predicate<StoredRecord> Compile(SoqlCondition? condition)
    {
        switch (condition)
        {
            case null:
                return static _ => true;
            case SoqlAnd and:
                var all = and.Parts.Select(Compile).ToArray();
                return row => Array.TrueForAll(all, p => p(row));
            case SoqlOr or:
                var any = or.Parts.Select(Compile).ToArray();
                return row => Array.Exists(any, p => p(row));
            case SoqlNot not:
                var part = Compile(not.Part);
                return row => !part(row);
            case SoqlComparison comparison:
                return Comparison(comparison);
            case SoqlMembership membership:
                return Membership(membership);
            default:
                throw new InvalidOperationException($"No rule for {condition.GetType().Name}.");
        }
    }

    private Predicate<StoredRecord> Comparison(SoqlComparison comparison)
    {
        var path = Filterable(comparison.Path);
        var field = path.Field;
        if (comparison.Value.Kind == SoqlLiteralKind.DateRange)
        {
            return DateRange(path, comparison);
        }

        if (comparison.Operator == SoqlOperator.Like)
        {
            if (!field.IsText || comparison.Value.Kind != SoqlLiteralKind.Text)
            {
                throw new SalesforceException(ErrorCodes.InvalidField, $"invalid operator on {field.Type.ToString().ToLowerInvariant()} field '{field.Name}'");
            }

            return row => path.Read(row) is string text && SoqlValues.IsLike(text, comparison.Value.Text);
        }

        var value = SoqlValues.Convert(field, comparison.Value);
        if (value is null && comparison.Operator is not (SoqlOperator.Equal or SoqlOperator.NotEqual))
        {
            throw new SalesforceException(ErrorCodes.MalformedQuery, "unexpected token: 'null'");
        }

        // An empty text is stored as null, so it is found as null.
        value = value is "" ? null : value;
        return comparison.Operator switch
        {
            SoqlOperator.Equal => row => SoqlValues.Compare(field, path.Read(row), value) == 0,
            SoqlOperator.NotEqual => row => SoqlValues.Compare(field, path.Read(row), value) != 0,
            SoqlOperator.Less => row => path.Read(row) is { } v && SoqlValues.Compare(field, v, value) < 0,
            SoqlOperator.LessOrEqual => row => path.Read(row) is { } v && SoqlValues.Compare(field, v, value) <= 0,
            SoqlOperator.Greater => row => path.Read(row) is { } v && SoqlValues.Compare(field, v, value) > 0,
            _ => row => path.Read(row) is { } v && SoqlValues.Compare(field, v, value) >= 0,
        };
    }

    private Predicate<StoredRecord> DateRange(SoqlFieldPath path, SoqlComparison comparison)
    {
        if (path.Field.Type is not (SObjectFieldType.Date or SObjectFieldType.DateTime))
        {
            throw new SalesforceException(ErrorCodes.InvalidField, $"value of filter criterion for field '{path.Field.Name}' must not be a date");
        }

        var today = DateOnly.FromDateTime(org.Database.Now.UtcDateTime);
        SoqlDateRange.TryResolve(comparison.Value.Text, today, out var from, out var to);
        DateOnly? Day(StoredRecord row) => path.Read(row) switch
        {
            DateOnly date => date,
            DateTimeOffset instant => DateOnly.FromDateTime(instant.UtcDateTime),
            _ => null,
        };
        return comparison.Operator switch
        {
            SoqlOperator.Equal => row => Day(row) is { } d && d >= from && d < to,
            SoqlOperator.NotEqual => row => Day(row) is not { } d || d < from || d >= to,
            SoqlOperator.Less => row => Day(row) is { } d && d < from,
            SoqlOperator.LessOrEqual => row => Day(row) is { } d && d < to,
            SoqlOperator.Greater => row => Day(row) is { } d && d >= to,
            _ => row => Day(row) is { } d && d >= from,
        };
    }

    private Predicate<StoredRecord> Membership(SoqlMembership membership)
    {
        var path = Filterable(membership.Path);
        var field = path.Field;
        if (membership.Subquery is { } subquery)
        {
            if (!field.IsId)
            {
                throw new SalesforceException(ErrorCodes.MalformedQuery, "semi join filter field must be of type ID or Reference");
            }

            var ids = semiJoin(subquery);
            return membership.Negated
                ? row => path.Read(row) is not string id || !ids.Contains(id)
                : row => path.Read(row) is string id && ids.Contains(id);
        }

        var set = new HashSet<object>(field.IsText && !field.CaseSensitive ? IgnoreCase.Instance : EqualityComparer<object>.Default);
        var withNull = false;
        foreach (var literal in membership.Values)
        {
            if (SoqlValues.Convert(field, literal) is { } value and not "")
            {
                set.Add(value);
            }
            else
            {
                withNull = true;
            }
        }

        return row => (path.Read(row) is { } value ? set.Contains(value) : withNull) != membership.Negated;
    }

    private SoqlFieldPath Filterable(string name)
    {
        var path = SoqlFieldPath.Resolve(org, type, name);
        return path.Field.Filterable ? path : throw new SalesforceException(ErrorCodes.InvalidField,
            $"field '{path.Field.Name}' can not be filtered in a query call");
    }

    private sealed class IgnoreCase : IEqualityComparer<object>
    {
        public static readonly IgnoreCase Instance = new();

        bool IEqualityComparer<object>.Equals(object? x, object? y) => string.Equals(x as string, y as string, StringComparison.OrdinalIgnoreCase);

        int IEqualityComparer<object>.GetHashCode(object obj) => StringComparer.OrdinalIgnoreCase.GetHashCode((string)obj);
    }
}
