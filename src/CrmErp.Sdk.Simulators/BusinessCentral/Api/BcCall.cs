using System.Text.Json;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>One operation: a request, or one of a batch.</summary>
internal sealed class BcCall
{
    public required string Method { get; init; }

    /// <summary>The path behind <c>/api/v2.0/</c>, percent-decoded, without query.</summary>
    public required string Path { get; init; }

    /// <summary>The query string as sent.</summary>
    public required string RawQuery { get; init; }

    /// <summary>The address of the API root of this request, with its last slash.</summary>
    public required string Root { get; init; }

    public required string Client { get; init; }

    public required Func<string, string?> Header { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required RequestFaults Faults { get; init; }

    /// <summary>The transaction of a batch that stands or falls as one; null for an own one.</summary>
    public Transaction? Ambient { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Query => _query ??= FormText.Parse(RawQuery);

    private IReadOnlyList<KeyValuePair<string, string>>? _query;

    public string? QueryValue(string name)
    {
        foreach (var (key, value) in Query)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A preference of the Prefer header; null when absent, empty when it has no value.</summary>
    public string? Preference(string name)
    {
        foreach (var part in (Header("Prefer") ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? part : part[..equals];
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return equals < 0 ? "" : part[(equals + 1)..].Trim('"');
            }
        }

        return null;
    }

    /// <summary>Whether the answer to a write carries no body.</summary>
    public bool NoContent => Preference("return-no-content") is not null || Preference("return") == "minimal";

    public JsonElement JsonBody()
    {
        try
        {
            var body = JsonElement.Parse(Body.Span);
            return body.ValueKind == JsonValueKind.Object ? body : throw BcException.BadRequest("The body must be a JSON object.");
        }
        catch (JsonException)
        {
            throw BcException.BadRequest("The body is not valid JSON.");
        }
    }
}
