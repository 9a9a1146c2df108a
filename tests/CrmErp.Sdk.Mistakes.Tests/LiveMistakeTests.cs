using System.Net;
using System.Net.Sockets;
using CrmErp.Sdk.Connectors;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Mistakes.Tests;

/// <summary>What is wrong with a connection is told by the check, before anything is written.</summary>
public sealed class LiveMistakeTests
{
    [Fact]
    public async Task Nothing_is_wrong()
    {
        await using var newcomer = await Newcomer.StartAsync();

        foreach (var connection in new[] { "crm", "erp" })
        {
            var report = await Newcomer.CheckAsync(newcomer.Host(), connection);
            report.Problems.Should().BeEmpty();
            report.BlockedEntities.Should().BeEmpty(report.Preflight?.ToString());
        }
    }

    [Fact]
    public async Task Wrong_company() =>
        await OneMessageAsync("erp", n => n.Host(erp: o =>
        {
            o.Companies.Clear();
            o.Companies.Add("Contoso");
        }), "'erp'", "company 'Contoso'", "environment 'Production'");

    [Fact]
    public async Task Wrong_environment() =>
        await OneMessageAsync("erp", n => n.Host(erp: o => o.Environment = "Sandbox7"), "'erp'", "environment 'Sandbox7'", "Check both names");

    [Fact]
    public async Task Wrong_secret_of_the_crm() =>
        await OneMessageAsync("crm", n => n.Host(crm: o => o.ClientSecret = "not-the-secret"), "'crm'");

    [Fact]
    public async Task Wrong_secret_of_the_erp() =>
        await OneMessageAsync("erp", n => n.Host(erp: o => o.ClientSecret = "not-the-secret"), "'erp'");

    [Fact]
    public async Task Wrong_instance() =>
        // The address of another kind of system.
        await OneMessageAsync("crm", n => n.Host(crm: o => o.LoginUrl = n.ErpAddress), "'crm'", "Check the address");

    [Fact]
    public async Task Unreachable_host()
    {
        var port = FreePort();
        await OneMessageAsync("crm", n => n.Host(crm: o => o.LoginUrl = new Uri($"http://127.0.0.1:{port}")), "'crm'", $"127.0.0.1:{port}");
    }

    [Fact]
    public async Task Unknown_host() =>
        await OneMessageAsync("crm", n => n.Host(crm: o => o.LoginUrl = new Uri("https://acme.my.salesforce.invalid")), "'crm'", "acme.my.salesforce.invalid");

    [Fact]
    public async Task Refused_tls()
    {
        await using var server = new UntrustedServer();
        await OneMessageAsync("crm", n => n.Host(crm: o => o.LoginUrl = server.Address), "'crm'", "certificate", "localhost");
    }

    [Fact]
    public async Task Another_organisation_than_the_links_belong_to()
    {
        await using var newcomer = await Newcomer.StartAsync();
        await using var copy = await Newcomer.StartAsync(organisation: 2);
        (await Newcomer.CheckAsync(newcomer.Host(), "crm")).Problems.Should().BeEmpty();

        var report = await Newcomer.CheckAsync(newcomer.Host(crm: o => o.LoginUrl = copy.CrmAddress), "crm");

        report.Problems.Should().ContainSingle().Which.Message.Should().Contain("'crm'").And.Contain("another organisation").And.Contain("another store");
    }

    [Fact]
    public async Task Misspelt_field_names_the_nearest()
    {
        await using var newcomer = await Newcomer.StartAsync();

        var report = await Newcomer.CheckAsync(newcomer.Host(sync => sync.Sync<Account>(a => a.Between("crm", "erp").Match(x => x.TaxId)
            .On("erp", m => m.Field(x => x.Phone, "phoneNummber")))), "erp");

        report.BlockedEntities.Should().Equal("Account");
        report.Preflight!.Problems.Should().ContainSingle(p => p.Code == "CES1024").Which.ToString().Should().Contain("phoneNummber").And.Contain("phoneNumber");
    }

    [Fact]
    public async Task What_the_systems_lack_is_told_before_anything_is_written()
    {
        await using var newcomer = await Newcomer.StartAsync();
        using var host = newcomer.Host(crm: o => o.ClientSecret = "not-the-secret");

        var run = await host.Services.GetRequiredService<ISyncEngine>().RunOnceAsync();

        run.Counts.Keys.Should().NotContain(k => k.StartsWith("write.", StringComparison.Ordinal));
    }

    private static async Task OneMessageAsync(string connection, Func<Newcomer, Microsoft.Extensions.Hosting.IHost> host, params string[] named)
    {
        await using var newcomer = await Newcomer.StartAsync();

        var report = await Newcomer.CheckAsync(host(newcomer), connection);

        var message = report.Problems.Should().ContainSingle("one mistake, one message").Which.Message;
        TestContext.Current.TestOutputHelper?.WriteLine(message);
        message.Should().ContainAll(named).And.NotContain("not-the-secret").And.NotContain("   at ");
        report.Succeeded.Should().BeFalse();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
