using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

/// <summary>Accounts of a CRM and customers of an ERP, for scenarios about one feature each.</summary>
internal static class Customers
{
    public static readonly OperationBy Anna = new("anna", "seen and checked");

    public static ObjectMetadata CrmAccount => new()
    {
        Name = "Account",
        Fields = [Text("Name", required: true), Text("TaxNumber"), Text("Phone"), Text("Site"), new FieldMetadata { Path = "Active", Kind = FieldKind.Boolean }],
    };

    public static ObjectMetadata ErpCustomer => new()
    {
        Name = "customers",
        Fields = [Text("name", required: true), Text("taxNumber"), Text("phone"), Text("site"), new FieldMetadata { Path = "active", Kind = FieldKind.Boolean }],
    };

    /// <summary>Both connections with their standard maps; the flow of accounts as a scenario wants it.</summary>
    public static void Define(ICrmErpSyncBuilder sync, Action<FlowBuilder<Account>>? flow = null) => sync
        .AddFake("crm", [CrmAccount], new StandardMaps().Map<Account>("Account", m => m.Field(x => x.Name, "Name").Field(x => x.TaxId, "TaxNumber").Field(x => x.Phone, "Phone").Field(x => x.Website, "Site").Field(x => x.Active, "Active")))
        .AddFake("erp", [ErpCustomer], new StandardMaps().Map<Account>("customers", m => m.Field(x => x.Name, "name").Field(x => x.TaxId, "taxNumber").Field(x => x.Phone, "phone").Field(x => x.Website, "site").Field(x => x.Active, "active")))
        .Sync<Account>(a => flow?.Invoke(a.Between("crm", "erp").Match(x => x.TaxId)));

    public static SyncWorld World(Action<FlowBuilder<Account>>? flow = null, SyncWorldOptions? options = null) => SyncWorld.Create(sync => Define(sync, flow ?? (_ => { })), options);

    /// <summary>A world in which this many accounts are linked and at rest, named <c>Company 0</c> and so on.</summary>
    public static async Task<SyncWorld> LinkedAsync(int count, Action<FlowBuilder<Account>>? flow = null, SyncWorldOptions? options = null)
    {
        var world = World(flow, options);
        for (var i = 0; i < count; i++)
        {
            world["crm"].Add("Account", ("Name", $"Company {i}"), ("TaxNumber", $"DE{i}"), ("Phone", $"555-{i}"), ("Active", true));
        }

        await world.SettleAsync();
        world["erp"].All("customers").Should().HaveCount(count);
        return world;
    }

    public static async Task<IReadOnlyList<OpenEntry>> OpenAsync(this SyncWorld world, OpenQueue queue) => await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = queue });

    public static int WritesBy(this FakeSystem system) => system.History.Count(e => e.Actor == FakeActor.Engine);

    private static FieldMetadata Text(string path, bool required = false) => new() { Path = path, Kind = FieldKind.Text, MaxLength = 4000, Required = required, Nullable = !required };
}
