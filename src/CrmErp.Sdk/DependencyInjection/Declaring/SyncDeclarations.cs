using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk;

/// <summary>Everything that a definition's verbs said, in the order in which they said it. Nothing is run before the definition is built.</summary>
internal sealed class SyncDeclarations
{
    public List<ConnectionDefinition> Connections { get; } = [];

    public List<FlowDeclaration> Flows { get; } = [];

    public List<WorkflowDeclaration> Workflows { get; } = [];

    public List<QuoteToCashDeclaration> Presets { get; } = [];

    public List<EntityType> Entities { get; } = [];

    public List<(EntityType Entity, string? LinesOf, EntityField Field)> Extras { get; } = [];

    public List<MappingDocument> Documents { get; } = [];

    public Func<ConnectionDefinition, ConnectorRegistration>? Replace { get; set; }

    public bool WarningsAreErrors { get; set; }

    /// <summary>The declarations of a service collection; made when they are first asked for.</summary>
    public static SyncDeclarations Of(IServiceCollection services)
    {
        foreach (var service in services)
        {
            if (service.ServiceType == typeof(SyncDeclarations) && service.ImplementationInstance is SyncDeclarations known)
            {
                return known;
            }
        }

        var declarations = new SyncDeclarations();
        services.AddSingleton(declarations);
        return declarations;
    }
}

/// <summary>A declared workflow.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entity">The shape of the entity that starts it, without extra fields.</param>
/// <param name="Create">Makes it.</param>
internal sealed record WorkflowDeclaration(string Name, EntityType Entity, Func<IServiceProvider, WorkflowDefinition> Create);

/// <summary>A declared quote-to-cash preset.</summary>
internal sealed record QuoteToCashDeclaration(string Crm, string Erp, QuoteToCashOptions Options);
