using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Changes;

/// <summary>Up to when the log is complete, and whether it names any change since the asked time (null: not asked).</summary>
internal sealed record CoveredUpdates(DateTimeOffset CoveredUntil, bool? Any);

/// <summary>What was deleted in a window.</summary>
/// <param name="Deletions">Ids and times.</param>
/// <param name="EarliestAvailable">The log reaches back to here.</param>
internal sealed record CoveredDeletions(IReadOnlyList<(string Id, DateTimeOffset At)> Deletions, DateTimeOffset? EarliestAvailable);

/// <summary>
/// Salesforce's replication log (getUpdated, getDeleted). Its <c>latestDateCovered</c> stays behind transactions that are still open,
/// which no lag of ours can know. Times are taken to the minute there.
/// </summary>
internal sealed class ReplicationLog(SalesforceClient client)
{
    /// <summary>Deletions reach back 15 days; a margin keeps a request from crossing the edge on its way.</summary>
    public static readonly TimeSpan DeletionReach = TimeSpan.FromDays(15) - TimeSpan.FromHours(1);

    // Longer windows may name very many ids, and only their end is wanted.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestAsked = TimeSpan.FromMinutes(2);

    /// <exception cref="ConnectorException">The call failed.</exception>
    public async Task<CoveredUpdates> GetUpdatedAsync(string objectName, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var now = await client.GetServerTimeAsync(cancellationToken).ConfigureAwait(false);
        var end = FloorMinute(now);
        var covers = end - since <= LongestAsked;
        var start = covers && FloorMinute(since) < end - ShortestAsked ? FloorMinute(since) : end - ShortestAsked;
        using var response = await client.GetAsync(Resource(objectName, "updated", start, end), cancellationToken).ConfigureAwait(false);
        using var document = Parse(response);
        var covered = Covered(document, "latestDateCovered") ?? throw Unreadable(objectName);
        var any = document.RootElement.TryGetProperty("ids", out var ids) && ids.ValueKind == JsonValueKind.Array && ids.GetArrayLength() > 0;
        // A clock of ours that runs ahead must not end a window in the server's future.
        var until = response.ServerTime is { } served && served < covered ? served : covered;
        return new CoveredUpdates(until, covers && start <= since ? any : null);
    }

    /// <exception cref="ConnectorException">The call failed.</exception>
    public async Task<CoveredDeletions> GetDeletedAsync(string objectName, DateTimeOffset low, DateTimeOffset high, CancellationToken cancellationToken)
    {
        var (start, end) = (FloorMinute(low), FloorMinute(high.AddMinutes(1).AddTicks(-1)));
        end = end - start < ShortestAsked ? start + ShortestAsked : end;
        using var response = await client.GetAsync(Resource(objectName, "deleted", start, end), cancellationToken).ConfigureAwait(false);
        using var document = Parse(response);
        var deletions = new List<(string, DateTimeOffset)>();
        if (document.RootElement.TryGetProperty("deletedRecords", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in list.EnumerateArray())
            {
                if (SalesforceId.ToLong(entry.GetProperty("id").GetString()) is { } id)
                {
                    deletions.Add((id, SalesforceTime.Parse(entry.GetProperty("deletedDate").GetString())));
                }
            }
        }

        return new CoveredDeletions(deletions, Covered(document, "earliestDateAvailable"));
    }

    private static DateTimeOffset FloorMinute(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMinute));

    private static string Resource(string objectName, string log, DateTimeOffset start, DateTimeOffset end) =>
        string.Create(CultureInfo.InvariantCulture, $"sobjects/{Soql.Name(objectName)}/{log}/?start={Uri.EscapeDataString(Soql.Instant(start))}&end={Uri.EscapeDataString(Soql.Instant(end))}");

    private JsonDocument Parse(ConnectorResponse response)
    {
        try
        {
            return JsonDocument.Parse(response.Body);
        }
        catch (JsonException error)
        {
            throw new ConnectorException(ErrorKind.Internal, $"Connection '{client.Connection}': the replication log answered something that is not JSON.", error);
        }
    }

    private static DateTimeOffset? Covered(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && SalesforceTime.TryParse(value.GetString(), out var time) ? time : null;

    private ConnectorException Unreadable(string objectName) =>
        new(ErrorKind.Internal, $"Connection '{client.Connection}': the replication log of '{objectName}' does not say up to when it is complete.");
}
