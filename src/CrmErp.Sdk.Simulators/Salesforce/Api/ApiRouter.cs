using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Rules;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>From method and path to the code that answers. Runs under the database's lock; reads have no transaction.</summary>
internal sealed class ApiRouter
{
    private readonly SObjectCalls _rows;
    private readonly CollectionCalls _collections;
    private readonly CompositeCalls _composites;
    private readonly TreeCalls _trees;
    private readonly QueryCalls _queries;
    private readonly DescribeCalls _describes;
    private readonly ReplicationCalls _replication;
    private readonly ToolingCalls _tooling;
    private readonly LimitCalls _limits;

    public ApiRouter(SalesforceOrg org, SObjectWriter writer, QueryCursors cursors, ToolingCalls tooling, LimitCalls limits, int childPageSize)
    {
        _rows = new SObjectCalls(org, writer);
        _collections = new CollectionCalls(org, writer);
        _composites = new CompositeCalls((call, transaction) => call.Method == "GET" ? Read(call) : Write(call, transaction));
        _trees = new TreeCalls(org, writer);
        _queries = new QueryCalls(org, cursors, childPageSize);
        _describes = new DescribeCalls(org);
        _replication = new ReplicationCalls(org);
        _tooling = tooling;
        _limits = limits;
    }

    /// <summary>Whether a call changes nothing, whatever its verb.</summary>
    public static bool IsRead(ApiCall call) => call.Method == "GET" || (call.Method == "POST" && call.Segments is ["composite", "sobjects", _]);

    public ApiAnswer Read(ApiCall call) => call.Segments switch
    {
        [] => DescribeCalls.Root(call),
        ["sobjects"] => _describes.Global(call),
        ["sobjects", var type] => _describes.Basic(call, type),
        ["sobjects", var type, "describe"] => _describes.Describe(call, type),
        ["sobjects", var type, "updated"] => _replication.Updated(call, type),
        ["sobjects", var type, "deleted"] => _replication.Deleted(call, type),
        ["sobjects", var type, var id] => _rows.Get(call, type, id),
        ["sobjects", var type, var key, var value] => _rows.GetByKey(call, type, key, value),
        ["query"] => _queries.Query(call, all: false),
        ["queryAll"] => _queries.Query(call, all: true),
        ["query" or "queryAll", var locator] => _queries.More(call, locator),
        ["limits"] => _limits.Get(),
        ["tooling", "query"] => _tooling.Query(call),
        ["composite", "sobjects", var type] => GetMany(call, type),
        _ => throw NotFound(call),
    };

    public ApiAnswer Write(ApiCall call, Transaction transaction) => (call.Method, call.Segments) switch
    {
        ("POST", ["sobjects", var type]) => _rows.Create(call, transaction, type),
        ("PATCH", ["sobjects", var type, var id]) => _rows.Update(call, transaction, type, id),
        ("DELETE", ["sobjects", var type, var id]) => _rows.Delete(transaction, type, id),
        ("PATCH", ["sobjects", var type, var key, var value]) => _rows.Upsert(call, transaction, type, key, value),
        ("DELETE", ["sobjects", var type, var key, var value]) => _rows.DeleteByKey(call, transaction, type, key, value),
        ("POST", ["composite"]) => _composites.Composite(call, transaction),
        ("POST", ["composite", "graph"]) => _composites.Graphs(call, transaction),
        ("POST", ["composite", "tree", var type]) => _trees.Create(call, transaction, type),
        ("POST", ["composite", "sobjects"]) => _collections.Create(call, transaction),
        ("PATCH", ["composite", "sobjects"]) => _collections.Update(call, transaction),
        ("DELETE", ["composite", "sobjects"]) => _collections.Delete(call, transaction),
        ("PATCH", ["composite", "sobjects", var type, var key]) => _collections.Upsert(call, transaction, type, key),
        ("POST", ["composite", "sobjects", _]) => Read(call),
        ("POST", ["tooling", "sobjects", var kind]) => _tooling.Create(call, kind),
        _ => throw NotFound(call),
    };

    /// <summary>Asks the fault plan about the operations inside a batch.</summary>
    public static void Prepare(ApiCall call, ItemFaults faults)
    {
        switch (call.Segments)
        {
            case ["composite"] or ["composite", "graph"] when call.Method == "POST":
                faults.Prepare(call, CompositeCalls.Items(call));
                break;
            case ["composite", "tree", _]:
                faults.Prepare(call, TreeCalls.Items(call));
                break;
            case ["composite", "sobjects", ..] when !IsRead(call):
                faults.Prepare(call, CollectionCalls.Items(call));
                break;
            default:
                break;
        }
    }

    private static SalesforceException NotFound(ApiCall call) => call.Segments is ["sobjects" or "query" or "composite" or "limits", ..] && call.Method is not ("GET" or "POST" or "PATCH" or "DELETE")
        ? new(ErrorCodes.MethodNotAllowed, $"HTTP Method '{call.Method}' not allowed.")
        : new(ErrorCodes.NotFound, "The requested resource does not exist");

    private ApiAnswer GetMany(ApiCall call, string type)
    {
        if (call.Method == "GET")
        {
            return _rows.GetMany(call, type, List(call.Parameter("ids")), List(call.Parameter("fields")));
        }

        return call.Body.ValueKind == System.Text.Json.JsonValueKind.Object && call.Body.TryGetProperty("ids", out var ids) && call.Body.TryGetProperty("fields", out var fields)
            ? _rows.GetMany(call, type, [.. ids.EnumerateArray().Select(i => i.ToString())], [.. fields.EnumerateArray().Select(f => f.ToString())])
            : throw new SalesforceException(ErrorCodes.JsonParserError, "The properties 'ids' and 'fields' are required");
    }

    private static string[] List(string? text) => (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
