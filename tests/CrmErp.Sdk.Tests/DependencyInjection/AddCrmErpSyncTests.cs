using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Tests.Mapping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Tests.DependencyInjection;

public class AddCrmErpSyncTests
{
    [Fact]
    public void Definition_is_built_once_and_only_when_asked_for()
    {
        var built = 0;
        using var provider = Services(sync => sync.Sync<Account>(a =>
        {
            built++;
            a.Between("crm", "erp");
        }));

        built.Should().Be(0);
        provider.GetRequiredService<SyncDefinition>().Should().BeSameAs(provider.GetRequiredService<SyncDefinition>());
        built.Should().Be(1);
    }

    [Fact]
    public void Startup_validation_tells_every_problem()
    {
        using var provider = Services(sync => sync.Sync<Account>(a => a.Between("crm", "erb")).Sync<Contact>(c => c.Between("crm", "erp")));

        var start = () => provider.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<SyncDefinitionException>().Which.Problems.Select(p => p.Code)
            .Should().Contain([MappingCodes.UnknownConnection, MappingCodes.NoMap]);
    }

    [Fact]
    public void Missing_store_is_told_with_what_to_add()
    {
        using var provider = Services(sync => sync.Sync<Account>(a => a.Between("crm", "erp")), store: false);

        ((Action)(() => provider.GetRequiredService<SyncDefinition>())).Should().Throw<SyncDefinitionException>()
            .Which.Message.Should().Contain(MappingCodes.NoStore).And.Contain("UseSqlite");
    }

    [Fact]
    public void Calling_twice_with_the_same_declarations_is_harmless()
    {
        var services = new ServiceCollection();
        AddStore(services);
        services.AddCrmErpSync(sync => sync.AddConnection("crm", ExampleSystems.Crm).AddConnection("erp", ExampleSystems.Erp));
        services.AddCrmErpSync(sync => sync.AddConnection("crm", ExampleSystems.Crm));
        services.AddCrmErpSync(MySync.Define);
        var once = services.Count;
        services.AddCrmErpSync(MySync.Define);
        services.Count.Should().Be(once);

        using var provider = services.BuildServiceProvider();
        var definition = provider.GetRequiredService<SyncDefinition>();
        definition.Flows.Select(f => f.Entity.Name).Should().OnlyHaveUniqueItems();
        definition.Workflows.Select(w => w.Name).Should().OnlyHaveUniqueItems();
        definition.FindFlow("Account")!.Member("crm")!.Map.GroupHash(0).Should().Be(Definitions.Build(MySync.Define).FindFlow("Account")!.Member("crm")!.Map.GroupHash(0));
    }

    [Fact]
    public void Connections_are_replaced_whatever_the_order()
    {
        var replaced = new List<string>();
        using var provider = Services(sync => sync
            .ReplaceConnections(connection =>
            {
                replaced.Add(connection.Id.Value);
                return ExampleSystems.Registration("fake", connection.Registration.StandardMaps, connection.Registration.Currency, [.. connection.Registration.Schema]);
            })
            .Sync<Account>(a => a.Between("crm", "erp")));

        var definition = provider.GetRequiredService<SyncDefinition>();

        replaced.Should().Equal("crm", "erp");
        definition.Connections.Should().OnlyContain(c => c.Registration.Descriptor.System == "fake");
    }

    [Fact]
    public void Schema_of_a_fake_has_the_fields_that_only_the_definition_knows()
    {
        var definition = Definitions.Build(MySync.Define);

        var account = ConnectionSchema.Of(definition, "crm").Single(o => o.Name == "Account");

        account.Find("Loyalty_Points__c")!.Kind.Should().Be(FieldKind.Integer);
        account.Find("Name")!.MaxLength.Should().Be(255);
        ConnectionSchema.Of(definition, "erp").Should().Contain(o => o.Name == "contacts");
    }

    private static ServiceProvider Services(Action<ICrmErpSyncBuilder> define, bool store = true)
    {
        var services = new ServiceCollection();
        if (store)
        {
            AddStore(services);
        }

        services.AddCrmErpSync(sync => define(sync.AddConnection("crm", ExampleSystems.Crm).AddConnection("erp", ExampleSystems.Erp)));
        return services.BuildServiceProvider();
    }

    private static void AddStore(IServiceCollection services) =>
        services.AddSingleton<ISyncStore>(_ => throw new InvalidOperationException("The store is not opened in these tests."));
}
