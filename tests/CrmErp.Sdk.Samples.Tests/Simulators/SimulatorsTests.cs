using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CrmErp.Sdk.Samples.Tests.Simulators;

/// <summary>The simulators on their own, as any client finds them: what they announce gets one in, and the sample's data is there.</summary>
public class SimulatorsTests
{
    [Fact]
    public async Task What_is_announced_lets_a_client_in_and_the_data_of_the_sample_is_there()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Start("--json", "--accounts", "150");
        try
        {
            using var said = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(cancellation))!);
            using var http = new HttpClient();
            var (salesforce, central) = (said.RootElement.GetProperty("salesforce"), said.RootElement.GetProperty("businesscentral"));

            var crm = await SignInAsync(http, salesforce, cancellation);
            var query = Uri.EscapeDataString("SELECT Name, TaxNumber__c FROM Account WHERE Name LIKE 'Müller%'");
            using var accounts = await GetAsync(http, crm, $"{salesforce.GetProperty("baseUrl").GetString()}/services/data/v62.0/query?q={query}", cancellation);
            using var count = await GetAsync(http, crm, $"{salesforce.GetProperty("baseUrl").GetString()}/services/data/v62.0/query?q={Uri.EscapeDataString("SELECT COUNT() FROM Account")}", cancellation);
            var erp = await SignInAsync(http, central, cancellation);
            var company = $"{central.GetProperty("baseUrl").GetString()}/companies({central.GetProperty("companyId").GetString()})";
            using var customers = await GetAsync(http, erp, $"{company}/customers?$select=displayName", cancellation);
            using var items = await GetAsync(http, erp, $"{company}/items?$select=number", cancellation);

            accounts.RootElement.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Name").GetString()).Should().Contain("Müller & Söhne GmbH");
            count.RootElement.GetProperty("totalSize").GetInt32().Should().BeInRange(100, 160);
            customers.RootElement.GetProperty("value").EnumerateArray().Select(c => c.GetProperty("displayName").GetString()).Should().Contain("Müller & Söhne GmbH").And.HaveCountGreaterThan(100);
            items.RootElement.GetProperty("value").GetArrayLength().Should().Be(500);

            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromMinutes(1), cancellation);
            process.ExitCode.Should().Be(0);
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData("--accounts needs a whole number from 100 to 1000000, or 0; '5' is none.", "--accounts", "5")]
    [InlineData("--salesforce-port needs a whole number from 0 to 65535; '70000' is none.", "--salesforce-port", "70000")]
    [InlineData("--data needs a folder; there is no 'nowhere'.", "--data", "nowhere")]
    [InlineData("--seed needs a value.", "--seed")]
    public async Task What_cannot_be_understood_is_one_line(string line, params string[] args)
    {
        using var process = Start(args);

        (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Should().Be(line);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(2);
    }

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var arg in args.Prepend(Path.Combine(AppContext.BaseDirectory, "Simulators.dll")))
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    private static async Task<string> SignInAsync(HttpClient http, JsonElement system, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = system.GetProperty("clientId").GetString()!,
            ["client_secret"] = system.GetProperty("clientSecret").GetString()!,
            ["scope"] = "https://api.businesscentral.dynamics.com/.default",
        });
        using var answer = await http.PostAsync(new Uri(system.GetProperty("tokenUrl").GetString()!), form, cancellationToken);
        answer.IsSuccessStatusCode.Should().BeTrue();
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return token.RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<JsonDocument> GetAsync(HttpClient http, string token, string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
    }
}
