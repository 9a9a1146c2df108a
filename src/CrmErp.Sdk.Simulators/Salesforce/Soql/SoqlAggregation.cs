using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>Computes the one row of an aggregate query.</summary>
internal static class SoqlAggregation
{
    public static IReadOnlyList<(string Name, object? Value)> Compute(SoqlPlan plan, List<StoredRecord> rows)
    {
        var results = new List<(string, object?)>();
        for (var i = 0; i < plan.Aggregates.Count; i++)
        {
            var (item, path) = plan.Aggregates[i];
            results.Add((item.Alias ?? $"expr{i}", Compute(item.Function, path, rows)));
        }

        return results;
    }

    private static object? Compute(string function, SoqlFieldPath? path, List<StoredRecord> rows)
    {
        if (path is null)
        {
            return (decimal)rows.Count;
        }

        var values = rows.Select(path.Read).OfType<object>();
        var comparer = Comparer<object>.Create((a, b) => SoqlValues.Compare(path.Field, a, b));
        return function switch
        {
            "COUNT" => (decimal)values.Count(),
            "MIN" => values.Min(comparer),
            "MAX" => values.Max(comparer),
            _ => values.OfType<decimal>().Sum(),
        };
    }
}
