using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Compiles one flow: its declarations over the standard maps of its members.</summary>
internal sealed class FlowCompiler(EntityType type, IReadOnlyList<ConnectionDefinition> connections, IReadOnlyList<MappingDocument> documents, ExtraFields extras, DefinitionProblems problems)
{
    private readonly Dictionary<string, StandardPolicySpec> _standard = new(StringComparer.Ordinal);

    /// <summary>The flow, or null when a problem keeps it from being compiled.</summary>
    public FlowDefinition? Compile(IEnumerable<FlowDeclaration> flow, bool isListenedTo)
    {
        var spec = new FlowSpec();
        foreach (var declaration in flow)
        {
            Declare(declaration, spec);
        }

        foreach (var document in documents)
        {
            document.ApplyOwners(type, spec, problems);
        }

        CheckMembers(spec, isListenedTo);
        var members = new List<FlowMember>();
        foreach (var name in spec.Members.Order(StringComparer.Ordinal))
        {
            if (Find(name) is { } connection && CompileMember(connection, spec) is { } member)
            {
                members.Add(member);
            }
        }

        CheckNames(spec);
        var policies = new PolicyCompiler(type, members, spec, _standard, problems).Compile();
        if (members.Count < spec.Members.Count)
        {
            return null;
        }

        CheckDeletes(spec, members);
        return new FlowDefinition
        {
            Entity = type,
            Members = members,
            Match = MatchCompiler.Compile(type, members, spec, _standard, problems, strong: true),
            Suggest = MatchCompiler.Compile(type, members, spec, _standard, problems, strong: false),
            Policies = policies,
            OnDelete = DeletesOf(spec, members),
            Mode = spec.Mode,
            Guards = spec.Guards,
            Gate = spec.Gates.Count == 0 ? null : (connection, row) => !spec.Gates.TryGetValue(connection.Value, out var gate) || gate(type, row),
            Route = spec.Routes.Count == 0 ? null : (connection, row) => spec.Routes.TryGetValue(connection.Value, out var route) ? route(type, row) : null,
        };
    }

    // Code of the definition's author: what it throws is a problem of this flow, told with the others.
    private void Declare(FlowDeclaration declaration, FlowSpec spec)
    {
        try
        {
            declaration.Declare(new DslContext(problems, type.Name, null, extras), type, spec);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problems.Add(MappingCodes.DeclarationFailed, $"The declaration of the flow of {type.Name} failed: {exception.Message}", type.Name);
        }
    }

    private void CheckMembers(FlowSpec spec, bool isListenedTo)
    {
        if (spec.Members.Count == 0 || (spec.Members.Count == 1 && !spec.MayBeAlone && !isListenedTo))
        {
            problems.Add(MappingCodes.FlowMembers, $"The flow of {type.Name} has {(spec.Members.Count == 0 ? "no member" : $"one member, '{spec.Members[0]}'")}. Name at least two connections with Between(...), or say From(...) when workflows make something of it.", type.Name);
        }
    }

    private ConnectionDefinition? Find(string name)
    {
        var found = connections.FirstOrDefault(c => c.Id == name);
        if (found is null)
        {
            Unknown(name, $"The flow of {type.Name}");
        }

        return found;
    }

    private void Unknown(string name, string who, string? field = null)
    {
        var known = connections.Select(c => c.Id.Value).ToArray();
        problems.Add(MappingCodes.UnknownConnection, $"{who} names connection '{name}', which was not added{Nearest.Hint(name, known)}{(known.Length == 0 ? " No connection was added." : $" Known: {string.Join(", ", known.Select(k => $"'{k}'"))}.")}", type.Name, name, field);
    }

    // Names in policies and maps: known connections that are no members are as wrong as unknown ones.
    private void CheckNames(FlowSpec spec)
    {
        foreach (var (who, name, field) in NamesIn(spec))
        {
            if (connections.All(c => c.Id != name))
            {
                Unknown(name, who, field);
            }
            else if (!spec.Members.Contains(name, StringComparer.Ordinal))
            {
                problems.Add(MappingCodes.UnknownConnection, $"{who} names '{name}', which is not a member of the flow of {type.Name} (its members: {string.Join(", ", spec.Members.Select(m => $"'{m}'"))}).", type.Name, name, field);
            }
        }
    }

    private IEnumerable<(string Who, string Name, string? Field)> NamesIn(FlowSpec spec) =>
        spec.Maps.Keys.Select(name => ($"On(...) of {type.Name}", name, (string?)null))
            .Concat(spec.Gates.Keys.Select(name => ($"Gate(...) of {type.Name}", name, (string?)null)))
            .Concat(spec.Routes.Keys.Select(name => ($"Route(...) of {type.Name}", name, (string?)null)))
            .Concat(spec.Policies.Where(p => p.Owner is not null).Select(p => ($"The owner of {type.Name}.{p.Name}", p.Owner!, (string?)p.Name)))
            .Concat(spec.Policies.SelectMany(p => (p.Chain ?? []).Concat(p.FirstContactChain ?? []).Where(r => r.Connection is not null).Select(r => ($"Resolve.{r.Name} of {type.Name}.{p.Name}", r.Connection!, (string?)p.Name))))
            .Distinct();

    private FlowMember? CompileMember(ConnectionDefinition connection, FlowSpec spec)
    {
        var registration = connection.Registration;
        var standard = StandardOf(connection);
        if (standard is null && !spec.Maps.ContainsKey(connection.Id.Value))
        {
            problems.Add(MappingCodes.NoMap, $"{registration.Descriptor.DisplayName} ('{connection.Id}') ships no map for {type.Name}, and the flow gives none. Map it: On(\"{connection.Id}\", m => m.Object(\"...\").Field(...)).", type.Name, connection.Id.Value);
            return null;
        }

        var merged = spec.MapOf(connection.Id.Value).Over(standard, (rule, left) => TornApart(connection.Id, rule, left));
        foreach (var document in documents)
        {
            merged = document.Over(merged, type, connection.Id, problems);
        }

        var source = new MapSource(connection.Id, type, merged, registration.Currency);
        if (merged.Object is not null && !IsServed(registration, merged.Object, connection.Id))
        {
            return null;
        }

        var metadata = registration.Schema.FirstOrDefault(o => string.Equals(o.Name, merged.Object, StringComparison.Ordinal));
        var map = source.Compile(metadata, problems);
        if (metadata is not null)
        {
            new SchemaCheck(source, metadata, problems, live: false).Run();
        }

        if (map is null)
        {
            return null;
        }

        LossCheck.Run(map, problems, standard: false);
        var descriptor = registration.Descriptor.For(map.Object);
        return new FlowMember
        {
            Connection = connection.Id,
            Map = map,
            Captures = merged.Captures,
            Creates = merged.Creates && descriptor.CanCreate && metadata?.CanCreate != false,
            Updates = merged.Updates && descriptor.CanUpdate && metadata?.CanUpdate != false,
        };
    }

    private MapSpec? StandardOf(ConnectionDefinition connection)
    {
        if (connection.Registration.StandardMaps?.Find(type.Name) is not { } standard)
        {
            return null;
        }

        var (map, policies) = standard.Declare(new DslContext(problems, type.Name, connection.Id.Value, extras), type);
        for (var i = 0; i < map.Rules.Count; i++)
        {
            map.Rules[i] = map.Rules[i] with { IsStandard = true };
        }

        _standard[connection.Id.Value] = policies;
        return map;
    }

    private bool IsServed(ConnectorRegistration registration, string name, ConnectionId connection)
    {
        if (registration.Descriptor.DefaultObject is not null || registration.Descriptor.Objects.Any(o => string.Equals(o.Name, name, StringComparison.Ordinal)))
        {
            return true;
        }

        problems.Add(MappingCodes.UnknownObject, $"{registration.Descriptor.DisplayName} ('{connection}') does not serve the object '{name}' of the map of {type.Name}{Nearest.Hint(name, registration.Descriptor.Objects.Select(o => o.Name))}", type.Name, connection.Value);
        return false;
    }

    private void TornApart(ConnectionId connection, RuleSpec rule, IReadOnlyList<string> left) =>
        problems.Add(MappingCodes.RuleTornApart, $"The standard line {RuleText.Describe(rule)} of {type.Name} on '{connection}' was replaced in part; {string.Join(", ", left)} would no longer be mapped. Map or Unmap {(left.Count == 1 ? "it" : "them")} too.", type.Name, connection.Value, left[0]);

    private Deletes DeletesOf(FlowSpec spec, List<FlowMember> members) => spec.OnDelete ??
        (members.Exists(m => _standard.TryGetValue(m.Connection.Value, out var standard) && standard.IgnoresDeletes) ? Deletes.Ignore : Deletes.Deactivate);

    private void CheckDeletes(FlowSpec spec, List<FlowMember> members)
    {
        if (DeletesOf(spec, members) != Deletes.Deactivate || members.Count < 2)
        {
            return;
        }

        foreach (var member in members.Where(m => m.Updates))
        {
            if (type.Find("Active") is not { } active || !member.Map.Writes(active.Slot, WriteOperation.Update))
            {
                problems.Add(MappingCodes.DeactivateUnmapped, $"When a {type.Name} is deleted elsewhere, its record on '{member.Connection}' is unlinked: the map there does not write Active.", type.Name, member.Connection.Value);
            }
        }
    }
}
