using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Workflows;

namespace CrmErp.Sdk.Engine;

/// <summary>A validated definition: everything that is code. Immutable.</summary>
public sealed class SyncDefinition
{
    /// <summary>The connections, in the order they were added.</summary>
    public required IReadOnlyList<ConnectionDefinition> Connections { get; init; }

    /// <summary>The flows, in dependency order: an entity comes after those it refers to, cycles aside.</summary>
    public required IReadOnlyList<FlowDefinition> Flows { get; init; }

    /// <summary>The workflows, in the order they were added.</summary>
    public required IReadOnlyList<WorkflowDefinition> Workflows { get; init; }

    /// <summary>The shapes of all entities in play by name, with extra fields; also those that only workflows use.</summary>
    public required IReadOnlyDictionary<string, EntityType> Entities { get; init; }

    /// <summary>What is worth knowing about the definition but stops nothing; told at startup.</summary>
    public IReadOnlyList<DefinitionProblem> Warnings { get; init; } = [];

    /// <summary>The flow of an entity, or null.</summary>
    public FlowDefinition? FindFlow(string entity)
    {
        foreach (var flow in Flows)
        {
            if (string.Equals(flow.Entity.Name, entity, StringComparison.Ordinal))
            {
                return flow;
            }
        }

        return null;
    }
}
