using CrmErp.Sdk;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

/// <summary>The other side of this sample: a small system of its own, told to the SDK as data.</summary>
internal static class Warehouse
{
    public static ConnectorDescriptor Descriptor { get; } = new()
    {
        System = "warehouse",
        DisplayName = "Warehouse",
        Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Changes | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check,
        Objects = [new ObjectDescriptor { Name = "customers", Version = VersionKind.Strict, Reply = WriteReply.Stored, Identity = IdentityStrategy.None }],
    };

    public static IReadOnlyList<ObjectMetadata> Schema { get; } =
    [
        new()
        {
            Name = "customers",
            Fields =
            [
                new FieldMetadata { Path = "name", Kind = FieldKind.Text, MaxLength = 255, Required = true },
                new FieldMetadata { Path = "vatId", Kind = FieldKind.Text, MaxLength = 40 },
                new FieldMetadata { Path = "city", Kind = FieldKind.Text, MaxLength = 100 },
                new FieldMetadata { Path = "dockDoor", Kind = FieldKind.Integer },
            ],
        },
    ];

    public static IStandardMaps Maps { get; } = new StandardMaps()
        .Map<Account>("customers", m => m
            .Field(x => x.Name, "name")
            .Field(x => x.TaxId, "vatId")
            .Field(x => x.BillingAddress.City, "city"));
}
