using System.Text.Json;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>One call of the REST API: a request, or one subrequest of a composite.</summary>
internal sealed class ApiCall
{
    private readonly IReadOnlyDictionary<string, string> _ownHeaders;
    private JsonElement? _body;
    private IReadOnlyList<KeyValuePair<string, string>>? _query;
    private readonly string _rawQuery;

    private ApiCall(SimulatorRequest request, string method, string path, string rawQuery, JsonElement? body, IReadOnlyDictionary<string, string>? headers)
    {
        Request = request;
        Method = method == "HEAD" ? "GET" : method;
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        Version = segments.Length > 2 ? segments[2] : string.Empty;
        Segments = segments.Length > 3 ? [.. segments[3..].Select(s => s.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase))] : [];
        _rawQuery = rawQuery;
        _body = body;
        _ownHeaders = headers ?? new Dictionary<string, string>();
    }

    /// <summary>The HTTP request that carries it.</summary>
    public SimulatorRequest Request { get; }

    public string Method { get; }

    /// <summary>As <c>v67.0</c>.</summary>
    public string Version { get; }

    /// <summary>The path after the version.</summary>
    public string[] Segments { get; }

    /// <summary>The client that calls, by its name in the log.</summary>
    public string Client => Request.ClientName;

    /// <summary>What the fault plan wants of the operations inside a batch, by index.</summary>
    public IReadOnlyDictionary<int, SalesforceError>? ItemErrors { get; set; }

    /// <summary>The client saves although a duplicate rule warns.</summary>
    public bool AllowDuplicates => Header("Sforce-Duplicate-Rule-Header") is { } header
        && header.Replace(" ", string.Empty, StringComparison.Ordinal).Contains("allowSave=true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The JSON body.</summary>
    /// <exception cref="SalesforceException">There is none, or it is not JSON.</exception>
    public JsonElement Body => _body ??= Parse(Request.Body);

    public static ApiCall Of(SimulatorRequest request) => new(request, request.Method, request.Path, request.RawQuery, null, null);

    /// <summary>A subrequest; its URL may have a query.</summary>
    public ApiCall Sub(string method, string url, JsonElement? body, IReadOnlyDictionary<string, string> headers)
    {
        var question = url.IndexOf('?', StringComparison.Ordinal);
        var path = Uri.UnescapeDataString(question < 0 ? url : url[..question]);
        return new(Request, method.ToUpperInvariant(), path, question < 0 ? string.Empty : url[(question + 1)..], body ?? default(JsonElement), headers);
    }

    /// <summary>A header: of the subrequest, for preconditions; else of the request.</summary>
    public string? Header(string name) => _ownHeaders.GetValueOrDefault(name) ?? Request.Header(name);

    public string? Parameter(string name)
    {
        _query ??= FormText.Parse(_rawQuery);
        foreach (var (key, value) in _query)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The URL of something under this call's version.</summary>
    public string Url(string rest) => $"/services/data/{Version}/{rest}";

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? default : JsonElement.Parse(body.Span);
        }
        catch (JsonException e)
        {
            throw new SalesforceException(ErrorCodes.JsonParserError, $"Unexpected character at [line:{e.LineNumber + 1}, column:{e.BytePositionInLine + 1}]");
        }
    }
}
