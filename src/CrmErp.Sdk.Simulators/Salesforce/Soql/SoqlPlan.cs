using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>A compiled query. Run it under the database's lock.</summary>
internal sealed class SoqlPlan
{
    private readonly SoqlQuery _query;
    private readonly Predicate<StoredRecord> _filter;
    private readonly IReadOnlyList<(SoqlFieldPath Path, SoqlOrder Order)> _order;
    private readonly SoqlAccessPath _access;

    private SoqlPlan(SalesforceOrg org, SObjectTable table, SoqlQuery query, SoqlShape shape, IReadOnlyList<SoqlAggregateItem> aggregates)
    {
        Table = table;
        Shape = shape;
        Aggregates = [.. aggregates.Select(a => (a, a.Path.Length == 0 ? null : SoqlFieldPath.Resolve(org, table.Type, a.Path)))];
        _query = query;
        _filter = new SoqlFilter(org, table.Type, q => SemiJoin(org, q)).Compile(query.Where);
        _order = [.. query.OrderBy.Select(o => (SoqlFieldPath.Resolve(org, table.Type, o.Path), o))];
        _access = SoqlAccessPath.Choose(table, query.Where, wantStampOrder: IsStampOrder());
    }

    public SObjectTable Table { get; }

    public SoqlShape Shape { get; }

    /// <summary>The aggregates of a grouped query; empty for a plain one.</summary>
    public IReadOnlyList<(SoqlAggregateItem Item, SoqlFieldPath? Path)> Aggregates { get; }

    /// <summary>SELECT COUNT(): the answer is a number without rows.</summary>
    public bool IsCount => Aggregates is [({ Function: "COUNT", Path: "" }, _)];

    public static SoqlPlan Compile(SalesforceOrg org, string soql)
    {
        var query = SoqlParser.Parse(soql);
        return Compile(org, FindTable(org, query.From), query, isSubquery: false);
    }

    public static SoqlPlan Compile(SalesforceOrg org, SObjectTable table, SoqlQuery query, bool isSubquery)
    {
        var aggregates = query.Select.OfType<SoqlAggregateItem>().ToList();
        if (aggregates.Count > 0 && (isSubquery || aggregates.Count != query.Select.Count))
        {
            throw new SalesforceException(ErrorCodes.MalformedQuery, "Field must be grouped or aggregated");
        }

        var shape = aggregates.Count > 0 ? new SoqlShape(table.Type) : SoqlShape.Of(org, table.Type, query);
        return new(org, table, query, shape, aggregates);
    }

    /// <summary>The rows, in the query's order.</summary>
    /// <param name="tombstones">Deleted rows too, as queryAll wants them.</param>
    public List<StoredRecord> Run(bool tombstones)
    {
        var rows = _access.Rows(tombstones).Where(r => _filter(r));
        if (_order.Count > 0 && !(_access.ByStamp && IsStampOrder()))
        {
            rows = rows.Order(Comparer<StoredRecord>.Create(Compare));
        }

        return Cut(rows);
    }

    /// <summary>The children of one row.</summary>
    public List<StoredRecord> RunFor(SObjectField reference, string parentId)
    {
        var rows = Table.With(reference, parentId).Where(r => _filter(r));
        rows = _order.Count > 0 ? rows.Order(Comparer<StoredRecord>.Create(Compare)) : rows.OrderBy(r => r.Id, StringComparer.Ordinal);
        return Cut(rows);
    }

    private static HashSet<string> SemiJoin(SalesforceOrg org, SoqlQuery query)
    {
        var plan = Compile(org, FindTable(org, query.From), query, isSubquery: true);
        if (plan.Shape.Items is not [{ Parent: null, Children: null, Field: { IsId: true } field }])
        {
            throw new SalesforceException(ErrorCodes.MalformedQuery, "semi join sub-selects must select one ID or Reference field");
        }

        return [.. plan.Run(tombstones: false).Select(r => field.Read(r)).OfType<string>()];
    }

    private static SObjectTable FindTable(SalesforceOrg org, string name) => org.Find(name)
        ?? throw new SalesforceException(ErrorCodes.InvalidType,
            $"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");

    private List<StoredRecord> Cut(IEnumerable<StoredRecord> rows)
    {
        if (_query.Offset > 0)
        {
            rows = rows.Skip(_query.Offset);
        }

        return [.. _query.Limit is { } limit && Aggregates.Count == 0 ? rows.Take(limit) : rows];
    }

    private bool IsStampOrder() => _query.OrderBy is [{ Descending: false } first, ..]
        && first.Path.Equals("SystemModstamp", StringComparison.OrdinalIgnoreCase)
        && _query.OrderBy.Skip(1).All(o => o is { Descending: false } && o.Path.Equals("Id", StringComparison.OrdinalIgnoreCase));

    private int Compare(StoredRecord? a, StoredRecord? b)
    {
        foreach (var (path, order) in _order)
        {
            var left = path.Read(a!);
            var right = path.Read(b!);
            if (left is null != right is null)
            {
                // Nulls come first unless the query says otherwise, whatever the direction.
                return (left is null) == order.NullsLast ? 1 : -1;
            }

            var result = SoqlValues.Compare(path.Field, left, right);
            if (result != 0)
            {
                return order.Descending ? -result : result;
            }
        }

        return string.CompareOrdinal(a!.Id, b!.Id);
    }
}
