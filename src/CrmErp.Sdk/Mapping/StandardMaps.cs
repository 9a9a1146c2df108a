namespace CrmErp.Sdk.Mapping;

/// <summary>
/// Declares the standard maps of a connector package:
/// <code>
/// new StandardMaps()
///     .Map&lt;Account&gt;("Account",
///         m => m.Field(x => x.Name, "Name").Field(x => x.Phone, "Phone"),
///         s => s.Match(x => x.Number).Owns(x => x.Phone))
/// </code>
/// The lambdas run when a definition is built, with that definition's extra fields. Everything declared is a default: what a
/// definition says wins, line by line and field by field.
/// </summary>
public sealed class StandardMaps : IStandardMaps
{
    private readonly List<StandardMap> _maps = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Entities => [.. _maps.Select(m => m.Entity)];

    /// <inheritdoc/>
    public StandardMap? Find(string entity) => _maps.Find(m => string.Equals(m.Entity, entity, StringComparison.Ordinal));

    /// <summary>Adds the map of an entity.</summary>
    /// <param name="objectName">The external object.</param>
    /// <param name="map">Its lines.</param>
    /// <param name="standard">Match rules, ownership and preferences that hold unless a definition says otherwise.</param>
    /// <exception cref="ArgumentException">The entity has a standard map already.</exception>
    public StandardMaps Map<T>(string objectName, Action<MapBuilder<T>> map, Action<StandardPolicyBuilder<T>>? standard = null)
        where T : Entity, ICanonicalEntity<T>
    {
        ArgumentException.ThrowIfNullOrEmpty(objectName);
        ArgumentNullException.ThrowIfNull(map);
        var entity = T.EntityType.Name;
        if (Find(entity) is not null)
        {
            throw new ArgumentException($"{entity} has a standard map already.", nameof(map));
        }

        _maps.Add(new StandardMap(entity, objectName, (context, type) =>
        {
            var builder = new MapBuilder<T>(context, type, new MapSpec { Object = objectName });
            map(builder);
            var policies = new StandardPolicyBuilder<T>(context, type);
            standard?.Invoke(policies);
            return (builder.Spec, policies.Spec);
        }));
        return this;
    }
}

/// <summary>One standard map: the lines and the defaults beside them.</summary>
public sealed class StandardMap
{
    private readonly Func<DslContext, EntityType, (MapSpec Map, StandardPolicySpec Policies)> _declare;

    internal StandardMap(string entity, string objectName, Func<DslContext, EntityType, (MapSpec Map, StandardPolicySpec Policies)> declare)
    {
        Entity = entity;
        Object = objectName;
        _declare = declare;
    }

    /// <summary>The entity.</summary>
    public string Entity { get; }

    /// <summary>The external object.</summary>
    public string Object { get; }

    internal (MapSpec Map, StandardPolicySpec Policies) Declare(DslContext context, EntityType type) => _declare(context, type);

    /// <summary>
    /// Compiles the standard map alone, as a conformance test of a connector does.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="type">The entity's shape.</param>
    /// <param name="metadata">The schema of the object; null compiles without one.</param>
    /// <param name="currency">The connection's declared currency.</param>
    /// <exception cref="SyncDefinitionException">Something is wrong with it.</exception>
    public EntityMap Compile(ConnectionId connection, EntityType type, Connectors.ObjectMetadata? metadata, string? currency = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        var problems = new DefinitionProblems();
        var (spec, _) = Declare(new DslContext(problems, Entity, connection.Value), type);
        var source = new MapSource(connection, type, spec, currency);
        var map = source.Compile(metadata, problems);
        if (metadata is not null)
        {
            new SchemaCheck(source, metadata, problems, live: false).Run();
        }

        return map is not null && !problems.HasErrors ? map : throw new SyncDefinitionException(problems.Items);
    }
}
