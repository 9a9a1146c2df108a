namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>Sends plans through composite graphs.</summary>
internal sealed class GraphWriter(SalesforceClient client)
{
    private const string GraphResource = "composite/graph";

    /// <summary>Sends the plans of items; a plan without nodes has nothing to write, one with too many is refused.</summary>
    public async Task WriteAsync(WriteBatch batch, IReadOnlyList<(int Item, GraphPlan Plan)> planned, CancellationToken cancellationToken)
    {
        var fitting = new List<(int Item, GraphPlan Plan)>();
        foreach (var (item, plan) in planned)
        {
            switch (plan.Nodes.Count)
            {
                case 0:
                    batch.Set(item, new WriteOutcome(WriteOutcomeKind.Unchanged) { Id = plan.KnownId });
                    break;
                case > Graphs.MaxNodes:
                    batch.Set(item, Outcomes.Rejected(ErrorKind.Validation, "TOO_MANY_LINES", $"Salesforce writes at most {Graphs.MaxNodes} objects in one transaction; this document has {plan.Nodes.Count}. Split it."));
                    break;
                default:
                    fitting.Add((item, plan));
                    break;
            }
        }

        foreach (var call in Graphs.Pack([.. fitting.Select(f => f.Plan)]))
        {
            if (batch.Stop is not null)
            {
                return;
            }

            await SendAsync(batch, [.. call.Select(i => fitting[i])], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(WriteBatch batch, IReadOnlyList<(int Item, GraphPlan Plan)> call, CancellationToken cancellationToken)
    {
        GraphPlan[] plans = [.. call.Select(c => c.Plan)];
        using var result = await client.SendAsync(HttpMethod.Post, GraphResource, Graphs.Body(plans, client.VersionPath), batch.Request.NotAfter, cancellationToken).ConfigureAwait(false);
        if (result.Response is not { IsSuccess: true } response)
        {
            CallJudge.Judge(batch, [.. call.Select(c => c.Item)], result, client);
            return;
        }

        batch.Sent = true;
        var outcomes = Graphs.Read(response.Body, plans);
        for (var i = 0; i < call.Count; i++)
        {
            batch.Set(call[i].Item, outcomes[i] ?? new WriteOutcome(WriteOutcomeKind.Unknown) { RequestId = response.RequestId });
        }
    }
}
