namespace CrmErp.Sdk.Mapping;

/// <summary>Orders flows so that an entity comes after those it refers to; cycles are cut where they are met.</summary>
internal static class FlowOrder
{
    public static IReadOnlyList<FlowDefinition> Sort(IReadOnlyList<FlowDefinition> flows)
    {
        var sorted = new List<FlowDefinition>(flows.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var flow in flows)
        {
            Visit(flow);
        }

        return sorted;

        void Visit(FlowDefinition flow)
        {
            if (!seen.Add(flow.Entity.Name))
            {
                return;
            }

            foreach (var target in TargetsOf(flow.Entity))
            {
                if (flows.FirstOrDefault(f => string.Equals(f.Entity.Name, target, StringComparison.Ordinal)) is { } below)
                {
                    Visit(below);
                }
            }

            sorted.Add(flow);
        }
    }

    private static IEnumerable<string> TargetsOf(EntityType type) =>
        type.Fields.Select(f => f.ReferenceTo).Concat(type.Fields.Where(f => f.Lines is not null).SelectMany(f => TargetsOf(f.Lines!))).OfType<string>();
}
