using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral;
using Microsoft.Extensions.Time.Testing;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

/// <summary>A simulator on a clock of its own, and a client that speaks plain HTTP to it.</summary>
internal sealed class BusinessCentralWorld : IAsyncDisposable
{
    private readonly HttpClient _http;

    private BusinessCentralWorld(BusinessCentralSimulator simulator, FakeTimeProvider time, HttpClient http)
    {
        Simulator = simulator;
        Time = time;
        _http = http;
    }

    public BusinessCentralSimulator Simulator { get; }

    public FakeTimeProvider Time { get; }

    public string Company => Simulator.CompanyIds[0];

    public string Root => Simulator.BaseUrl + "/";

    public static async Task<BusinessCentralWorld> StartAsync(Action<BusinessCentralOptions>? configure = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var options = new BusinessCentralOptions { Time = time };
        configure?.Invoke(options);
        var simulator = await BusinessCentralSimulator.StartAsync(options);
        var world = new BusinessCentralWorld(simulator, time, new HttpClient());
        await world.LogInAsync();
        return world;
    }

    public async Task LogInAsync(string client = "sdk") =>
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));

    public async Task<string> TokenAsync(string client = "sdk")
    {
        var registered = Simulator.Clients.Single(c => c.Name == client);
        using var response = await _http.PostAsync(Simulator.TokenUrl, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = registered.ClientId,
            ["client_secret"] = registered.ClientSecret,
            ["scope"] = "https://api.businesscentral.dynamics.com/.default",
        }));
        return (await Reply.OfAsync(response)).Text("access_token");
    }

    /// <summary>A path inside the first company.</summary>
    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<Reply> PostAsync(string path, object? body, params (string Name, string Value)[] headers) => SendAsync("POST", path, body, headers);

    public Task<Reply> PatchAsync(string path, object body, string? ifMatch = "*") =>
        SendAsync("PATCH", path, body, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public Task<Reply> DeleteAsync(string path, string? ifMatch = "*") => SendAsync("DELETE", path, null, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    public Task<Reply> SendAsync(string method, string path, object? body, params (string Name, string Value)[] headers) =>
        SendRawAsync(method, path.StartsWith("http", StringComparison.Ordinal) ? path : $"{Root}companies({Company})/{path}", body, headers);

    public async Task<Reply> SendRawAsync(string method, string url, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (body is string text)
        {
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }
        else if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request);
        return await Reply.OfAsync(response);
    }

    /// <summary>Creates a customer; gives its id.</summary>
    public async Task<string> CustomerAsync(string name = "Nordlicht AG", object? more = null)
    {
        var reply = await PostAsync("customers", more ?? new { displayName = name });
        reply.Status.Should().Be(201, reply.Raw);
        return reply.Text("id");
    }

    public async Task<string> ItemAsync(string number = "CHAIR", decimal price = 100, string tax = "STANDARD")
    {
        var reply = await PostAsync("items", new { number, displayName = "Item " + number, type = "Inventory", baseUnitOfMeasureCode = "PCS", unitPrice = price, taxGroupCode = tax });
        reply.Status.Should().Be(201, reply.Raw);
        return reply.Text("id");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Simulator.DisposeAsync();
    }
}

/// <summary>A reply as tests look at it.</summary>
internal sealed record Reply(int Status, string Raw, JsonElement Json, IReadOnlyDictionary<string, string> Headers)
{
    public string Code => Json.GetProperty("error").GetProperty("code").GetString()!;

    public string Message => Json.GetProperty("error").GetProperty("message").GetString()!;

    public IReadOnlyList<JsonElement> Value => [.. Json.GetProperty("value").EnumerateArray()];

    public string? NextLink => Json.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;

    public string ETag => Text("@odata.etag");

    public static async Task<Reply> OfAsync(HttpResponseMessage response)
    {
        var raw = await response.Content.ReadAsStringAsync();
        var json = raw.StartsWith('{') || raw.StartsWith('[') ? JsonElement.Parse(raw) : default;
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, raw, json, headers);
    }

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public decimal Number(string name) => Json.GetProperty(name).GetDecimal();
}
