using System.Globalization;
using System.Text;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>The token endpoint of the identity platform: client credentials only.</summary>
internal sealed class BcTokens
{
    private const string Scope = "https://api.businesscentral.dynamics.com/.default";

    private readonly BcEnvironment _environment;
    private readonly TokenAuthority _tokens;

    public BcTokens(BcEnvironment environment, TokenAuthority tokens)
    {
        _environment = environment;
        _tokens = tokens;
    }

    public SimulatorReply Answer(SimulatorRequest request)
    {
        var tenant = request.Path.TrimStart('/').Split('/')[0];
        if (!string.Equals(tenant, _environment.Options.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            return Error(400, "invalid_request", 90002, $"AADSTS90002: Tenant '{tenant}' not found.");
        }

        var form = request.Form;
        if (form.GetValueOrDefault("grant_type") != "client_credentials")
        {
            return Error(400, "unsupported_grant_type", 70003, "AADSTS70003: The app requested an unsupported grant type.");
        }

        var (id, secret) = Credentials(request);
        if (_tokens.Find(id) is not { } client)
        {
            return Error(400, "unauthorized_client", 700016, $"AADSTS700016: Application with identifier '{id}' was not found in the directory.");
        }

        // Token requests carry no token; the log still knows who asked.
        request.Client = client;
        if (client.ClientSecret != secret)
        {
            return Error(401, "invalid_client", 7000215, "AADSTS7000215: Invalid client secret provided.");
        }

        return form.GetValueOrDefault("scope") == Scope
            ? Token(client)
            : Error(400, "invalid_scope", 70011, "AADSTS70011: The provided value for the input parameter 'scope' is not valid.");
    }

    private SimulatorReply Token(RegisteredClient client)
    {
        var seconds = (long)_tokens.Lifetime.TotalSeconds;
        var reply = new SimulatorReply(200) { ContentType = "application/json; charset=utf-8" };
        reply.With("Cache-Control", "no-store, no-cache");
        using var writer = reply.JsonWriter();
        writer.WriteStartObject();
        writer.WriteString("token_type", "Bearer");
        writer.WriteNumber("expires_in", seconds);
        writer.WriteNumber("ext_expires_in", seconds);
        writer.WriteString("access_token", _tokens.Issue(client, "eyJ0eXAiOiJKV1QifQ."));
        writer.WriteEndObject();
        return reply;
    }

    private static (string? Id, string? Secret) Credentials(SimulatorRequest request)
    {
        if (request.Header("Authorization") is { } header && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? (text, null) : (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
        }

        return (request.Form.GetValueOrDefault("client_id"), request.Form.GetValueOrDefault("client_secret"));
    }

    private SimulatorReply Error(int status, string error, int code, string description)
    {
        var reply = new SimulatorReply(status) { ContentType = "application/json; charset=utf-8" };
        using var writer = reply.JsonWriter();
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteString("error_description", $"{description} Trace ID: {_environment.State.Ids.NextGuid():D}");
        writer.WriteStartArray("error_codes");
        writer.WriteNumberValue(code);
        writer.WriteEndArray();
        writer.WriteString("timestamp", _environment.State.Time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
        return reply;
    }
}
