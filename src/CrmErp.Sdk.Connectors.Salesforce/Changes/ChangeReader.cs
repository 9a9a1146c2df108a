using System.Text.Json;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Changes;

/// <summary>
/// Reads a window of changes in stages: the object itself, oldest first; then its parts (a line or a price moves without its parent's
/// stamp), whose parents are read by id; then the deletions. A cursor inside a window names the stage and the last row.
/// Filters are not applied: a record that leaves a filter must be seen leaving.
/// </summary>
internal sealed class ChangeReader(SalesforceClient client, RecordSource source, RecordReader reader, Aggregates aggregates) : IChangeReader
{
    private const int MaxPageSize = 2000;

    private readonly ReplicationLog _log = new(client);
    private readonly DeletionReader _deletions = new(client, new ReplicationLog(client));

    public async Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = await client.GetServerTimeAsync(cancellationToken).ConfigureAwait(false);
        var (high, _) = await GetHighAsync(request.Object, now, cancellationToken).ConfigureAwait(false);
        return new ChangeCursor(high).Serialize();
    }

    public async Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var cursor = ChangeCursor.Parse(request.Cursor);
        if (cursor.High is null)
        {
            cursor = await OpenWindowAsync(request.Shape.Object, cursor, cancellationToken).ConfigureAwait(false);
        }

        return cursor.High is null ? Empty(cursor) : await ReadWindowAsync(request, cursor, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ChangePage> ReadWindowAsync(ChangesRequest request, ChangeCursor cursor, CancellationToken cancellationToken)
    {
        var parts = Parts(request.Shape).ToList();
        while (cursor.Stage <= parts.Count)
        {
            var (page, next) = cursor.Stage == 0
                ? await ReadObjectAsync(request, cursor, cancellationToken).ConfigureAwait(false)
                : await ReadPartAsync(request, parts[cursor.Stage - 1], cursor, cancellationToken).ConfigureAwait(false);
            cursor = next;
            if (page.Count > 0)
            {
                return new ChangePage { Records = page, Cursor = cursor.Serialize(), HasMore = true };
            }

            page.Dispose();
        }

        var (deletions, incomplete) = await _deletions.ReadAsync(request.Shape.Object, cursor, cancellationToken).ConfigureAwait(false);
        return new ChangePage
        {
            Records = RecordPage.Of([]),
            Deletions = deletions,
            NeedsFullRead = incomplete,
            Cursor = new ChangeCursor(cursor.High!.Value).Serialize(),
        };
    }

    // The window [low, high); no window when nothing new can be complete yet.
    private async Task<ChangeCursor> OpenWindowAsync(string objectName, ChangeCursor cursor, CancellationToken cancellationToken)
    {
        var (high, any) = await GetHighAsync(objectName, cursor.Low, cancellationToken).ConfigureAwait(false);
        if (high <= cursor.Low)
        {
            return cursor;
        }

        // The log names no change of the object itself: its stage needs no call.
        return cursor with { High = high, Stage = any == false ? 1 : 0 };
    }

    private async Task<(DateTimeOffset High, bool? Any)> GetHighAsync(string objectName, DateTimeOffset low, CancellationToken cancellationToken)
    {
        if (client.Options.Feed == SalesforceChangeFeed.Replication)
        {
            var covered = await _log.GetUpdatedAsync(objectName, low, cancellationToken).ConfigureAwait(false);
            return (covered.CoveredUntil, covered.Any);
        }

        var now = await client.GetServerTimeAsync(cancellationToken).ConfigureAwait(false);
        return (now - client.Options.SettleLag, null);
    }

    private async Task<(RecordPage Page, ChangeCursor Next)> ReadObjectAsync(ChangesRequest request, ChangeCursor cursor, CancellationToken cancellationToken)
    {
        var selection = source.For(request.Shape);
        var query = new SoqlQuery(request.Shape.Object) { Select = selection.Select, OrderBy = Keyset.ByTime, Limit = PageSize(request.PageSize) }.Where(Window(cursor));
        var (page, complete) = await source.QueryAsync(selection, query, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0 || (complete && page.Count < query.Limit))
        {
            return (page, NextStage(cursor));
        }

        var last = page.Head(page.Count - 1);
        return (page, cursor with { Time = SalesforceTime.Parse(last.Version), Id = last.Id });
    }

    private async Task<(RecordPage Page, ChangeCursor Next)> ReadPartAsync(ChangesRequest request, PartStream part, ChangeCursor cursor, CancellationToken cancellationToken)
    {
        // Deleted parts are asked for too: they still name their parent.
        var query = new SoqlQuery(part.Object) { Select = ["Id", Keyset.TimeField, part.ParentField], OrderBy = Keyset.ByTime, Limit = MaxPageSize, IncludeDeleted = true }
            .Where(part.Condition)
            .Where(Window(cursor));
        var rows = await SmallQuery.RunAsync(client, query, r => (Id: Text(r, "Id"), Time: Text(r, Keyset.TimeField), Parent: Text(r, part.ParentField)), cancellationToken).ConfigureAwait(false);
        string[] parents = [.. rows.Select(r => r.Parent).OfType<string>().Distinct(StringComparer.Ordinal)];
        var records = new List<Record>();
        await foreach (var record in reader.ReadByIdAsync(source.For(request.Shape), parents, cancellationToken).ConfigureAwait(false))
        {
            records.Add(record);
        }

        var next = rows.Count < query.Limit ? NextStage(cursor) : cursor with { Time = SalesforceTime.Parse(rows[^1].Time), Id = rows[^1].Id };
        return (RecordPage.Of(records), next);
    }

    private string Window(ChangeCursor cursor)
    {
        if (cursor.Time is { } time)
        {
            return Keyset.After(time, cursor.Id!, cursor.High!.Value);
        }

        var overlap = client.Options.Feed == SalesforceChangeFeed.Query && !cursor.IsBeginning ? client.Options.Overlap : TimeSpan.Zero;
        return Keyset.Window(cursor.Low - overlap, cursor.High!.Value);
    }

    private static ChangeCursor NextStage(ChangeCursor cursor) => cursor with { Stage = cursor.Stage + 1, Time = null, Id = null };

    private IEnumerable<PartStream> Parts(RecordShape shape)
    {
        foreach (var field in shape.Fields)
        {
            if (field.Kind == FieldKind.Lines)
            {
                var list = aggregates.List(shape.Object, field.Path);
                yield return new PartStream(list.Object, list.ParentField, null);
            }
            else if (shape.Object == Aggregates.Product && field.Path == Aggregates.StandardPrice)
            {
                yield return new PartStream(Aggregates.EntryObject, Aggregates.ProductField, "Pricebook2.IsStandard = true");
            }
        }
    }

    private static int PageSize(int wanted) => wanted is > 0 and < MaxPageSize ? wanted : MaxPageSize;

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ChangePage Empty(ChangeCursor cursor) => new() { Records = RecordPage.Of([]), Cursor = cursor.Serialize() };

    private sealed record PartStream(string Object, string ParentField, string? Condition);
}
