using CrmErp.Sdk;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

// A native program: the schemas and standard maps of Salesforce and Business Central on in-memory fakes, a system of one's own, and SQLite.
// It syncs until both agree, opens the same database again, and ends with 0 only if that second run has nothing to write.
var folder = Directory.CreateTempSubdirectory("crmerp-aot-").FullName;
try
{
    var clock = new FakeClock();
    var systems = new Dictionary<string, FakeSystem>(StringComparer.Ordinal);

    await using (var first = Host())
    {
        systems["crm"].Add("Account", ("Name", "Nordwind GmbH"), ("TaxNumber__c", "DE811907980"), ("BillingCity", "Bonn"));
        systems["crm"].Add("Account", ("Name", "Blauwal AG"), ("TaxNumber__c", "DE129273398"));
        systems["warehouse"].Add("customers", ("name", "Nordwind"), ("vatId", "DE811907980"), ("dockDoor", 7));
        await SettleAsync(first);
        systems["warehouse"].Edit("customers", systems["warehouse"].All("customers")[0].Id, ("city", "Kiel"));
        await SettleAsync(first);
    }

    var before = Writes();
    await using (var second = Host())
    {
        await second.GetRequiredService<ISyncEngine>().RunOnceAsync(new RunOptions { ResetCursors = true, Sweep = true });
        await SettleAsync(second);
    }

    var quiet = Writes() - before;
    Print("crm", "Account", "Name", "BillingCity");
    Print("erp", "customers", "displayName", "city");
    Print("warehouse", "customers", "name", "city");
    Console.WriteLine($"writes: {before}, after the restart: {quiet}");
    var agree = systems["crm"].All("Account").Count == 2 && systems["erp"].All("customers").Count == 2 && systems["warehouse"].All("customers").Count == 2 && before > 0;
    return agree && quiet == 0 ? 0 : 1;

    ServiceProvider Host()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddCrmErpSync(sync => sync
            .UseSqlite($"Data Source={Path.Combine(folder, "sync.db")};Pooling=False")
            .AddSalesforce("crm", configure: o => o.Currency = "EUR")
            .AddBusinessCentral("erp", configure: o => o.Currency = "EUR")
            .AddConnection("warehouse", new ConnectorRegistration
            {
                Descriptor = Warehouse.Descriptor,
                Schema = Warehouse.Schema,
                StandardMaps = Warehouse.Maps,
                Create = (_, _) => throw new InvalidOperationException("This sample has no real warehouse."),
            })
            .ReplaceConnections(Fake)
            .Sync<Account>(a => a.Between("crm", "erp", "warehouse")
                .Match(x => x.TaxId)
                .Suggest(x => x.Name)
                .Field(x => x.Name, f => f.OwnedBy("crm"))));
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<ISyncEngine>(); // validates the definition, and makes the fakes
        return provider;
    }

    // The connection's schema and standard map stay; only the system behind it is a fake.
    ConnectorRegistration Fake(ConnectionDefinition connection)
    {
        var real = connection.Registration;
        if (!systems.TryGetValue(connection.Id.Value, out var system))
        {
            systems.Add(connection.Id.Value, system = new FakeSystem(connection.Id.Value, real.Descriptor, real.Schema, clock));
        }

        return new ConnectorRegistration
        {
            Descriptor = real.Descriptor,
            Schema = real.Schema,
            StandardMaps = real.StandardMaps,
            Currency = real.Currency,
            Create = (_, _) => system.Connect(),
        };
    }

    async Task SettleAsync(ServiceProvider host)
    {
        var engine = host.GetRequiredService<ISyncEngine>();
        for (var i = 0; i < 100; i++)
        {
            var run = await engine.RunOnceAsync();
            clock.Advance(TimeSpan.FromSeconds(30));
            if (!run.HasDeferredWork && i > 3)
            {
                return;
            }
        }

        throw new InvalidOperationException("The systems did not come to rest.");
    }

    int Writes() => systems.Values.Sum(s => s.History.Count(e => e.Actor == FakeActor.Engine));

    void Print(string system, string name, params string[] fields)
    {
        foreach (var record in systems[system].All(name))
        {
            Console.WriteLine($"{system,-10} {name,-10} {string.Join(", ", fields.Select(f => record.Text(f) ?? "-"))}");
        }
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
