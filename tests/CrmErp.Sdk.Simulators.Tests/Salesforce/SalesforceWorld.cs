using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;
using Microsoft.Extensions.Time.Testing;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

/// <summary>A served org with a clock of its own, and a plain HTTP client that is signed in as <c>sdk</c>.</summary>
internal sealed class SalesforceWorld : IAsyncDisposable
{
    public const string Api = "/services/data/v67.0";

    private readonly SimulatorHost _host;

    private SalesforceWorld(SalesforceSimulator simulator, FakeTimeProvider clock, SimulatorHost host)
    {
        Simulator = simulator;
        Clock = clock;
        _host = host;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
    }

    public SalesforceSimulator Simulator { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public PeopleEdits People => Simulator.People;

    public static async Task<SalesforceWorld> StartAsync(Action<SalesforceOptions>? configure = null, bool provisioned = true)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var options = new SalesforceOptions { Time = clock, Provisioned = provisioned };
        configure?.Invoke(options);
        var simulator = new SalesforceSimulator(options);
        var world = new SalesforceWorld(simulator, clock, await SimulatorHost.StartAsync(simulator));
        await world.SignInAsync();
        return world;
    }

    public async Task SignInAsync()
    {
        var answer = await TokenAsync(("grant_type", "client_credentials"), ("client_id", "3MVG9.simulator.sdk.consumer.key"), ("client_secret", "salesforce-simulator-secret"));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.Json.GetProperty("access_token").GetString());
    }

    public async Task<Answer> TokenAsync(params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await Client.PostAsync(new Uri("/services/oauth2/token", UriKind.Relative), content);
        return await Answer.OfAsync(response);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> PatchAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, body, headers);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Answer> QueryAsync(string soql, string resource = "query", params (string Name, string Value)[] headers) => GetAsync($"{Api}/{resource}?q={Uri.EscapeDataString(soql)}", headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path.StartsWith('/') ? path : $"{Api}/{path}", UriKind.Relative));
        if (body is not null)
        {
            request.Content = body is string text
                ? new StringContent(text, Encoding.UTF8, path.EndsWith("/batches", StringComparison.Ordinal) ? "text/csv" : "application/json")
                : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    /// <summary>Creates one record over the API and gives its id.</summary>
    public async Task<string> CreateAsync(string type, object body)
    {
        var answer = await PostAsync($"sobjects/{type}", body);
        answer.Status.Should().Be(201, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The records of a query.</summary>
    public IReadOnlyList<JsonElement> Records => [.. Json.GetProperty("records").EnumerateArray()];

    /// <summary>The first error of a request-level answer.</summary>
    public string ErrorCode => Json[0].GetProperty("errorCode").GetString()!;

    public string Message => Json[0].GetProperty("message").GetString()!;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;
}
