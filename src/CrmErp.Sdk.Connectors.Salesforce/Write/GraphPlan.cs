namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>One node of a graph: a write to one vendor object.</summary>
/// <param name="Method">POST, PATCH or DELETE.</param>
/// <param name="Resource">The address below the version's <c>sobjects/</c>.</param>
/// <param name="Fields">The fields to send; empty for deletes.</param>
/// <param name="Path">Where the vendor object stands in the record: empty for the record itself, <c>Lines.</c> for a line.</param>
internal sealed record GraphNode(string Method, string Resource, FieldSet Fields, string Path);

/// <summary>The nodes that write one record, in order: one transaction, all or nothing.</summary>
internal sealed class GraphPlan(WriteOperation operation, string? id)
{
    /// <summary>The name by which later nodes refer to the record that the first node makes.</summary>
    public const string HeadReference = "head";

    private readonly List<GraphNode> _nodes = [];

    public WriteOperation Operation { get; } = operation;

    /// <summary>The record's id: known for updates; for creates a reference to the first node.</summary>
    public string Id { get; } = id ?? "@{" + HeadReference + ".id}";

    /// <summary>The known id, for answers.</summary>
    public string? KnownId { get; } = id;

    public IReadOnlyList<GraphNode> Nodes => _nodes;

    public void Add(string method, string resource, FieldSet fields, string path = "") => _nodes.Add(new GraphNode(method, resource, fields, path));

    public static string ReferenceOf(int node) => node == 0 ? HeadReference : $"n{node}";
}
