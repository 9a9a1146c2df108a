namespace CrmErp.Sdk.Simulators.Journal;

/// <summary>Requests of one client so far.</summary>
/// <param name="Client">The client's name.</param>
/// <param name="Reads">Requests that read.</param>
/// <param name="Queries">Requests that queried.</param>
/// <param name="Tokens">Token requests.</param>
/// <param name="Writes">All others.</param>
/// <param name="BatchItems">Operations inside batches, of whatever kind.</param>
/// <param name="Failed">Requests answered with a status of 400 or more, or not at all.</param>
public sealed record RequestCounters(string Client, long Reads, long Queries, long Tokens, long Writes, long BatchItems, long Failed)
{
    /// <summary>All requests but those for tokens: what a vendor counts.</summary>
    public long ApiCalls => Reads + Queries + Writes;
}
