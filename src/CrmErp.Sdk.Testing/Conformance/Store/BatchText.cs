using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>A batch as text, for the report of a failure.</summary>
internal static class BatchText
{
    private static readonly StoreText Rows = new(FenceMap.OfModel());

    public static string Of(StoreBatch b) =>
        $"commit of {b.Tenant}"
        + Part("held", b.StreamFences, f => f.ToString()) + Part("held", b.OutboxFences, f => f.ToString())
        + Part("unchanged", b.Unchanged, g => g.ToString()) + Part("lookup", b.KeyLookups, StoreText.Lookup)
        + Part("expect", b.Links, l => l.ToString()) + Part("expect", b.Staged, s => s.ToString()) + Part("active", b.ActiveMaps, m => m.ToString())
        + Part("remove link", b.RemoveLinks, r => r.ToString()) + Part("remove", b.RemoveOutbox, f => f.ToString())
        + Part("remove item", b.RemoveOpenItems, StoreText.Key) + Part("close", b.CloseHints, h => h.ToString())
        + Part("unstage", b.RemoveStage, r => r.ToString()) + Part("remove setting", b.RemoveSettings, n => n)
        + Part("put", b.Golden, StoreText.Golden) + Part("put", b.PutLinks, StoreText.Link) + Part("moved", b.LinkVersions, l => l.ToString())
        + Part("put", b.PutOutbox, Rows.Outbox) + Part("put", b.PutOpenItems, StoreText.Item) + Part("put", b.PutHints, StoreText.Hint)
        + Part("put", b.PutStage, StoreText.Staged) + Part("put", b.PutJudgements, StoreText.Judgement) + Part("put", b.PutDerived, StoreText.Derived)
        + Part("put", b.PutStreams, Rows.Stream) + Part("release", b.ReleaseStreams, f => f.ToString()) + Part("put", b.PutMaps, StoreText.Map)
        + Part("put", b.PutSettings, StoreText.Setting) + Part("put", b.Audit, StoreText.Audit) + Part("put", b.PutRuns, StoreText.Run)
        + Part("wake", b.Wakes, w => w.ToString()) + Part("release", b.Releases, r => r.ToString())
        + Part("made anew", b.Repoints, r => $"{r.GoldenId} {r.Spoke} at {StoreText.Time(r.At)}")
        + Part("keys moved", b.KeysMoved, k => $"{k.Entity} {StoreText.Keys(k.Keys)} at {StoreText.Time(k.At)}");

    private static string Part<T>(string verb, List<T> rows, Func<T, string> text) => string.Concat(rows.Select(r => $"\n    {verb} {text(r)}"));
}
