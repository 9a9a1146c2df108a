namespace CrmErp.Sdk.Mapping;

/// <summary>Compiles match rules: the flow's own, or else those of the standard maps that at least two members read.</summary>
internal static class MatchCompiler
{
    public static IReadOnlyList<MatchRule> Compile(EntityType type, IReadOnlyList<FlowMember> members, FlowSpec spec, IReadOnlyDictionary<string, StandardPolicySpec> standard, DefinitionProblems problems, bool strong)
    {
        var declared = spec.Match.Count + spec.Suggest.Count > 0;
        var shipped = members.SelectMany(m => standard.TryGetValue(m.Connection.Value, out var policies) ? policies.Match.Concat(policies.Suggest) : []).ToArray();
        var rules = declared
            ? strong ? spec.Match : spec.Suggest
            : members.SelectMany(m => standard.TryGetValue(m.Connection.Value, out var policies) ? strong ? policies.Match : policies.Suggest : []);
        var result = new List<MatchRule>();
        foreach (var rule in rules.DistinctBy(r => r.Name))
        {
            var slots = rule.Fields.Select(f => type.Field(f).Slot).ToArray();
            if (members.Count < 2 || IsRead(members, slots))
            {
                result.Add(Compile(type, rule, slots, shipped));
            }
            else if (declared)
            {
                var unread = rule.Fields.First(f => members.Count(m => Reads(m, type.Field(f).Slot)) < 2);
                problems.Add(MappingCodes.MatchUnmapped, $"The match rule {rule.Name} of {type.Name} stands on {unread}, which fewer than two members read. Map it, or match by another field.", type.Name, null, unread);
            }
        }

        return result;
    }

    private static bool IsRead(IReadOnlyList<FlowMember> members, int[] slots) => members.Count(m => Array.TrueForAll(slots, s => Reads(m, s))) >= 2;

    private static bool Reads(FlowMember member, int slot) => member.Captures && member.Map.RuleOf(slot) is { Reads: true };

    private static MatchRule Compile(EntityType type, MatchSpec rule, int[] slots, MatchSpec[] shipped)
    {
        var keys = rule.Fields.Select(field => rule.Key ?? Array.Find(shipped, s => s.Key is not null && s.Fields is [var only] && string.Equals(only, field, StringComparison.Ordinal))?.Key ?? MatchBy.Text).ToArray();
        var names = keys.Select(k => k == MatchBy.Text ? "" : $":{k.Name}{k.Version}");
        var bySlot = new MatchBy?[type.Fields.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            bySlot[slots[i]] = keys[i];
        }

        // What the code makes of a value is stored: another code is another rule.
        return new MatchRule(string.Join('+', rule.Fields.Zip(names, (f, n) => f + n)), slots, (slot, value) => bySlot[slot]!.Of(value));
    }
}
