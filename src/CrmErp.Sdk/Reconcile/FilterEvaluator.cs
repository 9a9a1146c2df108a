using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Reconcile;

/// <summary>Runs a map's filters on a record; what the connector translated already simply passes.</summary>
internal static class FilterEvaluator
{
    public static bool Passes(EntityMap map, Record record)
    {
        foreach (var filter in map.Filters)
        {
            // A field that was not served says nothing about the record.
            if (record.Fields.GetOrMissing(filter.Field) is { IsMissing: false } value && !Holds(filter, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(RecordFilter filter, FieldValue value) => filter.Operator switch
    {
        FilterOperator.In => filter.Values.Contains(value),
        FilterOperator.NotIn => !filter.Values.Contains(value),
        FilterOperator.AtLeast => value.HasValue && Compare(value, filter.Values[0]) >= 0,
        FilterOperator.AtMost => value.HasValue && Compare(value, filter.Values[0]) <= 0,
        FilterOperator.IsEmpty => value.IsEmpty,
        FilterOperator.IsNotEmpty => !value.IsEmpty,
        _ => throw new InvalidOperationException($"The filter on '{filter.Field}' has an unknown operator."),
    };

    private static int Compare(FieldValue left, FieldValue right) => left.Kind switch
    {
        FieldKind.Text => string.CompareOrdinal(left.AsText(), right.AsText()),
        FieldKind.Date => left.AsDate().CompareTo(right.AsDate()),
        FieldKind.Instant => left.AsInstant().CompareTo(right.AsInstant()),
        _ => left.AsDecimal().CompareTo(right.AsDecimal()),
    };
}
