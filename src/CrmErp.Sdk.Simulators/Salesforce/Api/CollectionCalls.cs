using System.Text.Json;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Rules;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary><c>/composite/sobjects</c>: up to 200 records in one call, answered with 200 whatever happened to the rows.</summary>
internal sealed class CollectionCalls(SalesforceOrg org, SObjectWriter writer)
{
    private const int MostRecords = 200;
    private const int MostChunks = 10;

    public ApiAnswer Create(ApiCall call, Transaction transaction) => Run(transaction, AllOrNone(call), Records(call), (item, index) =>
    {
        var table = TableOf(item);
        ItemFaults.Throw(call, index);
        var input = SObjectInput.Read(org, table, item);
        SObjectCalls.RequireNoId(input);
        return new RowResult(writer.Create(transaction, table, input, call.AllowDuplicates).Id, null, null);
    });

    public ApiAnswer Update(ApiCall call, Transaction transaction)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Run(transaction, AllOrNone(call), Records(call), (item, index) =>
        {
            var table = TableOf(item);
            ItemFaults.Throw(call, index);
            var input = SObjectInput.Read(org, table, item);
            var row = FindRow(table, input.Id ?? throw new SalesforceException("MISSING_ARGUMENT", "Id not specified in an update call", "Id"));
            if (!seen.Add(row.Id))
            {
                throw new SalesforceException(ErrorCodes.DuplicateValue, $"Duplicate id specified: {row.Id}");
            }

            writer.Update(transaction, table, row, input);
            return new RowResult(row.Id, null, null);
        });
    }

    public ApiAnswer Upsert(ApiCall call, Transaction transaction, string typeName, string keyName)
    {
        var table = org.Get(typeName);
        var key = SObjectCalls.Key(table, keyName);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return Run(transaction, AllOrNone(call), Records(call), (item, index) =>
        {
            if (!string.Equals(TableOf(item).Type.Name, table.Type.Name, StringComparison.Ordinal))
            {
                throw new SalesforceException(new SalesforceError(ErrorCodes.InvalidType, $"sObject type should be {table.Type.Name}")) { EndsRequest = true };
            }

            ItemFaults.Throw(call, index);
            return Upsert(call, transaction, table, key, SObjectInput.Read(org, table, item), seen);
        });
    }

    public ApiAnswer Delete(ApiCall call, Transaction transaction)
    {
        var ids = (call.Parameter("ids") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        RequireCount(ids.Length);
        return Run(transaction, call.Parameter("allOrNone") == "true", ids, (id, index) =>
        {
            ItemFaults.Throw(call, index);
            var normal = SalesforceId.Normalize(id) ?? throw new SalesforceException(ErrorCodes.MalformedId, $"malformed id {id}");
            var table = org.FindByPrefix(normal) ?? throw new SalesforceException(ErrorCodes.InvalidCrossReferenceKey, "invalid cross reference id");
            writer.Delete(transaction, table, FindRow(table, normal));
            return new RowResult(normal, null, null);
        });
    }

    /// <summary>The records of a call, and what a fault plan calls them, from the body alone.</summary>
    public static IEnumerable<(string Object, RequestOperation Operation)> Items(ApiCall call)
    {
        if (call.Method == "DELETE")
        {
            return (call.Parameter("ids") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(_ => (string.Empty, RequestOperation.Delete));
        }

        var operation = call.Segments.Length == 4 ? RequestOperation.Upsert : call.Method == "POST" ? RequestOperation.Create : RequestOperation.Update;
        return call.Body.ValueKind == JsonValueKind.Object && call.Body.TryGetProperty("records", out var records) && records.ValueKind == JsonValueKind.Array
            ? records.EnumerateArray().Select(r => (TypeOf(r) ?? string.Empty, operation))
            : [];
    }

    private static string? TypeOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object
        && attributes.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private static bool AllOrNone(ApiCall call) => call.Body.TryGetProperty("allOrNone", out var flag) && flag.ValueKind == JsonValueKind.True;

    private static void RequireCount(int count)
    {
        if (count is 0 or > MostRecords)
        {
            throw new SalesforceException(count == 0 ? "REQUIRED_FIELD_MISSING" : ErrorCodes.ExceededIdLimit, count == 0
                ? "records or ids are required"
                : $"record limit reached. cannot submit more than {MostRecords} records in this call");
        }
    }

    private static StoredRecord FindRow(SObjectTable table, string id)
    {
        var normal = SalesforceId.Normalize(id) ?? throw new SalesforceException(ErrorCodes.MalformedId, $"{table.Type.Label} ID: id value of incorrect type: {id}", "Id");
        return table.Rows.Find(normal) ?? throw (table.Rows.FindTombstone(normal) is null
            ? new SalesforceException(ErrorCodes.InvalidCrossReferenceKey, "invalid cross reference id")
            : new SalesforceException(ErrorCodes.EntityIsDeleted, "entity is deleted"));
    }

    private static ApiAnswer Run<T>(Transaction transaction, bool allOrNone, IReadOnlyList<T> items, Func<T, int, RowResult> write)
    {
        var start = transaction.Savepoint;
        var results = new RowResult[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            try
            {
                results[i] = write(items[i], i);
            }
            catch (SalesforceException e) when (!e.EndsRequest)
            {
                results[i] = new RowResult(null, null, e.Error);
            }
        }

        if (allOrNone && Array.Exists(results, r => r.Error is not null))
        {
            transaction.RollBack(start);
            var rolledBack = new SalesforceError(ErrorCodes.AllOrNoneRolledBack,
                "Record rolled back because not all records were valid and the request was using AllOrNone header");
            results = [.. results.Select(r => r.Error is null ? new RowResult(null, null, rolledBack) : r)];
        }

        return ApiAnswer.Ok(output => Write(output, results));
    }

    private static void Write(Utf8JsonWriter output, RowResult[] results)
    {
        output.WriteStartArray();
        foreach (var result in results)
        {
            output.WriteStartObject();
            if (result.Id is { } id)
            {
                output.WriteString("id", id);
            }

            output.WriteBoolean("success", result.Error is null);
            ErrorJson.WriteRow(output, result.Error);
            if (result.Created is { } created)
            {
                output.WriteBoolean("created", created);
            }

            output.WriteEndObject();
        }

        output.WriteEndArray();
    }

    private RowResult Upsert(ApiCall call, Transaction transaction, SObjectTable table, SObjectField key, SObjectInput input, HashSet<string> seen)
    {
        if (key.Type == SObjectFieldType.Id)
        {
            return input.Id is { } id
                ? new RowResult(writer.Update(transaction, table, FindRow(table, id), input).Id, false, null)
                : new RowResult(writer.Create(transaction, table, input, call.AllowDuplicates).Id, true, null);
        }

        if (input.Values.FirstOrDefault(v => ReferenceEquals(v.Field, key)).Value is not string value)
        {
            throw new SalesforceException("MISSING_ARGUMENT", $"{key.Name} not specified", key.Name);
        }

        if (!seen.Add(value))
        {
            throw new SalesforceException(ErrorCodes.DuplicateValue, $"Duplicate external id specified: {value}", key.Name);
        }

        return SObjectCalls.Matches(table, key, value) switch
        {
            [] => new RowResult(writer.Create(transaction, table, input, call.AllowDuplicates).Id, true, null),
            [var row] => new RowResult(writer.Update(transaction, table, row, input).Id, false, null),
            var several => throw new SalesforceException("DUPLICATE_EXTERNAL_ID",
                $"{key.Name}: more than one record found for external id field: [{string.Join(", ", several.Select(r => r.Id))}]", key.Name),
        };
    }

    private static List<JsonElement> Records(ApiCall call)
    {
        if (call.Body.ValueKind != JsonValueKind.Object || !call.Body.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
        {
            throw new SalesforceException(ErrorCodes.JsonParserError, "The property 'records' is required");
        }

        var items = records.EnumerateArray().ToList();
        RequireCount(items.Count);
        var chunks = 1 + items.Zip(items.Skip(1)).Count(pair => TypeOf(pair.First) != TypeOf(pair.Second));
        return chunks <= MostChunks ? items : throw new SalesforceException(ErrorCodes.LimitExceeded,
            $"The request has {chunks} chunks of different types; the maximum is {MostChunks}. Sort the records by type.");
    }

    private SObjectTable TableOf(JsonElement item)
    {
        var type = TypeOf(item) ?? throw new SalesforceException(new SalesforceError(ErrorCodes.InvalidType, "An object type must be specified in the attributes of each record")) { EndsRequest = true };
        return org.Find(type) ?? throw new SalesforceException(new SalesforceError(ErrorCodes.InvalidType, $"sObject type '{type}' is not supported.")) { EndsRequest = true };
    }

    private readonly record struct RowResult(string? Id, bool? Created, SalesforceError? Error);
}
