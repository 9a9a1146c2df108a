using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Everything a map is compiled from but the schema.</summary>
internal sealed record MapSource(ConnectionId Connection, EntityType Entity, MapSpec Spec, string? Currency)
{
    public EntityMap? Compile(ObjectMetadata? metadata, DefinitionProblems problems) => new MapCompiler(this, metadata, problems).Compile();
}
