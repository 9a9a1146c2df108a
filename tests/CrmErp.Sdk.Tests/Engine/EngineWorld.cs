using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Engine;

/// <summary>A CRM that answers little (stamps, no stored values, external ids) and an ERP that answers all (etags, no marker), over the real engine.</summary>
internal sealed class EngineWorld : IAsyncDisposable
{
    private readonly List<ServiceProvider> _killed = [];
    private ServiceProvider _services;
    private readonly Action<IServiceCollection>? _extras;
    private Action<ICrmErpSyncBuilder> _define;

    public EngineWorld(Action<ICrmErpSyncBuilder>? define = null, FakeBehavior? crm = null, FakeBehavior? erp = null, Action<IServiceCollection>? services = null)
    {
        Crm = new FakeSystem("crm", CrmDescriptor, CrmSchema, Clock, crm ?? new FakeBehavior { StampResolution = TimeSpan.FromSeconds(1) }, 1);
        Erp = new FakeSystem("erp", ErpDescriptor, ErpSchema, Clock, erp, 2);
        _define = define ?? Default;
        _extras = services;
        _services = Build();
    }

    public FakeClock Clock { get; } = new();

    public FakeSystem Crm { get; }

    public FakeSystem Erp { get; }

    public InMemorySyncStore Store { get; } = new();

    public SyncEngine Engine => _services.GetRequiredService<SyncEngine>();

    public ISyncOperations Operations => _services.GetRequiredService<ISyncOperations>();

    public static void Default(ICrmErpSyncBuilder sync) => sync
        .Sync<Account>(a => a.Between("crm", "erp")
            .Match(x => x.TaxId)
            .Suggest(x => x.Name)
            .Field(x => x.CreditLimit, f => f.OwnedBy("erp"))
            .Field(x => x.Name, f => f.OnConflict(Resolve.Latest, Resolve.Ask)))
        .Sync<Contact>(c => c.Between("crm", "erp").Match(x => x.Email));

    /// <summary>A new process over the same store, with the same definition or a changed one.</summary>
    public void Restart(Action<ICrmErpSyncBuilder>? define = null)
    {
        _define = define ?? _define;
        // A process that is killed disposes nothing.
        _killed.Add(_services);
        _services = Build();
    }

    public Task<RunResult> RunAsync(RunOptions? options = null) => Engine.RunOnceAsync(options);

    /// <summary>Runs and lets time pass until nothing is left that only time would settle.</summary>
    public async Task<RunResult> SettleAsync(int rounds = 60)
    {
        for (var i = 0; i < rounds; i++)
        {
            var result = await RunAsync();
            Clock.Advance(TimeSpan.FromSeconds(10));
            if (!result.HasDeferredWork && i > 8)
            {
                return result;
            }
        }

        throw new InvalidOperationException("The world did not settle: " + string.Join("; ", (await Operations.ListOpenAsync()).Select(e => $"{e.Queue} {e.Entity} {e.Spoke} {e.Cause}")));
    }

    public long Writes => new[] { Crm, Erp }.Sum(s => s.History.Count(e => e.Actor == FakeActor.Engine));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _killed.Append(_services))
        {
            await process.DisposeAsync();
        }
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ISyncStore>(Store);
        _extras?.Invoke(services);
        services.AddCrmErpSync(sync =>
        {
            sync.AddConnection("crm", Registration(Crm, CrmDescriptor, CrmSchema, CrmMaps)).AddConnection("erp", Registration(Erp, ErpDescriptor, ErpSchema, ErpMaps));
            _define(sync);
        });
        return services.BuildServiceProvider();
    }

    private static ConnectorRegistration Registration(FakeSystem system, ConnectorDescriptor descriptor, IReadOnlyList<ObjectMetadata> schema, IStandardMaps maps) => new()
    {
        Descriptor = descriptor,
        Schema = schema,
        StandardMaps = maps,
        Create = (_, _) => system.Connect(),
    };

    private static ConnectorDescriptor CrmDescriptor => new()
    {
        System = "fakecrm",
        DisplayName = "Fake CRM",
        Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Changes | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check,
        Objects =
        [
            new ObjectDescriptor { Name = "Account", Version = VersionKind.Stamp, Reply = WriteReply.Acknowledgement, Identity = IdentityStrategy.ExternalId, IdentityField = "ErpId", Deletes = DeleteModel.Tombstones, WriteBatchSize = 5, GetBatchSize = 5, SettleLag = TimeSpan.FromSeconds(5) },
            new ObjectDescriptor { Name = "Order", Version = VersionKind.Stamp, Reply = WriteReply.Acknowledgement, Identity = IdentityStrategy.ExternalId, IdentityField = "ErpId", Deletes = DeleteModel.Tombstones, SettleLag = TimeSpan.FromSeconds(5) },
            new ObjectDescriptor { Name = "Contact", Version = VersionKind.Stamp, Reply = WriteReply.Acknowledgement, Identity = IdentityStrategy.ExternalId, IdentityField = "ErpId", Deletes = DeleteModel.Tombstones, WriteBatchSize = 5, SettleLag = TimeSpan.FromSeconds(5) },
        ],
    };

    private static ConnectorDescriptor ErpDescriptor => new()
    {
        System = "fakeerp",
        DisplayName = "Fake ERP",
        Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Changes | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check,
        Objects =
        [
            new ObjectDescriptor { Name = "customers", Version = VersionKind.Strict, Reply = WriteReply.Stored, Identity = IdentityStrategy.None, WriteBatchSize = 4, GetBatchSize = 5, SettleLag = TimeSpan.FromSeconds(5) },
            new ObjectDescriptor { Name = "orders", Version = VersionKind.Strict, Reply = WriteReply.Stored, Identity = IdentityStrategy.None, SettleLag = TimeSpan.FromSeconds(5) },
            new ObjectDescriptor { Name = "contacts", Version = VersionKind.Strict, Reply = WriteReply.Stored, Identity = IdentityStrategy.None, WriteBatchSize = 4, SettleLag = TimeSpan.FromSeconds(5) },
        ],
    };

    private static IReadOnlyList<ObjectMetadata> CrmSchema =>
    [
        new() { Name = "Account", Fields = [Text("Name", 255, required: true), Text("TaxNumber", 40), Text("Phone", 40), Number("CreditLimit"), Text("ErpId", 40), Flag("Active"), Text("BillingStreet", 255), Text("BillingCity", 80), Text("BillingZip", 20), Text("Website", 255), Text("MobilePhone", 40)] },
        new() { Name = "Order", Fields = [Text("Number", 40), Text("ErpId", 40), Lines("Items", Text("Text", 4000), Number("Quantity"), Number("Price"))] },
        new() { Name = "Contact", Fields = [Text("LastName", 80, required: true), Text("Email", 254), new FieldMetadata { Path = "AccountId", Kind = FieldKind.Reference, ReferenceTo = "Account" }, Text("ErpId", 40)] },
    ];

    private static IReadOnlyList<ObjectMetadata> ErpSchema =>
    [
        new() { Name = "customers", Fields = [Text("displayName", 255, required: true, Coercions.TrimEnd), Text("taxNumber", 40), Text("phoneNumber", 40), Number("creditLimit"), Flag("active"), Text("street", 255), Text("city", 10, coercion: Coercions.Truncate), Text("zip", 20), Text("website", 255)] },
        new() { Name = "orders", Fields = [Text("number", 40), Lines("lines", Text("description", 4000), Number("quantity"), Number("unitPrice"))] },
        new() { Name = "contacts", Fields = [Text("displayName", 255, required: true), Text("email", 254), new FieldMetadata { Path = "customerId", Kind = FieldKind.Reference, ReferenceTo = "customers" }] },
    ];

    private static StandardMaps CrmMaps => new StandardMaps()
        .Map<Account>("Account", m => m.Field(x => x.Name, "Name").Field(x => x.TaxId, "TaxNumber").Field(x => x.Phone, "Phone").Money(x => x.CreditLimit, "CreditLimit", null, f => f.In("EUR")).Field(x => x.Active, "Active")
            .Field(x => x.BillingAddress.Line1, "BillingStreet").Field(x => x.BillingAddress.City, "BillingCity"))
        .Map<SalesOrder>("Order", m => m.Field(x => x.Number, "Number").Lines(x => x.Lines, "Items", l => l.Field(x => x.Description, "Text").Field(x => x.Quantity, "Quantity")))
        .Map<Contact>("Contact", m => m.Field(x => x.LastName, "LastName").Field(x => x.Email, "Email").Reference(x => x.Account, "AccountId"));

    private static StandardMaps ErpMaps => new StandardMaps()
        .Map<Account>("customers", m => m.Field(x => x.Name, "displayName").Field(x => x.TaxId, "taxNumber").Field(x => x.Phone, "phoneNumber").Money(x => x.CreditLimit, "creditLimit", null, f => f.In("EUR")).Field(x => x.Active, "active")
            .Field(x => x.BillingAddress.Line1, "street").Field(x => x.BillingAddress.City, "city", f => f.OnTooLong(TooLong.Truncate)))
        .Map<SalesOrder>("orders", m => m.Field(x => x.Number, "number").Lines(x => x.Lines, "lines", l => l.Field(x => x.Description, "description").Field(x => x.Quantity, "quantity")))
        .Map<Contact>("contacts", m => m.Field(x => x.LastName, "displayName").Field(x => x.Email, "email").Reference(x => x.Account, "customerId"));

    private static FieldMetadata Text(string path, int length, bool required = false, Coercions coercion = Coercions.None) =>
        new() { Path = path, Kind = FieldKind.Text, MaxLength = length, Required = required, Coercion = coercion };

    private static FieldMetadata Lines(string path, params FieldMetadata[] fields) =>
        new() { Path = path, Kind = FieldKind.Lines, Lines = new ObjectMetadata { Name = path, Fields = fields } };

    private static FieldMetadata Number(string path) => new() { Path = path, Kind = FieldKind.Decimal, Precision = 18, Scale = 2, Coercion = Coercions.Round };

    private static FieldMetadata Flag(string path) => new() { Path = path, Kind = FieldKind.Boolean };
}
