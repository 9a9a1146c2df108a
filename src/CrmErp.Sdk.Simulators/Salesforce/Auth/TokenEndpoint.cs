using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.OAuth;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Auth;

/// <summary>Everything under <c>/services/oauth2/</c>.</summary>
internal sealed class TokenEndpoint(TokenAuthority tokens, SalesforceOrg org, SalesforceOptions options, SimulatorIds ids)
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly AuthorizationCodes _codes = new(ids, options.Time);

    public SimulatorReply Handle(SimulatorRequest request)
    {
        try
        {
            return (request.Method, request.Path) switch
            {
                ("POST", "/services/oauth2/token") => Token(request),
                ("GET" or "POST", "/services/oauth2/authorize") => Authorize(request),
                ("POST" or "GET", "/services/oauth2/revoke") => Revoke(request),
                ("GET" or "POST", "/services/oauth2/userinfo") => UserInfo(request),
                ("POST", "/services/oauth2/introspect") => Introspect(request),
                _ => SimulatorReply.Text(404, "<html><body>URL No Longer Exists</body></html>", "text/html;charset=UTF-8"),
            };
        }
        catch (OAuthException e)
        {
            return Json(400, writer =>
            {
                writer.WriteString("error", e.Error);
                writer.WriteString("error_description", e.Message);
            });
        }
    }

    /// <summary>The identity URL of a token's answer.</summary>
    public SimulatorReply Identity(SimulatorRequest request) => request.Token == TokenState.Valid
        ? UserInfo(request)
        : SimulatorReply.Text(403, "Bad_OAuth_Token", "text/html;charset=UTF-8");

    private static string? Value(SimulatorRequest request, string name) => request.Form.GetValueOrDefault(name) ?? request.QueryValue(name);

    private static SimulatorReply Json(int status, Action<System.Text.Json.Utf8JsonWriter> body)
    {
        var reply = new SimulatorReply(status) { ContentType = "application/json;charset=UTF-8" };
        using var writer = reply.JsonWriter();
        writer.WriteStartObject();
        body(writer);
        writer.WriteEndObject();
        return reply;
    }

    private SimulatorReply Token(SimulatorRequest request)
    {
        switch (Value(request, "grant_type"))
        {
            case JwtBearer:
                var assertion = JwtAssertion.Verify(Value(request, "assertion"), tokens, request.Origin, options.Time.GetUtcNow());
                return Grant(request, assertion, refreshToken: null, withSignature: false);
            case "client_credentials":
                return Grant(request, Authenticate(request), refreshToken: null, withSignature: true);
            case "refresh_token":
                return Refresh(request);
            case "authorization_code":
                var client = Authenticate(request);
                _codes.Redeem(Value(request, "code"), client, Value(request, "redirect_uri"), Value(request, "code_verifier"));
                return Grant(request, client, tokens.IssueRefreshToken(client), withSignature: true);
            default:
                throw new OAuthException("unsupported_grant_type", "grant type not supported");
        }
    }

    private SimulatorReply Refresh(SimulatorRequest request)
    {
        var client = tokens.Find(Value(request, "client_id")) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
        if (Value(request, "client_secret") is { } secret && secret != client.ClientSecret)
        {
            throw new OAuthException("invalid_client", "invalid client credentials");
        }

        var owner = tokens.Redeem(Value(request, "refresh_token"), options.RotateRefreshTokens);
        if (owner != client)
        {
            throw new OAuthException("invalid_grant", "expired access/refresh token");
        }

        return Grant(request, client, options.RotateRefreshTokens ? tokens.IssueRefreshToken(client) : null, withSignature: true);
    }

    private RegisteredClient Authenticate(SimulatorRequest request)
    {
        var (id, secret) = request.Header("Authorization") is { } header && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            ? Basic(header["Basic ".Length..])
            : (Value(request, "client_id"), Value(request, "client_secret"));
        var client = tokens.Find(id) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
        return client.ClientSecret == secret ? client : throw new OAuthException("invalid_client", "invalid client credentials");
    }

    private static (string? Id, string? Secret) Basic(string encoded)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(encoded.Trim()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? (null, null) : (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
        }
        catch (FormatException)
        {
            return (null, null);
        }
    }

    private SimulatorReply Grant(SimulatorRequest request, RegisteredClient client, string? refreshToken, bool withSignature)
    {
        var token = tokens.Issue(client, SalesforceId.Shorten(org.Id) + "!");
        var identity = $"{request.Origin}/id/{org.Id}/{org.UserOf(client.Name)}";
        return Json(200, writer =>
        {
            writer.WriteString("access_token", token);
            if (refreshToken is not null)
            {
                writer.WriteString("refresh_token", refreshToken);
            }

            writer.WriteString("scope", refreshToken is null ? "api web" : "refresh_token api web");
            writer.WriteString("instance_url", request.Origin);
            writer.WriteString("id", identity);
            writer.WriteString("token_type", "Bearer");
            if (withSignature)
            {
                var issuedAt = options.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                writer.WriteString("issued_at", issuedAt);
                writer.WriteString("signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(client.ClientSecret), Encoding.UTF8.GetBytes(identity + issuedAt))));
            }
        });
    }

    private SimulatorReply Authorize(SimulatorRequest request)
    {
        var client = tokens.Find(Value(request, "client_id")) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
        var redirect = Value(request, "redirect_uri") ?? throw new OAuthException("redirect_uri_missing", "missing redirect uri parameter");
        var code = _codes.Issue(client, redirect, Value(request, "code_challenge"));
        var separator = redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var state = Value(request, "state") is { } given ? "&state=" + Uri.EscapeDataString(given) : string.Empty;
        return new SimulatorReply(302).With("Location", $"{redirect}{separator}code={Uri.EscapeDataString(code)}{state}");
    }

    private SimulatorReply Revoke(SimulatorRequest request)
    {
        tokens.Revoke(Value(request, "token"));
        return new SimulatorReply(200);
    }

    private SimulatorReply Introspect(SimulatorRequest request)
    {
        Authenticate(request);
        var state = tokens.Check("Bearer " + Value(request, "token"), out var client, out _);
        return Json(200, writer =>
        {
            writer.WriteBoolean("active", state == TokenState.Valid);
            if (state == TokenState.Valid)
            {
                writer.WriteString("client_id", client!.ClientId);
                writer.WriteString("token_type", "access_token");
                writer.WriteString("scope", "api web");
            }
        });
    }

    private SimulatorReply UserInfo(SimulatorRequest request) => Json(200, writer =>
    {
        var user = org.UserOf(request.ClientName);
        writer.WriteString("id", $"{request.Origin}/id/{org.Id}/{user}");
        writer.WriteString("sub", $"{request.Origin}/id/{org.Id}/{user}");
        writer.WriteString("user_id", user);
        writer.WriteString("organization_id", org.Id);
        writer.WriteString("username", request.Client?.Username ?? request.ClientName);
        writer.WriteString("preferred_username", request.Client?.Username ?? request.ClientName);
        writer.WriteBoolean("active", true);
        writer.WriteStartObject("urls");
        writer.WriteString("rest", $"{request.Origin}/services/data/v{{version}}/");
        writer.WriteString("query", $"{request.Origin}/services/data/v{{version}}/query/");
        writer.WriteString("sobjects", $"{request.Origin}/services/data/v{{version}}/sobjects/");
        writer.WriteEndObject();
    });
}
