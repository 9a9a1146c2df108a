using System.Text.Json;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Rules;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary><c>/composite/tree/{Type}</c>: parents with their children nested in them; created all or none.</summary>
internal sealed class TreeCalls(SalesforceOrg org, SObjectWriter writer)
{
    private const int MostRecords = 200;

    public ApiAnswer Create(ApiCall call, Transaction transaction, string typeName)
    {
        var nodes = new List<Node>();
        Flatten(Records(call.Body), org.Get(typeName), null, null, nodes);
        if (nodes.Count is 0 or > MostRecords)
        {
            throw new SalesforceException(ErrorCodes.LimitExceeded, $"A tree has 1 to {MostRecords} records");
        }

        var start = transaction.Savepoint;
        var failures = new List<(string Reference, SalesforceError Error)>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Create(call, transaction, nodes[i], i) is { } error)
            {
                failures.Add((nodes[i].Reference, error));
            }
        }

        if (failures.Count > 0)
        {
            transaction.RollBack(start);
            return new(400, output => WriteFailures(output, failures));
        }

        return new(201, output => WriteIds(output, nodes));
    }

    /// <summary>The records of a call for the fault plan: one for each object that says its type.</summary>
    public static IEnumerable<(string Object, RequestOperation Operation)> Items(ApiCall call)
    {
        var found = new List<(string, RequestOperation)>();
        Collect(call.Body, found);
        return found;
    }

    private static void Collect(JsonElement element, List<(string Object, RequestOperation Operation)> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, found);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty("type", out var type))
            {
                found.Add((type.ToString(), RequestOperation.Create));
            }

            foreach (var property in element.EnumerateObject())
            {
                Collect(property.Value, found);
            }
        }
    }

    private static List<JsonElement> Records(JsonElement container) =>
        container.ValueKind == JsonValueKind.Object && container.TryGetProperty("records", out var records) && records.ValueKind == JsonValueKind.Array
            ? records.EnumerateArray().ToList()
            : throw new SalesforceException(ErrorCodes.JsonParserError, "The property 'records' is required");

    private static void WriteIds(Utf8JsonWriter output, List<Node> nodes)
    {
        output.WriteStartObject();
        output.WriteBoolean("hasErrors", false);
        output.WriteStartArray("results");
        foreach (var node in nodes)
        {
            output.WriteStartObject();
            output.WriteString("referenceId", node.Reference);
            output.WriteString("id", node.Id);
            output.WriteEndObject();
        }

        output.WriteEndArray();
        output.WriteEndObject();
    }

    private static void WriteFailures(Utf8JsonWriter output, List<(string Reference, SalesforceError Error)> failures)
    {
        output.WriteStartObject();
        output.WriteBoolean("hasErrors", true);
        output.WriteStartArray("results");
        foreach (var (reference, error) in failures)
        {
            output.WriteStartObject();
            output.WriteString("referenceId", reference);
            ErrorJson.WriteRow(output, error);
            output.WriteEndObject();
        }

        output.WriteEndArray();
        output.WriteEndObject();
    }

    private SalesforceError? Create(ApiCall call, Transaction transaction, Node node, int index)
    {
        if (node.Parent is { Id: null })
        {
            return null;
        }

        try
        {
            ItemFaults.Throw(call, index);
            var input = SObjectInput.Read(org, node.Table, node.Body);
            if (node.Parent is { } parent)
            {
                input.Set(org, node.Table, node.Link!.Name, parent.Id);
            }

            node.Id = writer.Create(transaction, node.Table, input, call.AllowDuplicates).Id;
            return null;
        }
        catch (SalesforceException e)
        {
            return e.Error;
        }
    }

    private void Flatten(IEnumerable<JsonElement> records, SObjectTable table, Node? parent, SObjectField? link, List<Node> nodes)
    {
        foreach (var record in records)
        {
            if (!record.TryGetProperty("attributes", out var attributes) || !attributes.TryGetProperty("referenceId", out var reference))
            {
                throw new SalesforceException(ErrorCodes.JsonParserError, "Each record of a tree needs attributes with type and referenceId");
            }

            var own = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            var children = new List<(JsonElement Records, SObjectTable Table, SObjectField Link)>();
            foreach (var property in record.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object && org.TryFindChildren(table.Type.Name, property.Name, out var childTable, out var childLink))
                {
                    children.Add((property.Value, childTable, childLink));
                }
                else
                {
                    own[property.Name] = property.Value;
                }
            }

            var node = new Node(reference.ToString(), table, parent, link, JsonSerializer.SerializeToElement(own));
            nodes.Add(node);
            foreach (var (childRecords, childTable, childLink) in children)
            {
                Flatten(Records(childRecords), childTable, node, childLink, nodes);
            }
        }
    }

    private sealed class Node(string reference, SObjectTable table, Node? parent, SObjectField? link, JsonElement body)
    {
        public string Reference { get; } = reference;

        public SObjectTable Table { get; } = table;

        public Node? Parent { get; } = parent;

        public SObjectField? Link { get; } = link;

        public JsonElement Body { get; } = body;

        public string? Id { get; set; }
    }
}
