using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// What a connector package brings to a definition: what its system can do, the schema and the maps it ships, and how a connector
/// is made. A test world uses all of it but the factory.
/// </summary>
public sealed class ConnectorRegistration
{
    /// <summary>What the system can do.</summary>
    public required ConnectorDescriptor Descriptor { get; init; }

    /// <summary>The schema of the objects that the standard maps use; offline validation and fakes stand on it.</summary>
    public required IReadOnlyList<ObjectMetadata> Schema { get; init; }

    /// <summary>The standard maps, by entity name; null where the package has none.</summary>
    public IStandardMaps? StandardMaps { get; init; }

    /// <summary>The currency of the connection's amounts where a record names none (the company's or organisation's own): an ISO 4217 code; null when it is not known. A map can declare another.</summary>
    public string? Currency { get; init; }

    /// <summary>Makes a connector for a connection. No I/O happens here.</summary>
    public required Func<IServiceProvider, ConnectionId, IConnector> Create { get; init; }

    /// <summary>Checks the connection's settings offline and answers all problems at once.</summary>
    public Func<IServiceProvider, ConnectionId, IReadOnlyList<string>>? ValidateSettings { get; init; }

    /// <summary>The scopes the connection is configured for; a single empty scope where the system has none.</summary>
    public Func<IServiceProvider, ConnectionId, IReadOnlyList<string>>? Scopes { get; init; }
}
