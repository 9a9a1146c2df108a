using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing.Tests.Fakes;

/// <summary>A small system with customers and orders, in every kind that systems come in.</summary>
internal static class CustomerSystem
{
    public static readonly RecordShape Customers = new("customers",
    [
        new RecordField("name", FieldKind.Text), new RecordField("code", FieldKind.Text), new RecordField("credit", FieldKind.Decimal), new RecordField("parent", FieldKind.Reference, "customers"),
    ], salt: 7);

    public static readonly RecordShape OrderLines = new("lines", [new RecordField("item", FieldKind.Text), new RecordField("quantity", FieldKind.Decimal)]);

    public static readonly RecordShape Orders = new("orders",
    [
        new RecordField("customer", FieldKind.Reference, "customers"), new RecordField("status", FieldKind.Text), new RecordField("lines", FieldKind.Lines, Lines: OrderLines),
    ]);

    public static IReadOnlyList<ObjectMetadata> Schema(Coercions name = Coercions.None, Coercions code = Coercions.UpperCase | Coercions.Trim) =>
    [
        new ObjectMetadata
        {
            Name = "customers",
            Fields =
            [
                new FieldMetadata { Path = "name", Kind = FieldKind.Text, MaxLength = 40, Coercion = name },
                new FieldMetadata { Path = "code", Kind = FieldKind.Text, MaxLength = 20, Coercion = code },
                new FieldMetadata { Path = "number", Kind = FieldKind.Text, MaxLength = 20, Unique = true },
                new FieldMetadata { Path = "credit", Kind = FieldKind.Decimal, Precision = 18, Scale = 2, Coercion = Coercions.Round },
                new FieldMetadata { Path = "parent", Kind = FieldKind.Reference, ReferenceTo = "customers" },
                new FieldMetadata { Path = "kind", Kind = FieldKind.Text, Values = ["Customer", "Vendor"] },
            ],
        },
        new ObjectMetadata
        {
            Name = "orders",
            Fields =
            [
                new FieldMetadata { Path = "customer", Kind = FieldKind.Reference, ReferenceTo = "customers", Required = true },
                new FieldMetadata { Path = "status", Kind = FieldKind.Text, Values = ["Open", "Posted"] },
                new FieldMetadata
                {
                    Path = "lines", Kind = FieldKind.Lines,
                    Lines = new ObjectMetadata
                    {
                        Name = "orderLines",
                        Fields = [new FieldMetadata { Path = "item", Kind = FieldKind.Text, MaxLength = 20 }, new FieldMetadata { Path = "quantity", Kind = FieldKind.Decimal, Scale = 2, Coercion = Coercions.Round }],
                    },
                },
            ],
        },
        new ObjectMetadata { Name = "invoices", Fields = [new FieldMetadata { Path = "orderId", Kind = FieldKind.Text }, new FieldMetadata { Path = "total", Kind = FieldKind.Decimal }] },
    ];

    public static ConnectorDescriptor Descriptor(
        ChangeModel changes = ChangeModel.Keyset, DeleteModel deletes = DeleteModel.Tombstones, VersionKind version = VersionKind.Strict, WriteReply reply = WriteReply.Stored,
        IdentityStrategy identity = IdentityStrategy.ExternalId, BatchAtomicity atomicity = BatchAtomicity.PerItem, bool tellsModifier = false, bool wholeLists = false) => new()
    {
        System = "fake", DisplayName = "Fake",
        Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check | (changes == ChangeModel.SweepOnly ? 0 : ConnectorCapabilities.Changes),
        Objects =
        [
            .. new[] { "customers", "invoices", "orders" }.Select(name => new ObjectDescriptor
            {
                Name = name, Changes = changes, Deletes = changes == ChangeModel.SweepOnly ? DeleteModel.None : deletes, Version = version, Reply = reply, Identity = identity,
                IdentityField = identity is IdentityStrategy.ExternalId or IdentityStrategy.Marker ? "erpId" : identity == IdentityStrategy.NaturalKey ? "number" : null,
                Atomicity = atomicity, TellsModifier = tellsModifier, WholeLists = wholeLists, SettleLag = TimeSpan.FromSeconds(10), ConclusiveAfter = TimeSpan.FromSeconds(90),
                Successors = name == "orders" ? [new SuccessorDescriptor("invoices", "orderId")] : [],
            }),
        ],
        Pools = [new QuotaPoolDescriptor("minute", QuotaPoolKind.Window, 5, TimeSpan.FromMinutes(1), "org")],
    };

    public static FakeSystem Create(ConnectorDescriptor? descriptor = null, FakeBehavior? behavior = null, IReadOnlyList<ObjectMetadata>? schema = null, FakeClock? clock = null) =>
        new("erp", descriptor ?? Descriptor(), schema ?? Schema(), clock ?? new FakeClock(), behavior, seed: 11);
}
