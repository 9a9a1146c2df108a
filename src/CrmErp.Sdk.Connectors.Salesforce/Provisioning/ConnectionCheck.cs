using System.Text.Json;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Provisioning;

/// <summary>Signs in and looks around: API version, org, user, clock, objects. Says all that is wrong at once.</summary>
internal sealed class ConnectionCheck(SalesforceClient client) : IConnectionCheck
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    private static readonly string[] Expected = ["Account", "Contact", "Product2", "Pricebook2", "Opportunity", "Order"];

    public async Task<ConnectionCheckResult> CheckAsync(ConnectionCheckRequest request, CancellationToken cancellationToken = default)
    {
        var problems = new List<ConnectionProblem>();
        DateTimeOffset? serverTime = null;
        (string? Id, string? Edition) org = default;
        try
        {
            serverTime = await CheckVersionsAsync(problems, cancellationToken).ConfigureAwait(false);
            org = await ReadOrganizationAsync(cancellationToken).ConfigureAwait(false);
            await CheckObjectsAsync(problems, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error)
        {
            problems.Add(new ConnectionProblem(error.Kind, error.UserMessage));
        }

        return new ConnectionCheckResult { Problems = problems, OrgFingerprint = org.Id, Edition = org.Edition, ServerTime = serverTime };
    }

    private async Task<DateTimeOffset?> CheckVersionsAsync(List<ConnectionProblem> problems, CancellationToken cancellationToken)
    {
        using var response = await client.GetVersionsAsync(cancellationToken).ConfigureAwait(false);
        var versions = Read(response.Body, root => root.EnumerateArray().Select(v => v.GetProperty("version").GetString() ?? "").ToList());
        if (!versions.Contains(client.Options.ApiVersion))
        {
            problems.Add(new ConnectionProblem(ErrorKind.Configuration, $"Connection '{client.Connection}': the org does not serve API version {client.Options.ApiVersion}; its newest is {(versions.Count == 0 ? "unknown" : versions[^1])}. Set ApiVersion to one that it serves."));
        }

        if (response.ServerTime is { } served && (served - client.Time.GetUtcNow()).Duration() > LargestSkew)
        {
            problems.Add(new ConnectionProblem(ErrorKind.Configuration, $"Connection '{client.Connection}': this machine's clock and Salesforce's are more than {LargestSkew.TotalMinutes:0} minutes apart. Set this machine's clock."));
        }

        return response.ServerTime;
    }

    private async Task<(string? Id, string? Edition)> ReadOrganizationAsync(CancellationToken cancellationToken)
    {
        var query = new SoqlQuery("Organization") { Select = ["Id", "OrganizationType", "IsSandbox"], Limit = 1 };
        var rows = await SmallQuery.RunAsync(
            client,
            query,
            r => (SalesforceId.ToLong(r.GetProperty("Id").GetString()), Text(r, "OrganizationType"), Sandbox: r.TryGetProperty("IsSandbox", out var s) && s.ValueKind == JsonValueKind.True),
            cancellationToken).ConfigureAwait(false);
        return rows is [var (id, type, sandbox)] ? (id, $"{type}{(sandbox ? ", sandbox" : "")}, API {client.Options.ApiVersion}") : default;
    }

    private async Task CheckObjectsAsync(List<ConnectionProblem> problems, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync("sobjects/", cancellationToken).ConfigureAwait(false);
        var visible = Read(response.Body, root => root.GetProperty("sobjects").EnumerateArray().Select(o => o.GetProperty("name").GetString() ?? "").ToHashSet(StringComparer.Ordinal));
        string[] hidden = [.. Expected.Where(e => !visible.Contains(e))];
        if (hidden.Length > 0)
        {
            problems.Add(new ConnectionProblem(ErrorKind.Permission, $"Connection '{client.Connection}': the integration user does not see {string.Join(", ", hidden)}. Give it read access to these objects, or leave them out of the definition."));
        }
    }

    private T Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConnectorException(ErrorKind.Configuration, $"Connection '{client.Connection}': the address does not answer as a Salesforce instance does. Check LoginUrl.", error);
        }
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
