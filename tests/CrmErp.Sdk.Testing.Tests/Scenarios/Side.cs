using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

/// <summary>One system of a scenario: what it can do, and what it does to values. The defaults are a system that answers all.</summary>
internal sealed record Side(string Name)
{
    public VersionKind Version { get; init; } = VersionKind.Strict;

    public WriteReply Reply { get; init; } = WriteReply.Stored;

    public IdentityStrategy Identity { get; init; } = IdentityStrategy.ExternalId;

    public ChangeModel Changes { get; init; } = ChangeModel.Keyset;

    public DeleteModel Deletes { get; init; } = DeleteModel.Tombstones;

    public BatchAtomicity Atomicity { get; init; }

    public bool TellsModifier { get; init; }

    public bool WholeLists { get; init; }

    public TimeSpan SettleLag { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan ConclusiveAfter { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan ClockError { get; init; } = TimeSpan.FromSeconds(3);

    public int WriteBatch { get; init; } = 10;

    /// <summary>The length of a city there; longer ones are cut.</summary>
    public int CityLength { get; init; } = 80;

    /// <summary>What the system does to names, declared.</summary>
    public Coercions NameCoercion { get; init; }

    /// <summary>The options of a phone; none means any.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];

    public IReadOnlyList<SuccessorDescriptor> Successors { get; init; } = [];

    public FakeBehavior Behavior { get; init; } = new();

    /// <summary>More, or other, lines of the account's map.</summary>
    public Action<MapBuilder<Account>> Map { get; init; } = _ => { };

    /// <summary>A system like Salesforce: stamps of one second, answers without values, an external id.</summary>
    public static Side Stamped(string name) => new(name) { Version = VersionKind.Stamp, Reply = WriteReply.Acknowledgement, Behavior = new FakeBehavior { StampResolution = TimeSpan.FromSeconds(1) } };

    /// <summary>A system that can carry no key of ours.</summary>
    public static Side Unmarked(string name) => new(name) { Identity = IdentityStrategy.None };

    /// <summary>A phone that takes these options only; a definition that was made before does not know.</summary>
    public static FieldMetadata PhoneOptions(params string[] values) => new() { Path = "phone", Kind = FieldKind.Text, MaxLength = 40, Values = values };

    internal ConnectorDescriptor Descriptor => new()
    {
        System = Name,
        DisplayName = Name.ToUpperInvariant(),
        Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check | (Changes == ChangeModel.SweepOnly ? 0 : ConnectorCapabilities.Changes),
        ClockError = ClockError,
        Objects = [Object("accounts"), Object("contacts"), Object("orders"), Object("deals"), Object("invoices")],
    };

    internal IReadOnlyList<ObjectMetadata> Schema =>
    [
        new()
        {
            Name = "accounts",
            Fields =
            [
                Text("name", 255, required: true, NameCoercion), Text("tax", 40), new FieldMetadata { Path = "phone", Kind = FieldKind.Text, MaxLength = 40, Values = Phones }, Text("site", 255), Number("credit"), Text("street", 255),
                Text("city", CityLength, coercion: CityLength < 80 ? Coercions.Truncate : Coercions.None), new() { Path = "active", Kind = FieldKind.Boolean }, Link("parent", "accounts"),
            ],
        },
        new() { Name = "contacts", Fields = [Text("name", 80, required: true), Text("email", 254), Link("account", "accounts")] },
        new() { Name = "orders", Fields = [Text("number", 40), Text("note", 4000), Lines("lines", Text("text", 4000), Number("quantity"), Text("unit", 20))] },
        new() { Name = "deals", Fields = [Text("name", 255), new() { Path = "won", Kind = FieldKind.Boolean }] },
        new() { Name = "invoices", Fields = [Text("number", 40), Text("order", 40)] },
    ];

    internal IStandardMaps Maps => new StandardMaps()
        .Map<Account>("accounts", m =>
        {
            m.Field(x => x.Name, "name", f => f.OnTooLong(TooLong.Truncate)).Field(x => x.TaxId, "tax").Field(x => x.Phone, "phone").Money(x => x.CreditLimit, "credit", null, f => f.In("EUR")).Field(x => x.Active, "active")
                .Field(x => x.BillingAddress.Line1, "street").Field(x => x.BillingAddress.City, "city", f => f.OnTooLong(TooLong.Truncate)).Reference(x => x.ParentAccount, "parent");
            Map(m);
        })
        .Map<Contact>("contacts", m => m.Field(x => x.LastName, "name").Field(x => x.Email, "email").Reference(x => x.Account, "account"))
        .Map<Opportunity>("deals", m => m.Field(x => x.Name, "name").Field(x => x.Won, "won"))
        .Map<SalesOrder>("orders", m => m.Field(x => x.Number, "number").Field(x => x.Description, "note").Lines(x => x.Lines, "lines", l => l.Field(x => x.Description, "text").Field(x => x.Quantity, "quantity").Field(x => x.Unit, "unit")));

    private ObjectDescriptor Object(string name) => new()
    {
        Name = name,
        Version = Version,
        Reply = Reply,
        Identity = Identity,
        IdentityField = Identity == IdentityStrategy.None ? null : Identity == IdentityStrategy.NaturalKey ? "tax" : "$key",
        Changes = Changes,
        Deletes = Deletes,
        Atomicity = Atomicity,
        TellsModifier = TellsModifier,
        WholeLists = WholeLists,
        SettleLag = SettleLag,
        ConclusiveAfter = ConclusiveAfter,
        WriteBatchSize = WriteBatch,
        Successors = name == "orders" ? Successors : [],
    };

    private static FieldMetadata Text(string path, int length, bool required = false, Coercions coercion = Coercions.None) => new() { Path = path, Kind = FieldKind.Text, MaxLength = length, Required = required, Coercion = coercion };

    private static FieldMetadata Number(string path) => new() { Path = path, Kind = FieldKind.Decimal, Precision = 18, Scale = 2, Coercion = Coercions.Round };

    private static FieldMetadata Link(string path, string to) => new() { Path = path, Kind = FieldKind.Reference, ReferenceTo = to };

    private static FieldMetadata Lines(string path, params FieldMetadata[] fields) => new() { Path = path, Kind = FieldKind.Lines, Lines = new ObjectMetadata { Name = path, Fields = fields } };
}
