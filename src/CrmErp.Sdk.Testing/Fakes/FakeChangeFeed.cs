using System.Globalization;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>The change feeds of a fake system: a token that stands for a position, or keyset on (modification time, id).</summary>
internal sealed class FakeChangeFeed(FakeSystem system, FakeReader reader)
{
    public string Current(CurrentCursorRequest request)
    {
        var table = system.Faults.Hides(request.Object) ? new FakeTable(request.Scope, request.Object) : system.Table(request.Scope, request.Object);
        return Model(request.Object) == ChangeModel.Token
            ? Cursor("token", table.Log.Count.ToString(CultureInfo.InvariantCulture))
            : Cursor("window", FakeReader.Ticks(SettledTime(request.Object)));
    }

    public ChangePage Read(ChangesRequest request, Fault? fault)
    {
        var model = Model(request.Shape.Object);
        var parts = Parse(request.Cursor);
        var table = reader.Table(request.Scope, request.Shape);
        var size = reader.PageSize(table.Object, request.PageSize, fault);
        if (fault?.Kind == FaultKind.EmptyPage && request.Cursor is not null)
        {
            return new ChangePage { Records = RecordPage.Of([]), Cursor = request.Cursor };
        }

        var page = model == ChangeModel.Token ? ReadTokens(table, parts, size) : ReadWindow(table, parts, size);
        return Serve(table, page, request, fault);
    }

    private ChangeModel Model(string objectName)
    {
        var model = system.DescriptorOf(objectName).Changes;
        return model != ChangeModel.SweepOnly ? model
            : throw new ConnectorException(ErrorKind.Configuration, $"'{system.Name}' has no change feed for '{objectName}'. Use a sweep.");
    }

    private ChangePage Serve(FakeTable table, Raw raw, ChangesRequest request, Fault? fault)
    {
        var live = raw.Ids.Select(table.FindLive).OfType<FakeRow>().ToArray();
        var gone = system.DescriptorOf(table.Object).Deletes == DeleteModel.Tombstones ? raw.Gone : [];
        return new ChangePage
        {
            Records = RecordPage.Of([.. live.Where(r => fault?.Kind != FaultKind.Gaps && reader.Passes(r, request.Filters)).Select(r => reader.Record(table, r, request.Shape))]),
            Gaps = fault?.Kind == FaultKind.Gaps ? [.. live.Select(r => r.Id)] : [],
            Deletions = fault?.Kind == FaultKind.LoseTrack ? [] : [.. gone.Select(g => Deletion(table, g))],
            NeedsFullRead = fault?.Kind == FaultKind.LoseTrack,
            Cursor = raw.Cursor,
            HasMore = raw.HasMore,
        };
    }

    private Deletion Deletion(FakeTable table, FakeEvent last) =>
        new(new RecordRef(system.Name, table.Scope, table.Object, last.Id), last.Modified, last.Kind == FakeEventKind.Merged ? last.Related : null);

    private Raw ReadTokens(FakeTable table, string[]? parts, int size)
    {
        if (parts is null or ["all", ..])
        {
            return ReadAll(table, parts, size);
        }

        var position = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var chunk = table.Log.Skip(position).Take(size).ToArray();
        var ids = chunk.Select(e => e.Id).Distinct(StringComparer.Ordinal).ToArray();
        var gone = ids.Select(id => table.Find(id)).OfType<FakeRow>().Where(r => r.IsDeleted).Select(r => r.Last).ToArray();
        var next = position + chunk.Length;
        return new Raw(ids, gone, Cursor("token", next.ToString(CultureInfo.InvariantCulture)), next < table.Log.Count);
    }

    /// <summary>The position is taken first, then everything is read; changes meanwhile come again behind it.</summary>
    private Raw ReadAll(FakeTable table, string[]? parts, int size)
    {
        var position = parts?[1] ?? table.Log.Count.ToString(CultureInfo.InvariantCulture);
        var after = parts?[2] ?? "";
        var rows = table.Live.Where(r => string.CompareOrdinal(r.Id, after) > 0).Take(size + 1).Select(r => r.Id).ToArray();
        var ids = rows.Take(size).ToArray();
        return rows.Length > size ? new Raw(ids, [], Cursor("all", position, ids[^1]), true) : new Raw(ids, [], Cursor("token", position), true);
    }

    private Raw ReadWindow(FakeTable table, string[]? parts, int size)
    {
        var low = Time(parts?[1]) ?? DateTimeOffset.MinValue;
        var (high, position) = parts is ["window", _, var end, var time, var id] ? (Time(end)!.Value, (Time(time)!.Value, id)) : (SettledTime(table.Object), (DateTimeOffset.MinValue, ""));
        if (high <= low)
        {
            return new Raw([], [], Cursor("window", FakeReader.Ticks(low)), false);
        }

        var due = table.Live.Where(r => r.Last.Modified >= low && r.Last.Modified < high && After(r, position))
            .OrderBy(r => r.Last.Modified).ThenBy(r => r.Id, StringComparer.Ordinal).Take(size + 1).ToArray();
        var page = due.Take(size).ToArray();
        if (due.Length > size)
        {
            return new Raw([.. page.Select(r => r.Id)], [], Cursor("window", FakeReader.Ticks(low), FakeReader.Ticks(high), FakeReader.Ticks(page[^1].Last.Modified), page[^1].Id), true);
        }

        // Deletions come with the window's last page, so that no cursor stands behind one that was not served.
        var gone = table.Everything.Where(r => r.IsDeleted && r.Last.Modified >= low && r.Last.Modified < high).Select(r => r.Last).OrderBy(e => e.Order).ToArray();
        var next = high - system.Behavior.FeedOverlap;
        return new Raw([.. page.Select(r => r.Id)], gone, Cursor("window", FakeReader.Ticks(next > low ? next : low)), false);
    }

    private static bool After(FakeRow row, (DateTimeOffset Time, string Id) position) =>
        row.Last.Modified > position.Time || (row.Last.Modified == position.Time && string.CompareOrdinal(row.Id, position.Id) > 0);

    private DateTimeOffset SettledTime(string objectName)
    {
        var time = system.Stamp(objectName) - system.DescriptorOf(objectName).SettleLag;
        return time;
    }

    private string Cursor(string kind, params string[] parts) =>
        string.Join('|', [kind, .. parts, "g" + system.Faults.CursorGeneration.ToString(CultureInfo.InvariantCulture), FakeReader.Ticks(system.Clock.Now)]);

    private string[]? Parse(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        var parts = cursor.Split('|');
        var expired = parts[^2] != "g" + system.Faults.CursorGeneration.ToString(CultureInfo.InvariantCulture)
            || (system.Behavior.CursorLifetime is { } lifetime && system.Clock.Now - Time(parts[^1]) > lifetime);
        return expired
            ? throw new ConnectorException(ErrorKind.CursorExpired, $"The cursor is too old for '{system.Name}'. A full read is needed.") { VendorCode = "CURSOR_EXPIRED" }
            : parts[..^2];
    }

    private static DateTimeOffset? Time(string? ticks) => ticks is null ? null : new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private sealed record Raw(IReadOnlyList<string> Ids, IReadOnlyList<FakeEvent> Gone, string Cursor, bool HasMore);
}
