using System.Text.Json;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Salesforce.Errors;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>The composite graph resource: several records of several objects per call, each graph a transaction of its own.</summary>
internal static class Graphs
{
    /// <summary>Nodes per call, over all graphs.</summary>
    public const int MaxNodes = 500;

    /// <summary>Graphs per call.</summary>
    public const int MaxGraphs = 75;

    /// <summary>Packs plans into calls without tearing one; a plan must not have more than <see cref="MaxNodes"/> nodes.</summary>
    public static IEnumerable<IReadOnlyList<int>> Pack(IReadOnlyList<GraphPlan> plans)
    {
        var (call, nodes) = (new List<int>(), 0);
        for (var i = 0; i < plans.Count; i++)
        {
            if (call.Count > 0 && (nodes + plans[i].Nodes.Count > MaxNodes || call.Count == MaxGraphs))
            {
                yield return call;
                (call, nodes) = ([], 0);
            }

            call.Add(i);
            nodes += plans[i].Nodes.Count;
        }

        if (call.Count > 0)
        {
            yield return call;
        }
    }

    /// <summary>The body of a call; graph ids are the plans' positions in the list.</summary>
    public static ReadOnlyMemory<byte> Body(IReadOnlyList<GraphPlan> plans, string versionPath) => JsonBody.Create(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("graphs");
        for (var i = 0; i < plans.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("graphId", GraphId(i));
            json.WriteStartArray("compositeRequest");
            for (var node = 0; node < plans[i].Nodes.Count; node++)
            {
                WriteNode(json, plans[i].Nodes[node], GraphPlan.ReferenceOf(node), versionPath);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Reads the answer, in the order of the plans; null for a plan that the answer does not tell about.</summary>
    public static IReadOnlyList<WriteOutcome?> Read(ReadOnlyMemory<byte> body, IReadOnlyList<GraphPlan> plans)
    {
        var outcomes = new WriteOutcome?[plans.Count];
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var graph in document.RootElement.GetProperty("graphs").EnumerateArray())
            {
                var id = graph.GetProperty("graphId").GetString();
                for (var i = 0; i < plans.Count; i++)
                {
                    outcomes[i] ??= GraphId(i) == id ? ReadGraph(graph, plans[i]) : null;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // What was read before the answer broke off stands; of the rest nothing is known.
        }

        return outcomes;
    }

    private static WriteOutcome? ReadGraph(JsonElement graph, GraphPlan plan)
    {
        var success = graph.GetProperty("isSuccessful").GetBoolean();
        var nodes = graph.GetProperty("graphResponse").GetProperty("compositeResponse");
        if (success)
        {
            return Outcomes.Done(plan.Operation, plan.KnownId ?? HeadId(nodes));
        }

        WriteOutcome? collateral = null;
        foreach (var node in nodes.EnumerateArray())
        {
            var errors = node.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Array ? ErrorReader.ReadAll(body) : [];
            if (errors.Count == 0)
            {
                continue;
            }

            if (ErrorTable.ForRow(errors[0]).Outcome == WriteOutcomeKind.RolledBack)
            {
                collateral ??= Outcomes.Failed(plan.Operation, errors);
                continue;
            }

            return NodeFailed(plan, node, errors);
        }

        return collateral ?? Outcomes.Failed(plan.Operation, []);
    }

    private static WriteOutcome NodeFailed(GraphPlan plan, JsonElement node, IReadOnlyList<SalesforceError> errors)
    {
        var reference = node.TryGetProperty("referenceId", out var value) ? value.GetString() : null;
        var index = 0;
        while (index < plan.Nodes.Count && GraphPlan.ReferenceOf(index) != reference)
        {
            index++;
        }

        var part = index < plan.Nodes.Count ? plan.Nodes[index] : null;
        if (part is null or { Path.Length: 0 })
        {
            return Outcomes.Failed(plan.Operation, errors);
        }

        // A line or price that is not there any more: somebody changed the record since it was read. It must be read and merged again.
        var outcome = ErrorTable.ForRow(errors[0]).Outcome;
        var failed = Outcomes.Failed(WriteOperation.Update, errors, part.Path);
        return outcome == WriteOutcomeKind.NotFound && part.Method != "POST" ? new WriteOutcome(WriteOutcomeKind.VersionConflict) { Errors = failed.Errors } : failed;
    }

    private static string? HeadId(JsonElement nodes)
    {
        foreach (var node in nodes.EnumerateArray())
        {
            if (node.GetProperty("referenceId").GetString() == GraphPlan.HeadReference && node.GetProperty("body").TryGetProperty("id", out var id))
            {
                return SalesforceId.ToLong(id.GetString());
            }
        }

        return null;
    }

    private static void WriteNode(Utf8JsonWriter json, GraphNode node, string reference, string versionPath)
    {
        json.WriteStartObject();
        json.WriteString("method", node.Method);
        json.WriteString("url", $"{versionPath}/sobjects/{node.Resource}");
        json.WriteString("referenceId", reference);
        if (node.Method != "DELETE")
        {
            json.WriteStartObject("body");
            node.Fields.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string GraphId(int index) => $"g{index}";
}
