using CrmErp.Sdk.Engine;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// The maps and owners of a definition as data: written to JSON, read back, and laid over a definition line by line. Code that takes
/// part (converters, conditions, rules of your own) is named with its version; when the document is applied, the definition
/// must know code of that name and version.
/// </summary>
public sealed class MappingDocument
{
    /// <summary>The version of the format that this library writes. An older one is read, a newer one is refused.</summary>
    public const int Format = 1;

    internal List<DocumentFlow> Flows { get; } = [];

    /// <summary>The document of a definition: all lines of all maps, and all fixed owners.</summary>
    public static MappingDocument From(SyncDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var document = new MappingDocument();
        foreach (var flow in definition.Flows)
        {
            var entry = new DocumentFlow(flow.Entity.Name);
            foreach (var member in flow.Members.Where(m => m.Map.Source is not null))
            {
                entry.Maps.Add(member.Connection.Value, DocumentMap.From(member.Map.Source!.Spec));
            }

            foreach (var (group, policy) in flow.Entity.Groups.Zip(flow.Policies).Where(p => p.Second.FixedOwner is not null))
            {
                entry.Owners.Add(group.Name, policy.FixedOwner!.Value.Value);
            }

            document.Flows.Add(entry);
        }

        return document;
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">It is no mapping document, or one of a newer format; the message says where.</exception>
    public static MappingDocument Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return MappingJsonReader.Read(json);
    }

    /// <summary>The document as indented JSON. The same definition always gives the same text.</summary>
    public string ToJson() => MappingJsonWriter.Write(this);

    internal void ApplyOwners(EntityType type, FlowSpec spec, DefinitionProblems problems)
    {
        foreach (var (name, owner) in Flow(type.Name)?.Owners ?? [])
        {
            if (type.FindGroup(name) is null)
            {
                problems.Add(MappingCodes.InvalidDocument, $"The mapping document names an owner of {type.Name}.{name}, which does not exist{Nearest.Hint(name, type.Groups.Select(g => g.Name))}", type.Name, null, name);
                continue;
            }

            foreach (var policy in spec.Policies.Where(p => string.Equals(p.Group, name, StringComparison.Ordinal)))
            {
                (policy.Owner, policy.OwnerOf) = (null, null);
            }

            spec.Policies.Add(new PolicySpec { Group = name, Name = name, Owner = owner });
        }
    }

    internal MapSpec Over(MapSpec below, EntityType type, ConnectionId connection, DefinitionProblems problems)
    {
        if (Flow(type.Name)?.Maps.TryGetValue(connection.Value, out var map) != true)
        {
            return below;
        }

        var code = new CodeNames(below);
        return map!.ToSpec(code, (what, rule) => problems.Add(
                MappingCodes.InvalidDocument,
                $"The mapping document's line for {rule} of {type.Name} on '{connection}' needs {what}, which the definition does not have. Use it in the definition, or remove the line.",
                type.Name,
                connection.Value,
                rule))
            .Over(below, (rule, left) => problems.Add(
                MappingCodes.RuleTornApart,
                $"The line {RuleText.Describe(rule)} of {type.Name} on '{connection}' was replaced in part by the mapping document; {string.Join(", ", left)} would no longer be mapped.",
                type.Name,
                connection.Value,
                left[0]));
    }

    private DocumentFlow? Flow(string entity) => Flows.Find(f => string.Equals(f.Entity, entity, StringComparison.Ordinal));
}
