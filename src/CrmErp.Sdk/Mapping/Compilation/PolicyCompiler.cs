using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Compiles the policy of every field group: what was declared, what direction forces, what standard maps claim.</summary>
internal sealed class PolicyCompiler(EntityType type, IReadOnlyList<FlowMember> members, FlowSpec spec, IReadOnlyDictionary<string, StandardPolicySpec> standard, DefinitionProblems problems)
{
    private static readonly IReadOnlyList<Resolve> DefaultChain = [Resolve.Latest];

    public IReadOnlyList<GroupPolicy> Compile() => [.. type.Groups.Select(Compile)];

    private GroupPolicy Compile(FieldGroup group)
    {
        PolicySpec[] declared = [.. spec.Policies.Where(p => string.Equals(p.Group, group.Name, StringComparison.Ordinal))];
        CheckOwners(group, declared);
        var chain = Last(declared, p => p.Chain) ?? DefaultChain;
        var owner = FixedOwner(group, declared);
        return new GroupPolicy
        {
            FixedOwner = owner,
            Owner = owner is { } fixedOwner ? _ => fixedOwner : OwnerOf(declared),
            OnForeignEdit = Last(declared, p => p.OnForeignEdit) ?? ForeignEdit.Overwrite,
            OnClear = Last(declared, p => p.OnClear) ?? Clears.Propagate,
            Chain = chain,
            FirstContactChain = Last(declared, p => p.FirstContactChain) ?? Preferred(group, chain),
        };
    }

    private void CheckOwners(FieldGroup group, PolicySpec[] declared)
    {
        string[] owners = [.. declared.Select(p => p.Owner).OfType<string>().Distinct()];
        if (owners.Length > 1)
        {
            Problem(MappingCodes.TwoOwners, group, $"{Name(group)} has {owners.Length} owners: {string.Join(" and ", owners.Select(o => $"'{o}'"))}. Keep one, or let a function decide.");
        }
        else if (owners.Length == 1 && Array.Exists(declared, p => p.OwnerOf is not null))
        {
            Problem(MappingCodes.TwoOwners, group, $"{Name(group)} is owned by '{owners[0]}' and by a function. Keep one.");
        }

        foreach (var owner in owners)
        {
            if (Member(owner) is { } member && !Reads(member, group))
            {
                Problem(MappingCodes.OwnerCannotBeRead, group, $"{Name(group)} is owned by '{owner}', whose map does not read it. Map it there, not write-only.");
            }
        }
    }

    private ConnectionId? FixedOwner(FieldGroup group, PolicySpec[] declared)
    {
        FlowMember[] stuck = [.. members.Where(m => CannotWrite(m, group))];
        if (stuck.Length > 1)
        {
            Problem(MappingCodes.UnwritableTwice, group, $"{Name(group)} is read from {string.Join(" and ", stuck.Select(m => $"'{m.Connection}'"))}, and neither can be written: they could never agree. Unmap it on one of them, or let one be written.");
            return null;
        }

        var owner = Last(declared, p => p.Owner);
        var function = Last(declared, p => p.OwnerOf) is not null;
        if (stuck.Length == 1)
        {
            if (members.Count > 1 && (function || (owner is not null && stuck[0].Connection != owner)))
            {
                Problem(MappingCodes.OwnerAgainstDirection, group, $"{Name(group)} is owned by {(function ? "a function" : $"'{owner}'")}, but '{stuck[0].Connection}' reads it and cannot write it: corrections could not be delivered there. Let '{stuck[0].Connection}' own it, or stop reading it there.");
            }

            return stuck[0].Connection;
        }

        return owner is not null ? new ConnectionId(owner) : function ? null : Claimed(group);
    }

    private ConnectionId? Claimed(FieldGroup group)
    {
        FlowMember[] claims = [.. members.Where(m => standard.TryGetValue(m.Connection.Value, out var policies) && policies.Owned.Contains(group.Name) && Reads(m, group))];
        if (claims.Length > 1)
        {
            Problem(MappingCodes.ContradictingClaims, group, $"The standard maps of {string.Join(" and ", claims.Select(m => $"'{m.Connection}'"))} both claim {Name(group)}; nobody owns it. Decide with Field(x => x.{group.Name}, f => f.OwnedBy(\"...\")).");
        }

        return claims.Length == 1 ? claims[0].Connection : (ConnectionId?)null;
    }

    private Func<Row, ConnectionId?>? OwnerOf(PolicySpec[] declared)
    {
        if (Last(declared, p => p.OwnerOf) is not { } function)
        {
            return null;
        }

        CheckOwnerFunction(Array.FindLast(declared, p => p.OwnerOf is not null)!, function);
        var names = members.Select(m => m.Connection).ToArray();
        return row => function(type, row) is { } name && Array.IndexOf(names, new ConnectionId(name)) is >= 0 and var index ? names[index] : (ConnectionId?)null;
    }

    // What a function answers for an empty record is known now; a misspelt name there would silently own nothing.
    private void CheckOwnerFunction(PolicySpec declared, Func<EntityType, Row, string?> function)
    {
        string? name;
        try
        {
            name = function(type, new Row(type.Schema));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problems.Add(MappingCodes.DeclarationFailed, $"The owner function of {type.Name}.{declared.Name} fails on an empty record: {exception.Message}", type.Name, null, declared.Name);
            return;
        }

        if (name is not null && !spec.Members.Contains(name, StringComparer.Ordinal))
        {
            problems.Add(MappingCodes.UnknownConnection, $"The owner function of {type.Name}.{declared.Name} answers '{name}', which is not a member of the flow{Nearest.Hint(name, spec.Members)}", type.Name, name, declared.Name);
        }
    }

    private IReadOnlyList<Resolve>? Preferred(FieldGroup group, IReadOnlyList<Resolve> chain)
    {
        FlowMember[] preferred = [.. members.Where(m => standard.TryGetValue(m.Connection.Value, out var policies) && policies.Preferred.Contains(group.Name) && Reads(m, group))];
        return preferred.Length == 1 ? [Resolve.Prefer(preferred[0].Connection.Value), .. chain] : null;
    }

    private static bool Reads(FlowMember member, FieldGroup group) => member.Captures && group.Slots.Any(s => member.Map.RuleOf(s) is { Reads: true });

    // A value that the map makes up for a system that has none is no claim.
    private static bool CannotWrite(FlowMember member, FieldGroup group) =>
        member.Captures && group.Slots.Any(s => member.Map.RuleOf(s) is { Reads: true } rule and not FixedRule
            && !(member.Creates && rule.Writes(WriteOperation.Create)) && !(member.Updates && rule.Writes(WriteOperation.Update)));

    private FlowMember? Member(string name) => members.FirstOrDefault(m => m.Connection == name);

    private string Name(FieldGroup group) => $"{type.Name}.{group.Name}";

    private static TValue? Last<TValue>(PolicySpec[] declared, Func<PolicySpec, TValue?> get)
        where TValue : class => declared.Select(get).LastOrDefault(v => v is not null);

    private static TValue? Last<TValue>(PolicySpec[] declared, Func<PolicySpec, TValue?> get)
        where TValue : struct => declared.Select(get).LastOrDefault(v => v is not null);

    private void Problem(string code, FieldGroup group, string message) => problems.Add(code, message, type.Name, null, group.Name);
}
