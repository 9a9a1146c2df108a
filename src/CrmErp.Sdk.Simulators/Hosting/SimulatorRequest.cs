using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.OAuth;
using Microsoft.AspNetCore.Http;

namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>One request, with its body read, as a simulator sees it.</summary>
public sealed class SimulatorRequest
{
    private Dictionary<string, string>? _form;
    private IReadOnlyList<KeyValuePair<string, string>>? _query;

    internal SimulatorRequest(string method, string path, string rawQuery, IHeaderDictionary headers, ReadOnlyMemory<byte> body, string origin)
    {
        Method = method;
        Path = path;
        RawQuery = rawQuery;
        Headers = headers;
        Body = body;
        Origin = origin;
        Kind = method is "GET" or "HEAD" or "OPTIONS" ? RequestKind.Read : RequestKind.Write;
    }

    /// <summary>The verb in upper case.</summary>
    public string Method { get; }

    /// <summary>The path, percent-decoded, with its leading slash.</summary>
    public string Path { get; }

    /// <summary>The query string as sent, without the question mark.</summary>
    public string RawQuery { get; }

    /// <summary>The headers.</summary>
    public IHeaderDictionary Headers { get; }

    /// <summary>The whole body; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Scheme and authority of this simulator, as <c>http://127.0.0.1:5123</c>.</summary>
    public string Origin { get; }

    /// <summary>The registered client that the bearer token belongs to, also when the token is expired; null when unknown.</summary>
    public RegisteredClient? Client { get; internal set; }

    /// <summary>Whether the bearer token was good when the request arrived.</summary>
    public TokenState Token { get; internal set; }

    /// <summary>The bearer token as sent; null when there is none.</summary>
    public string? AccessToken { get; internal set; }

    /// <summary>What the request is for. Set by the simulator's <see cref="ISimulator.Describe"/>, or later when only the body tells.</summary>
    public RequestKind Kind { get; set; }

    /// <summary>What it does. Set by the simulator's <see cref="ISimulator.Describe"/>.</summary>
    public RequestOperation Operation { get; set; }

    /// <summary>The object it works on, in the system's own name; empty when there is none.</summary>
    public string Object { get; set; } = "";

    /// <summary>Operations inside a batch; 0 for a plain request.</summary>
    public int BatchItems { get; set; }

    /// <summary>The faults that apply to this request; a batch adds those of its items.</summary>
    public RequestFaults Faults { get; } = new();

    /// <summary>The name the request is logged under: the client's, or <c>anonymous</c>.</summary>
    public string ClientName => Client?.Name ?? RegisteredClient.Anonymous;

    /// <summary>The first value of a header; null when absent.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>The query parameters in order, decoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query => _query ??= FormText.Parse(RawQuery);

    /// <summary>A query parameter by its name, ordinal; null when absent.</summary>
    public string? QueryValue(string name)
    {
        foreach (var (key, value) in Query)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The body read as <c>application/x-www-form-urlencoded</c>; later values win.</summary>
    public IReadOnlyDictionary<string, string> Form => _form ??= FormText.ParseForm(Body.Span);
}
