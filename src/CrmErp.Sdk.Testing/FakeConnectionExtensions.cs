using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connections to systems that exist only in memory.</summary>
public static class FakeConnectionExtensions
{
    /// <summary>
    /// Adds a connection to a system that exists only in memory, for a first try and for tests without any connector package. In a
    /// <see cref="SyncWorld"/> it is one of the world's systems.
    /// </summary>
    /// <param name="builder">The definition.</param>
    /// <param name="name">The connection's name.</param>
    /// <param name="schema">The system's objects.</param>
    /// <param name="standardMaps">The maps that hold unless the definition says otherwise; null means none.</param>
    /// <param name="descriptor">What the system can do; null means a friendly system: a token feed with tombstones, etags, answers with stored values, upserts by an external id.</param>
    public static CrmErp.Sdk.ICrmErpSyncBuilder AddFake(this CrmErp.Sdk.ICrmErpSyncBuilder builder, string name, IReadOnlyList<ObjectMetadata> schema, IStandardMaps? standardMaps = null, ConnectorDescriptor? descriptor = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(schema);
        descriptor ??= FakeDescriptor.Friendly(schema);
        return builder.AddConnection(name, new ConnectorRegistration
        {
            Descriptor = descriptor,
            Schema = schema,
            StandardMaps = standardMaps,
            Create = (services, id) => new FakeSystem(id.Value, descriptor, schema, services.GetService<TimeProvider>() as FakeClock ?? new FakeClock()).Connect(),
        });
    }
}
