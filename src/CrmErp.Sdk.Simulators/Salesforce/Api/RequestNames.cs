using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>What a call is, by method and path: for the log, the counters and the fault plan.</summary>
internal static class RequestNames
{
    private const string VersionRoot = "/services/data/";

    public static void Describe(SimulatorRequest request)
    {
        if (request.Path.StartsWith("/services/oauth2/", StringComparison.Ordinal))
        {
            request.Kind = RequestKind.Token;
            return;
        }

        if (!request.Path.StartsWith(VersionRoot, StringComparison.Ordinal))
        {
            return;
        }

        var segments = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) is { Length: > 3 } all ? all[3..] : [];
        (request.Object, request.Operation) = Of(request.Method, segments);
        request.Kind = KindOf(request.Method, segments);
        if (request.Kind == RequestKind.Query && request.QueryValue("q") is { } soql)
        {
            request.Object = Queried(soql);
        }
    }

    /// <summary>The object and the operation.</summary>
    public static (string Object, RequestOperation Operation) Of(string method, IReadOnlyList<string> segments) => segments switch
    {
        ["query" or "queryAll", ..] => (string.Empty, RequestOperation.Read),
        ["sobjects", var type] => (type, method == "POST" ? RequestOperation.Create : RequestOperation.Other),
        ["sobjects", var type, "describe"] => (type, RequestOperation.Other),
        ["sobjects", var type, _] => (type, OfRow(method, RequestOperation.Update)),
        ["sobjects", var type, _, _] => (type, OfRow(method, RequestOperation.Upsert)),
        ["composite", "sobjects", var type] => (type, RequestOperation.Read),
        ["composite", "sobjects", var type, _] => (type, RequestOperation.Batch),
        ["composite", "tree", var type] => (type, RequestOperation.Batch),
        ["composite", ..] => (string.Empty, RequestOperation.Batch),
        ["jobs", "ingest", ..] => (string.Empty, method == "GET" ? RequestOperation.Read : RequestOperation.Batch),
        ["jobs", "query", ..] => (string.Empty, RequestOperation.Read),
        ["tooling", "sobjects", var type] => (type, RequestOperation.Create),
        _ => (string.Empty, RequestOperation.Other),
    };

    private static RequestOperation OfRow(string method, RequestOperation patch) => method switch
    {
        "PATCH" => patch,
        "DELETE" => RequestOperation.Delete,
        _ => RequestOperation.Read,
    };

    private static RequestKind KindOf(string method, string[] segments) => segments switch
    {
        ["query" or "queryAll", ..] or ["tooling", "query", ..] => RequestKind.Query,
        ["jobs", "query", ..] => RequestKind.Query,
        ["composite", "sobjects", _] when method == "POST" => RequestKind.Read,
        _ => method is "GET" or "HEAD" ? RequestKind.Read : RequestKind.Write,
    };

    /// <summary>The object after the FROM that is in no parentheses: that of the outer query.</summary>
    private static string Queried(string soql)
    {
        var depth = 0;
        for (var i = 0; i + 6 < soql.Length; i++)
        {
            depth += soql[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && char.IsWhiteSpace(soql[i]) && string.Compare(soql, i + 1, "FROM", 0, 4, StringComparison.OrdinalIgnoreCase) == 0 && char.IsWhiteSpace(soql[i + 5]))
            {
                var rest = soql.AsSpan(i + 6).TrimStart();
                var end = rest.IndexOfAny(' ', '\n', '\t');
                return (end < 0 ? rest : rest[..end]).ToString();
            }
        }

        return string.Empty;
    }
}
