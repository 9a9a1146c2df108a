using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// What may not leave: pauses, modes, guards. And what is let go when that ends.
internal sealed partial class EngineSteps
{
    private const int WithheldPage = 200;

    private static readonly TimeSpan SmallHolds = TimeSpan.FromSeconds(10);

    // A plan that a person activated may take days to be carried out.
    private static readonly TimeSpan PlanHolds = TimeSpan.FromDays(7);

    // Streams of which so little is due that guards against many creates and updates need not be asked; in memory, a saving only.
    private readonly Dictionary<(SpokeId Spoke, string Entity), (Guid Run, DateTimeOffset Until, bool Small)> _small = [];

    private async Task<DeliveryGate> GateAsync(FlowSpoke spoke, CancellationToken cancellationToken)
    {
        var prefix = PauseNames.Records(spoke.Spoke.Connection);
        var paused = await Store.ReadSettingsAsync(Tenant, prefix, cancellationToken).ConfigureAwait(false);
        return new DeliveryGate(paused.Select(p => GoldenId.Parse(p.Name[prefix.Length..])).ToHashSet(), await IsSmallAsync(spoke, cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> IsSmallAsync(FlowSpoke spoke, CancellationToken cancellationToken)
    {
        GuardLimit[] limits = [.. new[] { spoke.Flow.Guards.Create, spoke.Flow.Guards.Update }.OfType<GuardLimit>()];
        var key = (spoke.Spoke, spoke.Flow.Entity.Name);
        if (limits.Length == 0)
        {
            return true;
        }

        if (_small.TryGetValue(key, out var known) && known.Run == _runtime.RunId && known.Until > _runtime.Now)
        {
            return known.Small;
        }

        var small = true;

        // Whether there is a row beyond the lowest floor.
        var beyond = await Store.ListOutboxAsync(
            Tenant,
            new OutboxFilter { Entity = key.Name, Spoke = spoke.Spoke, State = OutboxState.Due, WithFlight = false, Skip = limits.Min(l => l.Floor), Take = 1 },
            cancellationToken).ConfigureAwait(false);
        if (beyond.Count > 0)
        {
            var counts = await Store.CountAsync(Tenant, cancellationToken).ConfigureAwait(false);
            var due = counts.Outbox.Where(o => o.Entity == key.Name && o.Spoke == spoke.Spoke && o is { State: OutboxState.Due, InFlight: false }).Sum(o => o.Count);
            var linked = counts.Links.Where(l => l.Entity == key.Name && l.Spoke == spoke.Spoke && l.State == LinkState.Active).Sum(l => l.Count);
            small = limits.All(l => due <= l.Allows(linked));
        }

        _small[key] = (_runtime.RunId, _runtime.Now + SmallHolds, small);
        return small;
    }

    private void TellWithheld(FlowSpoke spoke, Dictionary<string, int> withheld)
    {
        foreach (var (cause, count) in withheld)
        {
            _runtime.Counts.Add($"withheld.{cause}", count);
            if (GuardBook.KindOf(cause) is not null)
            {
                _runtime.Logger.GuardWithheld(cause, spoke.Flow.Entity.Name, spoke.Spoke.ToString(), count);
            }
        }
    }

    // What an impact plan listed was approved with it: guards let as much pass.
    private async Task ApprovePlannedAsync(StoreBatch batch, MapChangePlan plan, OperationBy by, CancellationToken cancellationToken)
    {
        var known = (await Store.ReadSettingsAsync(Tenant, $"{GuardBook.Prefix}approved/", cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.Name, StringComparer.Ordinal);
        foreach (var (spoke, entity, kind, count) in plan.Writes)
        {
            GuardKind[] kinds = kind switch { PlanItemKind.Create => [GuardKind.Create], PlanItemKind.Delete => [GuardKind.Delete], _ => [GuardKind.Update, GuardKind.Clear] };
            foreach (var name in kinds.Select(k => GuardBook.ApprovalName(k, entity, spoke)))
            {
                var stored = known.GetValueOrDefault(name);
                var left = stored is not null && GuardAllowance.Read(stored.Value) is { } old && old.Until > _runtime.Now ? old.Left : 0;
                batch.PutSettings.Add(new SettingRow(name, new GuardAllowance(left + count, _runtime.Now + PlanHolds, by.Actor).Write(), stored?.Version ?? 0));
            }
        }
    }

    // A pause that came between the claim and the send stops the send. What was planned is taken back: it never left.
    private async Task<IReadOnlyList<PlannedWrite>> StopPausedAsync(EngineView view, FlowSpoke spoke, IReadOnlyList<PlannedWrite> planned, CancellationToken cancellationToken)
    {
        var pauses = await Store.ReadSettingsAsync(Tenant, PauseNames.Prefix, cancellationToken).ConfigureAwait(false);
        if (pauses.Count == 0)
        {
            return planned;
        }

        var names = pauses.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var all = names.Any(n => PauseNames.Covers(n, spoke.Spoke.Connection, spoke.Flow.Entity.Name));
        PlannedWrite[] stopped = [.. planned.Where(p => all || names.Contains(PauseNames.Record(spoke.Spoke.Connection, p.GoldenId)))];
        if (stopped.Length == 0)
        {
            return planned;
        }

        await _runtime.NewPass(view).RunAsync(
            stopped.Select(p => (Need)new Need.Golden(p.GoldenId)),
            scope => scope.Each(stopped, p => scope.Rules.TakeBack(spoke, p)),
            finish: null,
            cancellationToken).ConfigureAwait(false);
        return [.. planned.Except(stopped)];
    }

    // ---- letting go

    /// <summary>At the start of a process: what another mode withheld is let go, and what a flow owes that was switched off is withheld.</summary>
    private async Task SettleModesAsync(CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var counts = await Store.CountAsync(Tenant, cancellationToken).ConfigureAwait(false);
        foreach (var (entity, spokeId, state, cause, _, _) in counts.Outbox.Where(o => !o.InFlight && o.State is OutboxState.Withheld or OutboxState.Due))
        {
            if (view.Find(spokeId, entity) is not { } spoke)
            {
                continue;
            }

            if (state == OutboxState.Withheld && cause.StartsWith("Mode.", StringComparison.Ordinal) && cause != Reconciler.ModeCause(spoke.Flow.Mode))
            {
                await EachWithheldAsync(view, spoke, OutboxState.Withheld, cause, long.MaxValue, (rules, golden) => rules.Release(golden, spokeId, cause), cancellationToken).ConfigureAwait(false);
            }
            else if (state == OutboxState.Due && spoke.Flow.Mode == SyncMode.Off)
            {
                await EachWithheldAsync(view, spoke, OutboxState.Due, cause, long.MaxValue, (rules, golden) => rules.SwitchOff(golden, spoke), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Plans again what approvals let pass. Repeatable: an approval that was stored just before a crash takes effect with the next run.</summary>
    public async Task ReleaseApprovedAsync(CancellationToken cancellationToken)
    {
        var approvals = await Store.ReadSettingsAsync(Tenant, $"{GuardBook.Prefix}approved/", cancellationToken).ConfigureAwait(false);
        if (approvals.Count == 0)
        {
            return;
        }

        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        foreach (var spoke in view.Spokes)
        {
            foreach (var kind in Enum.GetValues<GuardKind>())
            {
                var name = GuardBook.ApprovalName(kind, spoke.Flow.Entity.Name, spoke.Spoke);
                if (approvals.FirstOrDefault(a => a.Name == name) is { } stored && GuardAllowance.Read(stored.Value) is { Left: > 0 } approval && approval.Until > _runtime.Now)
                {
                    var cause = GuardBook.Cause(kind);
                    await EachWithheldAsync(view, spoke, OutboxState.Withheld, cause, approval.Left, (rules, golden) => rules.Release(golden, spoke.Spoke, cause), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Plans a golden record's row again that a pause of its link withheld.</summary>
    public async Task ReleasePausedAsync(ConnectionId connection, GoldenId golden, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        await _runtime.NewPass(view).RunAsync(
            [new Need.Golden(golden)],
            scope => scope.Try(() =>
            {
                foreach (var spoke in scope.Set.TryGolden(golden)?.Outbox.Keys.Where(s => s.Connection == connection).ToArray() ?? [])
                {
                    scope.Rules.Release(scope.Set.Golden(golden), spoke, Reconciler.PausedCause);
                }
            }),
            finish: null,
            cancellationToken).ConfigureAwait(false);
    }

    // Rows change their state with each page, so each page is the first.
    private async Task EachWithheldAsync(EngineView view, FlowSpoke spoke, OutboxState state, string cause, long most, Action<Reconciler, GoldenWork> change, CancellationToken cancellationToken)
    {
        for (var left = most; left > 0;)
        {
            var rows = await Store.ListOutboxAsync(
                Tenant,
                new OutboxFilter { Entity = spoke.Flow.Entity.Name, Spoke = spoke.Spoke, State = state, Cause = cause, WithFlight = false, Take = (int)Math.Min(left, WithheldPage) },
                cancellationToken).ConfigureAwait(false);
            if (rows.Count == 0)
            {
                return;
            }

            await _runtime.NewPass(view).RunAsync(
                rows.Select(r => (Need)new Need.Golden(r.GoldenId)),
                scope => scope.Each(rows, r => change(scope.Rules, scope.Set.Golden(r.GoldenId))),
                finish: null,
                cancellationToken).ConfigureAwait(false);
            left -= rows.Count;
        }
    }
}
