using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;

namespace CrmErp.Sdk.Mapping;

/// <summary>Holds the maps of a definition against the live schema of a connection, before anything is read or written. Pure: the schema is read by the caller.</summary>
public static class Preflight
{
    /// <summary>The objects of a connection whose live metadata the check needs.</summary>
    public static IReadOnlyList<string> ObjectsOf(SyncDefinition definition, ConnectionId connection)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. definition.Flows.Select(f => f.Member(connection)?.Map.Object).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Tells every difference between maps and live schema at once: unknown or misspelt fields, other kinds, texts that are too short,
    /// fields that are read-only or required, closed lists without counterpart, and values that do not come back as they went.
    /// </summary>
    /// <param name="definition">The definition.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="live">What the system answered for <see cref="ObjectsOf"/>; an object that is not there is missing for this user.</param>
    public static PreflightReport Check(SyncDefinition definition, ConnectionId connection, IReadOnlyList<ObjectMetadata> live) => Check(definition, connection, live, reduced: null);

    /// <summary>The same, with members whose maps go without what the live system does not have.</summary>
    internal static PreflightReport Check(SyncDefinition definition, ConnectionId connection, IReadOnlyList<ObjectMetadata> live, IReadOnlyDictionary<(ConnectionId Connection, string Entity), FlowMember>? reduced)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(live);
        var problems = new DefinitionProblems();
        var checkedMaps = 0;
        foreach (var flow in definition.Flows)
        {
            var member = reduced?.GetValueOrDefault((connection, flow.Entity.Name)) ?? flow.Member(connection);
            if (member is { Map.Source: { } source })
            {
                checkedMaps++;
                Check(source, live, problems);
            }
        }

        return new PreflightReport(connection, checkedMaps, problems.Items);
    }

    private static void Check(MapSource source, IReadOnlyList<ObjectMetadata> live, DefinitionProblems problems)
    {
        var name = source.Spec.Object!;
        if (live.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.Ordinal)) is not { } metadata)
        {
            problems.Add(MappingCodes.UnknownObject, $"'{source.Connection}' has no object '{name}' that this user may see (map of {source.Entity.Name}){Nearest.Hint(name, live.Select(o => o.Name))}", source.Entity.Name, source.Connection.Value);
            return;
        }

        var map = source.Compile(metadata, problems);
        new SchemaCheck(source, metadata, problems, live: true).Run();
        if (map is not null)
        {
            LossCheck.Run(map, problems, standard: true);
        }
    }
}
