using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// What a map loses when fields of a live system vanish: the lines that need them, if the rest can do without. A record without its
/// required fields, its match keys, its key or its lines is not the same record: then the entity is held instead.
/// </summary>
internal static class SchemaLoss
{
    /// <summary>The external fields that the map names and the live object does not have.</summary>
    public static IReadOnlyList<string> Missing(MapSource source, ObjectMetadata live) =>
        [.. source.Spec.Rules.SelectMany(r => r.Paths).Where(p => live.Find(p) is null).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The lines that can be left out; null when one of them cannot.</summary>
    public static IReadOnlyList<RuleSpec>? Droppable(FlowDefinition flow, MapSource source, IReadOnlyCollection<string> missing, ObjectMetadata? declared, string? identityField)
    {
        RuleSpec[] lost = [.. source.Spec.Rules.Where(r => r.Paths.Any(missing.Contains))];
        var keys = flow.Match.Concat(flow.Suggest).SelectMany(m => m.Slots).Select(s => flow.Entity.Fields[s].Name).ToHashSet(StringComparer.Ordinal);
        var asked = source.Spec.Filters.Concat(source.Spec.Rules.SelectMany(r => r.ReadWhen)).Select(f => f.Field).Append(identityField).ToHashSet(StringComparer.Ordinal);
        return lost.Any(r => r.Kind == RuleKind.Lines || r.Fields.Any(f => keys.Contains(f) || flow.Entity.Find(f) is { Required: true }))
            || missing.Any(p => asked.Contains(p) || declared?.Find(p) is { Required: true })
            ? null
            : lost;
    }

    /// <summary>The member with a map that goes without some lines; null when the rest does not compile.</summary>
    public static FlowMember? Reduce(FlowMember member, MapSource source, IReadOnlyCollection<RuleSpec> lost)
    {
        var reduced = source with { Spec = source.Spec.Without(lost) };
        return reduced.Compile(member.Map.Metadata, new DefinitionProblems()) is { } map
            ? new FlowMember { Connection = member.Connection, Map = map, Captures = member.Captures, Creates = member.Creates, Updates = member.Updates, AlsoRead = member.AlsoRead }
            : null;
    }
}
