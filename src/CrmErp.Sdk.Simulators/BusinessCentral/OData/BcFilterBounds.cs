namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>What a filter says about where to look: only conditions that must all hold.</summary>
internal sealed class BcFilterBounds
{
    private readonly Dictionary<string, List<string>> _keys = new(StringComparer.Ordinal);

    /// <summary>No record before this stamp fits.</summary>
    public DateTimeOffset? ModifiedFrom { get; private set; }

    /// <summary>No record after this stamp fits.</summary>
    public DateTimeOffset? ModifiedTo { get; private set; }

    /// <summary>No record up to this id fits.</summary>
    public string? IdAfter { get; private set; }

    /// <summary>Per field the texts that fit; nothing else does.</summary>
    public IReadOnlyDictionary<string, List<string>> Keys => _keys;

    public static BcFilterBounds Of(BcFilter? filter)
    {
        var bounds = new BcFilterBounds();
        bounds.Collect(filter);
        return bounds;
    }

    private void Collect(BcFilter? filter)
    {
        switch (filter)
        {
            case BcFilter.And and:
                Collect(and.Left);
                Collect(and.Right);
                break;
            case BcFilter.Compare { Field.Name: "lastModifiedDateTime", Value: DateTimeOffset time } compare:
                Stamp(compare.Operator, time);
                break;
            case BcFilter.Compare { Field.Name: "id", Operator: "gt", Value: string id }:
                IdAfter = id;
                break;
            case BcFilter.In oneOf when oneOf.Values.OfType<string>().ToList() is var texts && texts.Count == oneOf.Values.Count:
                _keys[oneOf.Field.Name] = texts;
                break;
            case BcFilter.Or either when Equalities(either) is { } equal:
                _keys[equal.Field] = equal.Values;
                break;
            case BcFilter.Compare { Operator: "eq", Value: string text } compare:
                _keys[compare.Field.Name] = [text];
                break;
            default:
                break;
        }
    }

    private void Stamp(string op, DateTimeOffset time)
    {
        if (op is "gt" or "ge" or "eq")
        {
            ModifiedFrom = ModifiedFrom > time ? ModifiedFrom : time;
        }

        if (op is "lt" or "le" or "eq")
        {
            ModifiedTo = ModifiedTo < time ? ModifiedTo : time;
        }
    }

    private static (string Field, List<string> Values)? Equalities(BcFilter.Or or)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        string? field = null;
        var open = new Stack<BcFilter>([or]);
        while (open.TryPop(out var filter))
        {
            switch (filter)
            {
                case BcFilter.Or inner:
                    open.Push(inner.Left);
                    open.Push(inner.Right);
                    break;
                case BcFilter.Compare { Operator: "eq", Value: string text } compare:
                    field = compare.Field.Name;
                    values.Add(text);
                    break;
                default:
                    return null;
            }
        }

        return (field!, [.. values]);
    }
}
