using CrmErp.Sdk.Connectors;
using static CrmErp.Sdk.Testing.ConnectorCheckContext;

namespace CrmErp.Sdk.Testing;

/// <summary>The feed loses nothing, whatever the pages and the clocks do.</summary>
internal static class ChangeChecks
{
    public static IReadOnlyList<ConnectorCheck> All { get; } =
    [
        new("Feed_serves_a_burst_in_one_second_completely", BurstAsync),
        new("Feed_serves_from_the_beginning_without_a_cursor", BeginningAsync),
        new("Cursor_is_valid_after_an_empty_page", EmptyPageAsync),
        new("Current_cursor_covers_what_comes_after_it", CurrentCursorAsync),
        new("Feed_serves_every_edit_that_is_the_last", EditsAsync),
        new("Feed_serves_late_commits", LateCommitAsync),
        new("Deletions_are_reported_as_declared", DeletionAsync),
        new("Version_moves_as_declared", VersionAsync),
    ];

    private static async Task BurstAsync(ConnectorCheckContext context)
    {
        var cursor = await context.CursorAsync().ConfigureAwait(false);
        var ids = await context.CreateAsync(9).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        var reading = await context.DrainAsync(cursor).ConfigureAwait(false);
        Require(ids.All(reading.Has), $"{ids.Count(i => !reading.Has(i))} of {ids.Count} records of one burst were not served with pages of 2.");
    }

    private static async Task BeginningAsync(ConnectorCheckContext context)
    {
        var ids = await context.CreateAsync(5).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        var reading = await context.DrainAsync(null).ConfigureAwait(false);
        Require(ids.All(reading.Has), "A feed without a cursor does not serve what was there.");
    }

    private static async Task EmptyPageAsync(ConnectorCheckContext context)
    {
        var cursor = (await context.DrainAsync(await context.CursorAsync().ConfigureAwait(false)).ConfigureAwait(false)).Cursor;
        await context.SettleAsync().ConfigureAwait(false);
        var empty = await context.DrainAsync(cursor).ConfigureAwait(false);
        var ids = await context.CreateAsync(3).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        var fromEmpty = await context.DrainAsync(empty.Cursor).ConfigureAwait(false);
        Require(ids.All(fromEmpty.Has), "The cursor of an empty page lost records.");
        var fromBefore = await context.DrainAsync(cursor).ConfigureAwait(false);
        Require(ids.All(fromBefore.Has), "An older cursor, used again, lost records.");
    }

    private static async Task CurrentCursorAsync(ConnectorCheckContext context)
    {
        await context.CreateAsync(2).ConfigureAwait(false);
        var cursor = await context.CursorAsync().ConfigureAwait(false);
        var ids = await context.CreateAsync(2, first: 10).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        var reading = await context.DrainAsync(cursor).ConfigureAwait(false);
        Require(ids.All(reading.Has), "A record made right after the cursor was taken is not served.");
    }

    private static async Task EditsAsync(ConnectorCheckContext context)
    {
        var ids = await context.CreateAsync(3).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        var cursor = (await context.DrainAsync(null).ConfigureAwait(false)).Cursor;
        for (var round = 1; round <= 3; round++)
        {
            await context.EditTextAsync(ids[1], $"Edit {round}").ConfigureAwait(false);
            await context.SettleAsync().ConfigureAwait(false);
            var reading = await context.DrainAsync(cursor).ConfigureAwait(false);
            var stored = (await context.ExistingAsync(ids[1]).ConfigureAwait(false)).Fields[context.TextSlot];
            Require(reading.Records.LastOrDefault(r => r.Ref.Id == ids[1])?.Fields[context.TextSlot] == stored, $"Edit {round} was not served, or not in its last state.");
            cursor = reading.Cursor;
        }
    }

    private static async Task LateCommitAsync(ConnectorCheckContext context)
    {
        Applies(context.Arrangement is ILateCommitArrangement, "The arrangement cannot commit late.");
        var late = (ILateCommitArrangement)context.Arrangement;
        var delay = context.Object.SettleLag / 2;
        Applies(delay > TimeSpan.Zero, "The object declares no settle lag.");
        var ids = await context.CreateAsync(2).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        var cursor = (await context.DrainAsync(null).ConfigureAwait(false)).Cursor;
        await late.EditLateAsync(ids[0], new Dictionary<string, FieldValue> { [late.TextField] = "Late" }, delay, context.CancellationToken).ConfigureAwait(false);
        await context.EditTextAsync(ids[1], "In time").ConfigureAwait(false);
        var seen = false;
        // Small steps: the window must pass the stamp while the change is still invisible.
        for (var round = 0; round < 16; round++)
        {
            await late.AdvanceAsync(delay / 4, context.CancellationToken).ConfigureAwait(false);
            var reading = await context.DrainAsync(cursor).ConfigureAwait(false);
            cursor = reading.Cursor;
            seen |= reading.Records.Any(r => r.Ref.Id == ids[0] && r.Fields[context.TextSlot].TextOrNull() is { } text && text.Contains("late", StringComparison.OrdinalIgnoreCase));
        }

        Require(seen, $"A change that became visible {delay.TotalSeconds} s after its stamp was never served; the declared settle lag is {context.Object.SettleLag.TotalSeconds} s.");
    }

    private static async Task DeletionAsync(ConnectorCheckContext context)
    {
        var ids = await context.CreateAsync(3).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        var cursor = (await context.DrainAsync(null).ConfigureAwait(false)).Cursor;
        await context.Arrangement.DeleteAsync(ids[1], context.CancellationToken).ConfigureAwait(false);
        await context.SettleAsync().ConfigureAwait(false);
        Require(await context.GetAsync(ids[1]).ConfigureAwait(false) is null, "A deleted record is still answered by id.");
        var reading = await context.DrainAsync(cursor).ConfigureAwait(false);
        var reported = reading.Deletions.Any(d => d.Ref.Id == ids[1]);
        Require(context.Object.Deletes == DeleteModel.None || reported, "Tombstones are declared, and the deletion was not reported.");
        Require(context.Object.Deletes == DeleteModel.Tombstones || reading.Deletions.Count == 0, "A deletion was reported, and tombstones are not declared.");
        Require(!reading.Has(ids[1]), "A deleted record was served as changed.");
    }

    private static async Task VersionAsync(ConnectorCheckContext context)
    {
        var id = (await context.CreateAsync(1).ConfigureAwait(false))[0];
        var versions = new List<string?> { (await context.ExistingAsync(id).ConfigureAwait(false)).Version };
        for (var round = 1; round <= 3; round++)
        {
            await context.EditTextAsync(id, $"Version {round}").ConfigureAwait(false);
            versions.Add((await context.ExistingAsync(id).ConfigureAwait(false)).Version);
        }

        switch (context.Object.Version)
        {
            case VersionKind.None:
                Require(versions.All(v => v is null), "A version is served, and none is declared.");
                break;
            case VersionKind.Strict:
                Require(versions.All(v => v is not null) && versions.Distinct(StringComparer.Ordinal).Count() == versions.Count, "The version is declared strict, and an edit within the same moment did not move it.");
                break;
            default:
                await context.Arrangement.AdvanceAsync(TimeSpan.FromSeconds(2), context.CancellationToken).ConfigureAwait(false);
                await context.EditTextAsync(id, "Later").ConfigureAwait(false);
                Require((await context.ExistingAsync(id).ConfigureAwait(false)).Version is { } last && last != versions[^1], "An edit two seconds later did not move the stamp.");
                break;
        }
    }
}
