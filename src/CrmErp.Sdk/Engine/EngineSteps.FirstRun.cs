using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The first run (R41 to R47): position, inventory, match, approval, catch-up, binding, live, seeding of rows.
internal sealed partial class EngineSteps
{
    private async Task<StepResult> InventoryCoreAsync(EngineView view, FlowSpoke spoke, CancellationToken cancellationToken)
    {
        if (spoke.Phase is not (FlowPhase.New or FlowPhase.Inventory))
        {
            return StepResult.Idle;
        }

        if (await ClaimAsync(spoke, _runtime.Now, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return StepResult.Idle;
        }

        if (stream.Phase is not (FlowPhase.New or FlowPhase.Inventory))
        {
            // Others finished the inventory between our look and our claim.
            await ReleaseStreamAsync(stream, cancellationToken).ConfigureAwait(false);
            return StepResult.Idle;
        }

        try
        {
            return stream.Phase == FlowPhase.New
                ? await TakePositionAsync(spoke, stream, cancellationToken).ConfigureAwait(false)
                : await InventoryPageAsync(view, spoke, stream, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException)
        {
            await ReleaseStreamAsync(stream, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    // R42: the feed position is taken before the first page.
    private async Task<StepResult> TakePositionAsync(FlowSpoke spoke, StreamRow stream, CancellationToken cancellationToken)
    {
        string? cursor = null;
        if (spoke.Object.Changes != ChangeModel.SweepOnly && spoke.Member.Captures)
        {
            cursor = await _runtime.Call<IChangeReader>(spoke, "cursor")
                .GetCurrentCursorAsync(new CurrentCursorRequest { Scope = spoke.Spoke.Scope, Object = spoke.Map.Object }, cancellationToken).ConfigureAwait(false);
        }

        var next = stream with { Phase = FlowPhase.Inventory, Cursor = cursor, Object = spoke.Map.Object };
        await ReleaseStreamAsync(next, cancellationToken).ConfigureAwait(false);
        return new StepResult(true, 0);
    }

    private async Task<StepResult> InventoryPageAsync(EngineView view, FlowSpoke spoke, StreamRow stream, CancellationToken cancellationToken)
    {
        var checkpoints = Checkpoints.Read(stream.Checkpoints);
        var started = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        var result = await _runtime.Call<IRecordReader>(spoke, "page").ReadPageAsync(
            new ReadPageRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Continuation = checkpoints.Inventory, PageSize = spoke.Object.PageSize, Filters = spoke.Map.Filters },
            cancellationToken).ConfigureAwait(false);
        using (result.Page)
        {
            var records = new Record[result.Page.Count];
            for (var i = 0; i < records.Length; i++)
            {
                records[i] = result.Page.Read(i);
            }

            var next = stream with
            {
                Phase = result.Continuation is null ? FlowPhase.Matched : FlowPhase.Inventory,
                Checkpoints = (checkpoints with { Inventory = result.Continuation, InventoryStarted = true }).Write(),
            };
            await InPartsAsync(view, stream, records, new PageWork<Record>
            {
                Needs = some => some.SelectMany(r => new Need[] { new Need.Link(r.Ref), new Need.Stage(r.Ref) }),
                Body = (scope, some, _) => scope.Each(some, r => StageIfUnlinked(scope, spoke, r, started)),
                Finish = batch => batch.PutStreams.Add(next),
            }, cancellationToken).ConfigureAwait(false);
            _runtime.Counts.Add("inventory", records.Length);
            _runtime.Logger.InventoryPage(spoke.Spoke.ToString(), spoke.Flow.Entity.Name, records.Length);
            return new StepResult(true, records.Length);
        }
    }

    private static void StageIfUnlinked(PassScope scope, FlowSpoke spoke, Record record, long started)
    {
        if (spoke.Map.InScope(record.Fields) && scope.Set.Link(record.Ref) is null or { State: LinkState.Reserved })
        {
            scope.Rules.ToStage(spoke, record, started);
        }
    }

    /// <summary>One step of an entity's way from matched to live: approval, catch-up, one batch of groups, the change of phase.</summary>
    public async Task<StepResult> BindAsync(string entity, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var spokes = view.Context.SpokesOf(entity);
        FlowSpoke[] joining = [.. spokes.Where(s => !s.IsLive)];
        // R41: nothing is bound before every member's inventory is complete.
        if (spokes.Count == 0 || spokes.Any(s => s.Phase is FlowPhase.New or FlowPhase.Inventory || !s.HasActiveMap))
        {
            return StepResult.Idle;
        }

        if (joining.Length > 0 && !await IsReadyAsync(view, entity, joining, cancellationToken).ConfigureAwait(false))
        {
            return StepResult.Idle;
        }

        var bound = await BindPageAsync(view, entity, cancellationToken).ConfigureAwait(false);
        if (bound is not null)
        {
            return new StepResult(bound > 0, bound.Value);
        }

        return joining.Length > 0 ? await GoLiveAsync(view, entity, joining, cancellationToken).ConfigureAwait(false) : StepResult.Idle;
    }

    private async Task<bool> IsReadyAsync(EngineView view, string entity, FlowSpoke[] joining, CancellationToken cancellationToken)
    {
        var approval = await ReadApprovalAsync(entity, cancellationToken).ConfigureAwait(false);
        if (approval is null)
        {
            if (await NeedsPersonAsync(view, entity, cancellationToken).ConfigureAwait(false))
            {
                _runtime.Logger.WaitsForApproval(entity);
                return false;
            }

            await ApproveAsync(entity, "engine", cancellationToken).ConfigureAwait(false);
            return false;
        }

        // R42b: every joining stream must be drained by a window whose first page was read after the approval.
        return joining.All(s => !s.Member.Captures || s.Object.Changes == ChangeModel.SweepOnly || (view.Stream(s)?.DrainedFrom ?? 0) >= approval.Value);
    }

    /// <summary>The store sequence at which the first load of an entity was approved; null when it was not.</summary>
    public async Task<long?> ReadApprovalAsync(string entity, CancellationToken cancellationToken)
    {
        var settings = await Store.ReadSettingsAsync(Tenant, ApprovalName(entity), cancellationToken).ConfigureAwait(false);
        return settings.Count == 0 ? null : Approval.Read(settings[0].Value).Sequence;
    }

    /// <summary>Approves the report's classes (not a list: what becomes ambiguous since stays staged).</summary>
    public async Task ApproveAsync(string entity, string actor, CancellationToken cancellationToken)
    {
        var sequence = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        var known = await Store.ReadSettingsAsync(Tenant, ApprovalName(entity), cancellationToken).ConfigureAwait(false);
        var batch = new StoreBatch { Tenant = Tenant };
        batch.PutSettings.Add(new SettingRow(ApprovalName(entity), new Approval(sequence, actor, _runtime.Now).Write(), known.Count == 0 ? 0 : known[0].Version));
        batch.Audit.Add(new AuditRow { At = _runtime.Now, Kind = "approved", Entity = entity, Actor = actor, RunId = _runtime.RunId });
        await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        await PollSoonAsync(entity, cancellationToken).ConfigureAwait(false);
    }

    // The feed is due at once: its next window is the catch-up. A stream that somebody is at work on is read anyway.
    private async Task PollSoonAsync(string entity, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        foreach (var spoke in view.Context.SpokesOf(entity).Where(s => !s.IsLive))
        {
            if (await ClaimAsync(spoke, _runtime.Now, cancellationToken).ConfigureAwait(false) is { } stream)
            {
                await ReleaseStreamAsync(stream with { NextDue = null }, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string ApprovalName(string entity) => $"approval/first-load/{entity}";

    private async Task<StepResult> GoLiveAsync(EngineView view, string entity, FlowSpoke[] joining, CancellationToken cancellationToken)
    {
        // Under every stream's fence: a page that somebody reads meanwhile would else store the phase it was read in.
        var held = new List<StreamRow>();
        foreach (var spoke in view.Context.SpokesOf(entity))
        {
            if (await ClaimAsync(spoke, _runtime.Now, cancellationToken).ConfigureAwait(false) is not { } claimed)
            {
                foreach (var other in held)
                {
                    await ReleaseStreamAsync(other, cancellationToken).ConfigureAwait(false);
                }

                return StepResult.Idle;
            }

            held.Add(claimed);
        }

        var batch = new StoreBatch { Tenant = Tenant };
        foreach (var stream in held)
        {
            // Every spoke's rows are looked at: a spoke that joins lacks what the others have, and the others lack what it brought.
            batch.StreamFences.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
            batch.ReleaseStreams.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
            batch.PutStreams.Add(stream with
            {
                Phase = joining.Any(s => s.Spoke == stream.Spoke) ? FlowPhase.Live : stream.Phase,
                Checkpoints = (Checkpoints.Read(stream.Checkpoints) with { Seeding = true, Seed = null }).Write(),
            });
        }

        batch.RemoveSettings.Add(ApprovalName(entity));
        batch.Audit.Add(new AuditRow { At = _runtime.Now, Kind = "live", Entity = entity, RunId = _runtime.RunId });
        if (!(await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false)).Succeeded)
        {
            return StepResult.Idle;
        }

        _runtime.Logger.WentLive(entity);
        return new StepResult(true, 0);
    }

    /// <summary>
    /// One page of seeding: rows of golden records that a live spoke may lack. Rows are made only once the phase is live (R46), and
    /// page by page, so that a first load needs no transaction over everything; a crash goes on at the checkpoint.
    /// </summary>
    public async Task<StepResult> SeedAsync(SpokeId spokeId, string entity, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        if (view.Find(spokeId, entity) is not { IsLive: true, HasActiveMap: true } spoke || view.Stream(spoke) is not { } known || !Checkpoints.Read(known.Checkpoints).Seeding)
        {
            return StepResult.Idle;
        }

        if (await ClaimAsync(spoke, _runtime.Now, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return StepResult.Idle;
        }

        var checkpoints = Checkpoints.Read(stream.Checkpoints);
        var ids = await Store.ScanGoldenAsync(Tenant, entity, checkpoints.Seed is null ? null : GoldenId.Parse(checkpoints.Seed), _runtime.Options.SeedBatch, cancellationToken).ConfigureAwait(false);
        var done = ids.Count < _runtime.Options.SeedBatch;
        var next = stream with { Checkpoints = (checkpoints with { Seed = done ? null : ids[^1].ToString(), Seeding = !done }).Write() };
        await _runtime.NewPass(view).RunAsync(
            ids.Select(id => new Need.Golden(id)),
            scope =>
            {
                // The approval of the load covers what it brings.
                scope.Rules.Lane = Reconciler.SeedLane;
                scope.Each(ids, id => scope.Rules.Refresh(scope.Set.Golden(id)));
            },
            batch =>
            {
                batch.StreamFences.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
                batch.PutStreams.Add(next);
                batch.ReleaseStreams.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
            },
            cancellationToken).ConfigureAwait(false);
        return new StepResult(true, ids.Count);
    }
}

/// <summary>A person's or the engine's approval of a first load.</summary>
internal sealed record Approval(long Sequence, string Actor, DateTimeOffset At)
{
    public string Write() => DetailCodec.Build(w =>
    {
        w.WriteNumber("sequence", Sequence);
        w.WriteString("actor", Actor);
        w.WriteString("at", At);
    });

    public static Approval Read(string text)
    {
        using var document = System.Text.Json.JsonDocument.Parse(text);
        var root = document.RootElement;
        return new Approval(root.GetProperty("sequence").GetInt64(), root.GetProperty("actor").GetString()!, root.GetProperty("at").GetDateTimeOffset());
    }
}
