using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk;

/// <summary>Builds the definition from what was declared, and tells everything that is wrong with it at once. No I/O.</summary>
internal sealed class DefinitionBuilder(SyncDeclarations declarations, IServiceProvider services)
{
    private readonly ExtraFields _extras = new();
    private DefinitionProblems _problems = new();

    /// <exception cref="SyncDefinitionException">Something is wrong.</exception>
    public SyncDefinition Build()
    {
        foreach (var (entity, linesOf, field) in declarations.Extras)
        {
            _extras.Add(entity.Name, linesOf, field);
        }

        // Extra fields are registered by being used: whoever meets a new one lets everything run again with it.
        SyncDefinition definition;
        int before;
        do
        {
            before = _extras.Count;
            _problems = new DefinitionProblems();
            definition = BuildOnce();
        }
        while (_extras.Count > before);

        return _problems.HasErrors || (declarations.WarningsAreErrors && _problems.Items.Count > 0) ? throw new SyncDefinitionException(Graded()) : definition;
    }

    private IReadOnlyList<DefinitionProblem> Graded() =>
        declarations.WarningsAreErrors ? [.. _problems.Items.Select(p => p with { Severity = ErrorSeverity.Error })] : _problems.Items;

    private SyncDefinition BuildOnce()
    {
        CheckStore();
        var connections = Connections();
        CheckSettings(connections);
        var presets = new PresetFlows(declarations, connections, _problems).Declarations();
        var groups = declarations.Flows.Concat(presets).GroupBy(f => f.Entity.Name, StringComparer.Ordinal).ToList();
        var entities = Entities(groups.SelectMany(g => g.Select(f => f.Entity)));
        if (groups.Count == 0)
        {
            _problems.Add(MappingCodes.NoFlow, "The definition has no flow. Add one with Sync<T>(...) or QuoteToCash(...).");
        }

        var listened = declarations.Workflows.Select(w => w.Entity.Name).ToHashSet(StringComparer.Ordinal);
        var flows = new List<FlowDefinition>(groups.Count);
        foreach (var group in groups)
        {
            var type = entities[group.Key];
            var compiler = new FlowCompiler(type, connections, declarations.Documents, _extras, _problems);
            if (compiler.Compile(group, listened.Contains(group.Key)) is { } flow)
            {
                flows.Add(flow);
            }
        }

        CheckReferences(flows);
        return new SyncDefinition
        {
            Connections = connections,
            Flows = FlowOrder.Sort(flows),
            Workflows = Workflows(),
            Entities = entities,
            Warnings = [.. _problems.Items.Where(p => p.Severity == ErrorSeverity.Warning)],
        };
    }

    private void CheckStore()
    {
        if (services.GetService<IServiceProviderIsService>() is { } known && !known.IsService(typeof(ISyncStore)))
        {
            var entry = MappingErrors.Find(MappingCodes.NoStore);
            _problems.Add(MappingCodes.NoStore, $"{entry.Cause} {entry.Fix}");
        }
    }

    private List<ConnectionDefinition> Connections()
    {
        var result = new List<ConnectionDefinition>();
        foreach (var connection in declarations.Connections)
        {
            var known = result.FindIndex(c => c.Id == connection.Id);
            if (known < 0)
            {
                result.Add(connection);
            }
            else if (string.Equals(result[known].Registration.Descriptor.System, connection.Registration.Descriptor.System, StringComparison.Ordinal))
            {
                // The same declaration made again, as when a module is registered twice.
                result[known] = connection;
            }
            else
            {
                _problems.Add(MappingCodes.ConnectionTwice, $"Connection '{connection.Id}' was added twice, as {result[known].Registration.Descriptor.DisplayName} and as {connection.Registration.Descriptor.DisplayName}. Give each connection its own name.", null, connection.Id.Value);
            }
        }

        return declarations.Replace is { } replace ? [.. result.Select(c => c with { Registration = replace(c) })] : result;
    }

    private void CheckSettings(List<ConnectionDefinition> connections)
    {
        foreach (var (id, registration) in connections)
        {
            foreach (var problem in registration.ValidateSettings?.Invoke(services, id) ?? [])
            {
                _problems.Add(MappingCodes.InvalidSettings, $"Connection '{id}' ({registration.Descriptor.DisplayName}): {problem}", null, id.Value);
            }
        }
    }

    private Dictionary<string, EntityType> Entities(IEnumerable<EntityType> ofFlows)
    {
        var result = new Dictionary<string, EntityType>(StringComparer.Ordinal);
        var plain = new Dictionary<string, EntityType>(StringComparer.Ordinal);
        foreach (var type in ofFlows.Concat(declarations.Workflows.Select(w => w.Entity)).Concat(declarations.Entities))
        {
            if (plain.TryGetValue(type.Name, out var known))
            {
                if (!ReferenceEquals(known, type))
                {
                    _problems.Add(MappingCodes.EntityTwice, $"Two entity classes have the name '{type.Name}' in stored data. Name one of them with [CanonicalEntity(Name = \"...\")].", type.Name);
                }

                continue;
            }

            plain.Add(type.Name, type);
            result.Add(type.Name, _extras.Extend(type, _problems));
        }

        return result;
    }

    private void CheckReferences(List<FlowDefinition> flows)
    {
        foreach (var flow in flows)
        {
            foreach (var member in flow.Members)
            {
                CheckReferences(flow.Entity, member.Map.Rules, member.Connection, flow.Entity.Name, flows);
            }
        }
    }

    private void CheckReferences(EntityType type, IReadOnlyList<MapRule> rules, ConnectionId connection, string entity, List<FlowDefinition> flows)
    {
        foreach (var field in rules.SelectMany(r => r.CanonicalSlots).Select(slot => type.Fields[slot]))
        {
            if (field is { Kind: FieldKind.Reference, ReferenceTo: { } target } && flows.Find(f => string.Equals(f.Entity.Name, target, StringComparison.Ordinal))?.Member(connection) is null)
            {
                _problems.Add(MappingCodes.ReferenceWithoutFlow, $"{type.Name}.{field.Name} is mapped on '{connection}' and points to {target}, but no flow of {target} includes '{connection}': it cannot be resolved. Add the flow, or unmap the reference.", entity, connection.Value, field.Name);
            }
        }

        foreach (var lines in rules.Select(r => r.Lines).OfType<LineMap>())
        {
            CheckReferences(lines.Entity, lines.Rules, connection, entity, flows);
        }
    }

    private WorkflowDefinition[] Workflows() =>
        [.. declarations.Workflows.DistinctBy(w => (w.Name, w.Entity.Name)).Select(w => w.Create(services))];
}
