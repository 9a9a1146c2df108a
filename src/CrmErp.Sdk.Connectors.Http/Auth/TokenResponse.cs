using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Http.Auth;

// The token endpoint's answer, good or bad. Unknown members are skipped; numbers may come as text.
internal sealed class TokenResponse
{
    public string? AccessToken { get; private set; }

    public string? RefreshToken { get; private set; }

    public string? InstanceUrl { get; private set; }

    public string? Identity { get; private set; }

    public string? Scope { get; private set; }

    public string? Error { get; private set; }

    public string? ErrorDescription { get; private set; }

    public long? ExpiresIn { get; private set; }

    public static TokenResponse? TryParse(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Read(ref reader) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TokenResponse Read(ref Utf8JsonReader reader)
    {
        var response = new TokenResponse();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            var value = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => reader.GetDecimal().ToString(System.Globalization.CultureInfo.InvariantCulture),
                _ => null,
            };
            response.Set(name, value);
        }

        return response;
    }

    private void Set(string? name, string? value)
    {
        switch (name)
        {
            case "access_token":
                AccessToken = value;
                break;
            case "refresh_token":
                RefreshToken = value;
                break;
            case "instance_url":
                InstanceUrl = value;
                break;
            case "id":
                Identity = value;
                break;
            case "scope":
                Scope = value;
                break;
            case "error":
                Error = value;
                break;
            case "error_description":
                ErrorDescription = value;
                break;
            case "expires_in":
                ExpiresIn = long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
                break;
            default:
                break;
        }
    }
}
