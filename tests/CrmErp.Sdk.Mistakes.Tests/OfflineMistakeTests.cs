using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Mistakes.Tests;

/// <summary>What is wrong with a definition is told when the host starts, before anything is called, all at once.</summary>
public sealed class OfflineMistakeTests
{
    [Fact]
    public async Task No_store()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(store: false));

        message.Should().Contain("CES1001").And.Contain("No store is configured").And.Contain("UseSqlite(");
        Problems(message).Should().HaveCount(1);
    }

    [Fact]
    public async Task No_credentials()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(
            crm: o => (o.Flow, o.ClientSecret) = (null, null),
            erp: o => o.ClientSecret = ""));

        message.Should().Contain("'crm'").And.Contain("No way to sign in").And.Contain("'erp'").And.Contain("ClientSecret");
        Problems(message).Should().HaveCount(2, "each connection says what it lacks: {0}", message);
    }

    [Fact]
    public async Task Two_owners_for_one_field()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(sync => sync
            .Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId).Field(x => x.Phone, f => f.OwnedBy("crm")))
            .Sync<Account>(a => a.Field(x => x.Phone, f => f.OwnedBy("erp")))));

        message.Should().Contain("CES1008").And.Contain("Phone").And.Contain("'crm'").And.Contain("'erp'");
        Problems(message).Should().HaveCount(1);
    }

    [Fact]
    public async Task Unknown_connection_name()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(sync => sync.Sync<Account>(a => a.Between("crm", "epr").Match(x => x.TaxId))));

        message.Should().Contain("CES1002").And.Contain("'epr'").And.Contain("'erp'", "the nearest name is offered");
        Problems(message).Should().HaveCount(1, message);
    }

    [Fact]
    public async Task Entity_without_a_mapping()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(sync =>
        {
            Newcomer.Flow(sync);
            sync.Sync<Warranty>(w => w.Between("crm", "erp").Match(x => x.Serial));
        }));

        message.Should().Contain("CES1005").And.Contain("Warranty").And.Contain("On(\"crm\"").And.Contain("On(\"erp\"");
    }

    [Fact]
    public async Task No_flow()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(_ => { }));

        message.Should().Contain("no flow").And.Contain("Sync<T>(...)");
        Problems(message).Should().HaveCount(1);
    }

    [Fact]
    public async Task Plain_http_to_another_machine()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(crm: o => o.LoginUrl = new Uri("http://acme.my.salesforce.example")));

        message.Should().Contain("'crm'").And.Contain("https://");
        Problems(message).Should().HaveCount(1, message);
    }

    [Fact]
    public async Task A_lambda_that_computes()
    {
        await using var newcomer = await Newcomer.StartAsync();

#pragma warning disable CES0120 // The mistake.
        var message = await Newcomer.StartupErrorAsync(newcomer.Host(sync => sync.Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId).Field(x => x.Name ?? "", f => f.OwnedBy("crm")))));
#pragma warning restore CES0120

        message.Should().Contain("CES1004").And.Contain("x => x.Name");
    }

    [Fact]
    public async Task Many_mistakes_are_told_at_once()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var message = await Newcomer.StartupErrorAsync(newcomer.Host(
            sync => sync.Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId).Field(x => x.Phone, f => f.OwnedBy("ERP-2"))),
            crm: o => o.ClientId = "",
            erp: o => o.Companies.Clear(),
            store: false));

        message.Should().ContainAll("No store is configured", "ERP-2", "ClientId", "Companies");
    }

    private static string[] Problems(string message) => [.. message.Split('\n').Skip(1).Where(l => l.StartsWith("  ", StringComparison.Ordinal))];
}
