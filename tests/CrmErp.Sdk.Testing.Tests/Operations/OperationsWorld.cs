using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Operations;

/// <summary>A CRM and an ERP with accounts and contacts; the ERP knows few industries, and both sides may edit names.</summary>
internal static class OperationsWorld
{
    public static readonly OperationBy Jo = new("jo", "a test");

    private static readonly ObjectMetadata[] CrmSchema =
    [
        new()
        {
            Name = "Account",
            Fields = [Text("Name", 255), Text("TaxNumber"), Text("Phone"), Text("Industry"), Text("Street"), Text("City"), new FieldMetadata { Path = "Limit", Kind = FieldKind.Decimal, Precision = 18, Scale = 2 }, new FieldMetadata { Path = "Active", Kind = FieldKind.Boolean }],
        },
        new() { Name = "Contact", Fields = [Text("LastName"), Text("Email"), new FieldMetadata { Path = "AccountId", Kind = FieldKind.Reference, ReferenceTo = "Account" }] },
    ];

    private static readonly ObjectMetadata[] ErpSchema =
    [
        new()
        {
            Name = "customers",
            Fields =
            [
                Text("displayName", 100), Text("taxNumber", 20, Coercions.UpperCase), Text("phone", 30), Text("industryCode", 10), Text("street"), Text("city", 10, Coercions.Truncate),
                new FieldMetadata { Path = "creditLimit", Kind = FieldKind.Decimal, Precision = 18, Scale = 2 }, new FieldMetadata { Path = "active", Kind = FieldKind.Boolean },
            ],
        },
        new() { Name = "contacts", Fields = [Text("displayName"), Text("email"), new FieldMetadata { Path = "customerId", Kind = FieldKind.Reference, ReferenceTo = "customers" }] },
    ];

    public static void Define(ICrmErpSyncBuilder sync) => Define(sync, ("Retail", "RET"), ("Trade", "TRD"));

    public static void Define(ICrmErpSyncBuilder sync, params (FieldValue, FieldValue)[] industries) => sync
        .AddFake("crm", CrmSchema, CrmMaps)
        .AddFake("erp", ErpSchema, ErpMaps(industries))
        .Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId).Suggest(x => x.Phone)
            .Field(x => x.CreditLimit, f => f.OwnedBy("erp"))
            .Field(x => x.Name, f => f.OnConflict(Resolve.Ask)))
        .Sync<Contact>(c => c.Between("crm", "erp").Match(x => x.Email));

    /// <summary>A world in which both sides are live and hold one linked account.</summary>
    public static async Task<SyncWorld> LinkedAsync(string name = "Acme", SyncWorldOptions? options = null)
    {
        var world = SyncWorld.Create(Define, options);
        world["crm"].Add("Account", ("Name", name), ("TaxNumber", "DE1"), ("Phone", "1"));
        await world.SettleAsync();
        return world;
    }

    public static FakeRecord Account(this SyncWorld world) => world["crm"].All("Account")[0];

    public static FakeRecord Customer(this SyncWorld world) => world["erp"].All("customers")[0];

    public static RecordRef Ref(this FakeRecord record, string connection, string objectName) => new(connection, "", objectName, record.Id);

    /// <summary>Both sides give the account another name at once.</summary>
    public static async Task<OpenEntry> ConflictAsync(this SyncWorld world, string crm = "From CRM", string erp = "From ERP")
    {
        world["crm"].Edit("Account", world.Account().Id, ("Name", crm));
        world["erp"].Edit("customers", world.Customer().Id, ("displayName", erp));
        await world.SettleAsync();
        return (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Conflict })).Should().ContainSingle().Subject;
    }

    private static StandardMaps CrmMaps => new StandardMaps()
        .Map<Account>("Account", m => m.Field(x => x.Name, "Name").Field(x => x.TaxId, "TaxNumber").Field(x => x.Phone, "Phone").Field(x => x.Industry, "Industry").Field(x => x.Active, "Active")
            .Field(x => x.BillingAddress.Line1, "Street").Field(x => x.BillingAddress.City, "City").Money(x => x.CreditLimit, "Limit", null, f => f.In("EUR")))
        .Map<Contact>("Contact", m => m.Field(x => x.LastName, "LastName").Field(x => x.Email, "Email").Reference(x => x.Account, "AccountId"));

    private static StandardMaps ErpMaps((FieldValue, FieldValue)[] industries) => new StandardMaps()
        .Map<Account>("customers", m => m.Field(x => x.Name, "displayName", f => f.OnTooLong(TooLong.Park)).Field(x => x.TaxId, "taxNumber", f => f.OnTooLong(TooLong.Park)).Field(x => x.Phone, "phone", f => f.OnTooLong(TooLong.Park))
            .Field(x => x.Industry, "industryCode", f => f.Values(industries)).Field(x => x.Active, "active")
            .Field(x => x.BillingAddress.Line1, "street").Field(x => x.BillingAddress.City, "city", f => f.OnTooLong(TooLong.Truncate)).Money(x => x.CreditLimit, "creditLimit", null, f => f.In("EUR")))
        .Map<Contact>("contacts", m => m.Field(x => x.LastName, "displayName").Field(x => x.Email, "email").Reference(x => x.Account, "customerId"));

    private static FieldMetadata Text(string path, int length = 255, Coercions coercion = Coercions.None) => new() { Path = path, Kind = FieldKind.Text, MaxLength = length, Coercion = coercion };
}
