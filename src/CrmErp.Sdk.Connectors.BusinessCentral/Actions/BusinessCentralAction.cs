namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>A bound action on a record: something that posts, sends or cancels. It commits, and is never repeated.</summary>
public sealed class BusinessCentralAction
{
    /// <summary>The company; empty takes the connection's first.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object, such as <c>salesOrders</c>.</summary>
    public required string Object { get; init; }

    /// <summary>The record's id.</summary>
    public required string Id { get; init; }

    /// <summary>The action without its namespace: <c>shipAndInvoice</c>, <c>post</c>, <c>postAndSend</c>, <c>send</c>, <c>cancel</c>, <c>makeCorrectiveCreditMemo</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Nothing is sent after this time.</summary>
    public required DateTimeOffset NotAfter { get; init; }
}
