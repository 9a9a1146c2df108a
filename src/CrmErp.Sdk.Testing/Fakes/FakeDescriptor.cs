using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>Descriptors of systems that exist only in memory.</summary>
public static class FakeDescriptor
{
    /// <summary>A friendly system: a token feed with tombstones, etags, answers with stored values, upserts by an external id.</summary>
    /// <param name="schema">Its objects.</param>
    /// <param name="system">The system's short name.</param>
    public static ConnectorDescriptor Friendly(IReadOnlyList<ObjectMetadata> schema, string system = "fake")
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new ConnectorDescriptor
        {
            System = system,
            DisplayName = "Fake system",
            Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Changes | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check,
            ClockError = TimeSpan.FromSeconds(1),
            Objects =
            [
                .. schema.Select(o => new ObjectDescriptor
                {
                    Name = o.Name, Changes = ChangeModel.Token, Deletes = DeleteModel.Tombstones, Version = VersionKind.Strict, Reply = WriteReply.Stored,
                    Identity = IdentityStrategy.ExternalId, IdentityField = "$externalId", SettleLag = TimeSpan.FromSeconds(1), ConclusiveAfter = TimeSpan.FromSeconds(30),
                }),
            ],
        };
    }
}
