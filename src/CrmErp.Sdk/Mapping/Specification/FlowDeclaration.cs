namespace CrmErp.Sdk.Mapping;

/// <summary>A declared flow. Declarations for one entity add up.</summary>
/// <param name="Entity">The entity's shape without extra fields.</param>
/// <param name="Declare">Runs the declaration's lambda.</param>
internal sealed record FlowDeclaration(EntityType Entity, Action<DslContext, EntityType, FlowSpec> Declare);
