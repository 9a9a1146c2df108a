using System.Text.Json;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Changes;

/// <summary>
/// Finds the deletions of a window, and what became of them: a merge names the surviving record, and a record that was restored
/// meanwhile is no deletion.
/// </summary>
internal sealed class DeletionReader(SalesforceClient client, ReplicationLog log)
{
    private static readonly string[] Mergeable = ["Account", "Contact", "Lead", "Case"];

    /// <summary>The deletions, and whether some may be missing because the log does not reach back far enough.</summary>
    public async Task<(IReadOnlyList<Deletion> Deletions, bool Incomplete)> ReadAsync(string objectName, ChangeCursor cursor, CancellationToken cancellationToken)
    {
        var (low, high) = (cursor.Low, cursor.High!.Value);
        var reach = high - ReplicationLog.DeletionReach;
        // Who reads from the beginning of time knows no record that could be deleted.
        var incomplete = low < reach && !cursor.IsBeginning;
        low = low < reach ? reach : low;
        if (client.Options.Feed == SalesforceChangeFeed.Query)
        {
            return (await FromRecycleBinAsync(objectName, low - client.Options.Overlap, high, cancellationToken).ConfigureAwait(false), incomplete);
        }

        var covered = await log.GetDeletedAsync(objectName, low, high, cancellationToken).ConfigureAwait(false);
        // Salesforce purges the log early when it grows: what lies before is unknown.
        incomplete |= !cursor.IsBeginning && covered.EarliestAvailable > low;
        var fates = await ReadFatesAsync(objectName, covered.Deletions, cancellationToken).ConfigureAwait(false);
        return ([.. covered.Deletions.Where(d => !fates.TryGetValue(d.Id, out var f) || f.Deleted).Select(d => Of(objectName, d.Id, d.At, fates.GetValueOrDefault(d.Id)?.MergedInto))], incomplete);
    }

    private async Task<List<Deletion>> FromRecycleBinAsync(string objectName, DateTimeOffset low, DateTimeOffset high, CancellationToken cancellationToken)
    {
        var query = new SoqlQuery(objectName) { Select = Columns(objectName), IncludeDeleted = true }.Where("IsDeleted = true").Where(Keyset.Window(low, high));
        var rows = await SmallQuery.RunAsync(client, query, ReadFate, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => Of(objectName, r.Id, r.At, r.MergedInto))];
    }

    private async Task<Dictionary<string, Fate>> ReadFatesAsync(string objectName, IReadOnlyList<(string Id, DateTimeOffset At)> deletions, CancellationToken cancellationToken)
    {
        var fates = new Dictionary<string, Fate>(StringComparer.Ordinal);
        var query = new SoqlQuery(objectName) { Select = Columns(objectName), IncludeDeleted = true };
        foreach (var part in QueryAddress.Split(deletions.Select(d => (FieldValue)d.Id), query))
        {
            var asked = new SoqlQuery(objectName) { Select = Columns(objectName), IncludeDeleted = true }.Where(Soql.In("Id", part));
            foreach (var fate in await SmallQuery.RunAsync(client, asked, ReadFate, cancellationToken).ConfigureAwait(false))
            {
                fates[fate.Id] = fate;
            }
        }

        return fates;
    }

    private Deletion Of(string objectName, string id, DateTimeOffset? at, string? mergedInto) =>
        new(new RecordRef(client.Connection, "", objectName, id), at, mergedInto);

    private static string[] Columns(string objectName) =>
        Mergeable.Contains(objectName) ? ["Id", "IsDeleted", Keyset.TimeField, "MasterRecordId"] : ["Id", "IsDeleted", Keyset.TimeField];

    private static Fate ReadFate(JsonElement row) => new(
        SalesforceId.ToLong(row.GetProperty("Id").GetString()) ?? "",
        row.GetProperty("IsDeleted").ValueKind == JsonValueKind.True,
        SalesforceTime.TryParse(row.GetProperty(Keyset.TimeField).GetString(), out var time) ? time : null,
        row.TryGetProperty("MasterRecordId", out var master) && master.ValueKind == JsonValueKind.String ? SalesforceId.ToLong(master.GetString()) : null);

    private sealed record Fate(string Id, bool Deleted, DateTimeOffset? At, string? MergedInto);
}
