using CrmErp.Sdk;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

await using var world = SyncWorld.Create(sync => sync
    .AddSalesforce("crm", configure: o => o.Currency = "EUR")
    .AddBusinessCentral("erp", configure: o => o.Currency = "EUR")
    .Sync<Account>(a => a.Between("crm", "erp")
        .Match(x => x.TaxId)
        .Field(x => x.CreditLimit, f => f.OwnedBy("erp"))));

world["crm"].Add("Account", ("Name", "Nordwind GmbH"), ("TaxNumber__c", "DE811907980"), ("BillingCity", "Bonn"));
world["erp"].Add("customers", ("displayName", "Nordwind"), ("taxRegistrationNumber", "DE811907980"), ("creditLimit", 50_000m));
world["crm"].Add("Account", ("Name", "Blauwal AG"), ("TaxNumber__c", "DE129273398"));
await world.SettleAsync();

foreach (var system in world.Connections)
{
    foreach (var moved in world[system].History.Where(e => e.Actor == FakeActor.Engine))
    {
        Console.WriteLine($"{system}  {moved.Object,-10} {moved.Kind,-8} {string.Join(", ", moved.Changed)}");
    }
}
