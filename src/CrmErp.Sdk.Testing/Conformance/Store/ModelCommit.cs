using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>The contract of a commit, sentence by sentence, without any thought of speed.</summary>
internal static class ModelCommit
{
    /// <summary>Whether what the batch presumes holds in a state.</summary>
    public static bool Holds(StoreBatch batch, ModelState state) =>
        batch.StreamFences.Concat(batch.ReleaseStreams).All(f => state.Streams.TryGetValue((f.Spoke, f.Entity), out var stream) && stream.Fence == f.Fence)
        && batch.OutboxFences.Concat(batch.RemoveOutbox).All(f => state.Outbox.TryGetValue((f.GoldenId, f.Spoke), out var row) && row.Fence == f.Fence)
        && batch.PutOutbox.All(o => (state.Outbox.TryGetValue((o.GoldenId, o.Spoke), out var row) ? row.Fence : 0) == o.Fence)
        && batch.Unchanged.All(g => Version(state, g.GoldenId) == g.Version)
        && batch.Golden.All(g => Version(state, g.Id) == g.Version)
        && batch.KeyLookups.All(k => Hits(state, k.Entity, k.Key).SequenceEqual(k.Hits))
        && batch.Links.All(l => (state.Links.TryGetValue(l.Ref, out var link) ? link.Touched : -1) == l.Touched)
        && batch.Staged.All(s => !state.Stage.TryGetValue(s.Ref, out var staged) || staged.Sequence <= s.NotAfter)
        && batch.PutSettings.All(s => (state.Settings.TryGetValue(s.Name, out var setting) ? setting.Version : 0) == s.Version)
        && batch.ActiveMaps.All(m => state.Maps.TryGetValue((m.Connection, m.Entity, m.Hash), out var map) && map.State == "active");

    /// <summary>Whether a state is one that may be: no golden record has two active links on one spoke.</summary>
    public static bool IsValid(ModelState state) =>
        state.Links.Values.Where(l => l.State == LinkState.Active).GroupBy(l => (l.GoldenId, l.Ref.Spoke)).All(g => g.Count() == 1);

    public static IReadOnlyList<GoldenId> Hits(ModelState state, string entity, MatchKey key) =>
        [.. state.Golden.Values.Where(g => g.Entity == entity && g.State == GoldenState.Live && g.Keys.Contains(key)).Select(g => g.Id).Order()];

    public static void Apply(StoreBatch batch, ModelState state, long sequence)
    {
        Remove(batch, state);
        StoreAggregates(batch, state, sequence);
        StoreRest(batch, state, sequence);
        batch.Wakes.ForEach(w => MakeDue(state, o => o.Spoke == w.Spoke && o.State == OutboxState.Waiting && o.WaitsOn.Contains(w.GoldenId)));
        batch.Releases.ForEach(r => MakeDue(state, o => o.State == OutboxState.Parked && IsReleased(o, r)));
        batch.Repoints.ForEach(r => LeaveRepointHints(state, r, sequence));
        batch.KeysMoved.ForEach(k => LeaveReviewHints(state, k, sequence));
    }

    private static long Version(ModelState state, GoldenId id) => state.Golden.TryGetValue(id, out var golden) ? golden.Version : 0;

    private static void Remove(StoreBatch batch, ModelState state)
    {
        batch.RemoveLinks.ForEach(r => state.Links.Remove(r));
        batch.RemoveOutbox.ForEach(f => state.Outbox.Remove((f.GoldenId, f.Spoke)));
        batch.RemoveOpenItems.ForEach(k => state.OpenItems.Remove(k));
        batch.RemoveStage.ForEach(r => state.Stage.Remove(r));
        batch.RemoveSettings.ForEach(n => state.Settings.Remove(n));
        foreach (var close in batch.CloseHints)
        {
            if (state.Hints.TryGetValue(close.Ref, out var hint) && hint.Sequence <= close.Sequence)
            {
                state.Hints.Remove(close.Ref);
            }
        }
    }

    private static void StoreAggregates(StoreBatch batch, ModelState state, long sequence)
    {
        batch.Golden.ForEach(g => state.Golden[g.Id] = g with { Version = g.Version + 1 });
        foreach (var link in batch.PutLinks)
        {
            var touched = state.Links.TryGetValue(link.Ref, out var old) ? old.Touched : link.Touched;
            state.Links[link.Ref] = link with { Touched = link.Touch ? sequence : touched, Touch = false };
        }

        foreach (var moved in batch.LinkVersions)
        {
            if (state.Links.TryGetValue(moved.Ref, out var link))
            {
                state.Links[moved.Ref] = link with { Version = moved.Version };
            }
        }

        batch.PutOutbox.ForEach(o => state.Outbox[(o.GoldenId, o.Spoke)] = o);
        batch.PutOpenItems.ForEach(i => state.OpenItems[i.Key] = i with { Sequence = sequence });
        batch.PutHints.ForEach(h => LeaveHint(state, h, sequence));
        batch.PutStage.ForEach(s => state.Stage[s.Ref] = s with { Sequence = sequence });
    }

    private static void StoreRest(StoreBatch batch, ModelState state, long sequence)
    {
        foreach (var stream in batch.PutStreams)
        {
            state.Streams.TryGetValue((stream.Spoke, stream.Entity), out var old);
            state.Streams[(stream.Spoke, stream.Entity)] = stream with { Fence = old?.Fence ?? 0, LeaseUntil = old?.LeaseUntil };
        }

        batch.ReleaseStreams.ForEach(f => state.Streams[(f.Spoke, f.Entity)] = state.Streams[(f.Spoke, f.Entity)] with { LeaseUntil = null });
        batch.PutJudgements.ForEach(j => state.Judgements[(j.Entity, j.First, j.Second)] = j);
        batch.PutDerived.ForEach(d => state.Derived[(d.Cause, d.Name)] = d);
        batch.PutMaps.ForEach(m => state.Maps[(m.Connection, m.Entity, m.Hash)] = m);
        batch.PutSettings.ForEach(s => state.Settings[s.Name] = s with { Version = s.Version + 1 });
        batch.PutRuns.ForEach(r => state.Runs[r.Id] = r);
        state.Audit.AddRange(batch.Audit.Select(a => a with { Sequence = sequence }));
    }

    private static void LeaveHint(ModelState state, HintRow hint, long sequence)
    {
        if (state.Hints.TryGetValue(hint.Ref, out var old))
        {
            hint = hint with
            {
                NotBefore = new[] { old.NotBefore, hint.NotBefore }.Min(),
                Lane = Math.Min(old.Lane, hint.Lane),
                Since = old.Since,
            };
        }

        state.Hints[hint.Ref] = hint with { Sequence = sequence };
    }

    private static void LeaveReviewHints(ModelState state, KeysMoved moved, long sequence)
    {
        var inItems = state.OpenItems.Values
            .Where(i => i.Entity == moved.Entity && i.Ref is not null && i.Keys.Intersect(moved.Keys).Any())
            .Select(i => i.Ref!.Value);
        var staged = state.Stage.Values
            .Where(s => s.Entity == moved.Entity && s.Record is not null && s.StrongKeys.Concat(s.WeakKeys).Intersect(moved.Keys).Any())
            .Select(s => s.Ref);
        foreach (var record in inItems.Union(staged))
        {
            LeaveHint(state, new HintRow { Ref = record, Entity = moved.Entity, NotBefore = moved.At, Since = moved.At, Reason = "review" }, sequence);
        }
    }

    private static void LeaveRepointHints(ModelState state, Repointing anew, long sequence)
    {
        foreach (var link in state.Links.Values.Where(l => l.State == LinkState.Active && l.Ref.Spoke == anew.Spoke && state.Golden.TryGetValue(l.GoldenId, out var golden) && golden.References.Contains(anew.GoldenId)))
        {
            LeaveHint(state, new HintRow { Ref = link.Ref, Entity = link.Entity, NotBefore = anew.At, Since = anew.At, Reason = "repoint" }, sequence);
        }
    }

    private static bool IsReleased(OutboxRow row, ParkedRelease release) =>
        (release.Spoke is null || release.Spoke == row.Spoke)
        && (release.Entity is null || release.Entity == row.Entity)
        && (release.Cause is null || release.Cause == row.Cause)
        && (release.Problem is null || release.Problem == row.Problem)
        && (release.GoldenId is null || release.GoldenId == row.GoldenId)
        && (release.IncludeOpenFlights || row.Flight is null);

    private static void MakeDue(ModelState state, Func<OutboxRow, bool> which)
    {
        foreach (var row in state.Outbox.Values.Where(which).ToArray())
        {
            state.Outbox[(row.GoldenId, row.Spoke)] = row with
            {
                State = OutboxState.Due,
                Cause = "",
                Detail = null,
                Problem = null,
                WaitsOn = [],
                NotBefore = new[] { row.NotBefore, row.Since }.Min(),
            };
        }
    }
}
