using System.Globalization;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Rows as text that can be compared and read: every field, times to the tick, lists in their order, fences in the model's numbers.</summary>
internal sealed class StoreText
{
    private readonly FenceMap _fences;

    public StoreText(FenceMap fences) => _fences = fences;

    public static string List<T>(IEnumerable<T> items, Func<T, string> text) => $"[{string.Join(", ", items.Select(text))}]";

    public static string Lines<T>(IEnumerable<T> items, Func<T, string> text) => string.Concat(items.Select(i => "\n  " + text(i)));

    public static string Time(DateTimeOffset? time) => time is { } t ? t.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) : "-";

    public static string Keys(IEnumerable<MatchKey> keys) => List(keys, k => $"{k.Rule}={k.Key}");

    public static string Golden(GoldenRow g) =>
        $"golden {g.Id} {g.Entity} {g.State} v{g.Version} into {Id(g.MergedInto)} data {g.Data} provenance {g.Provenance} keys {Keys(g.Keys)} refers to {List(g.References, r => r.ToString())}";

    public static string Link(LinkRow l) =>
        $"link {l.Ref} {l.Entity} -> {l.GoldenId} {l.State} version {l.Version ?? "-"} modified {Time(l.Modified)} touched {l.Touched} hash {l.Hash:x} map {l.MapHash:x} shadow {l.Shadow}{(l.Touch ? " TOUCH" : "")}";

    public static string Head(LinkHead h) =>
        $"head {h.Id} -> {h.GoldenId} {h.State} version {h.Version ?? "-"} hash {h.Hash:x} map {h.MapHash:x} touched {h.Touched} {(h.InFlight ? "in flight" : "")}";

    public static string Item(OpenItem i) =>
        $"item {Key(i.Key)} {i.Entity} cause {i.Cause} problem {i.Problem ?? "-"} detail {i.Detail} since {Time(i.Since)} sequence {i.Sequence} keys {Keys(i.Keys)}";

    public static string Key(OpenItemKey k) => $"{k.Kind}/{Id(k.GoldenId)}/{k.Group}/{k.Spoke}/{k.Ref?.ToString() ?? "-"}";

    public static string Hint(HintRow h) =>
        $"hint {h.Ref} {h.Entity} sequence {h.Sequence} not before {Time(h.NotBefore)} since {Time(h.Since)} reason {h.Reason} lane {h.Lane}";

    public static string Staged(StageRow s) =>
        $"staged {s.Ref} {s.Entity} {s.Record ?? "TOMBSTONE"} sequence {s.Sequence} strong {Keys(s.StrongKeys)} weak {Keys(s.WeakKeys)}";

    public static string Judgement(JudgementRow j) => $"judgement {j.Entity} {j.First} {(j.Same ? "is" : "is not")} {j.Second} by {j.Actor} at {Time(j.At)}";

    public static string Derived(DerivedRow d) => $"derived {d.Cause}/{d.Name} = {Id(d.GoldenId)}";

    public static string Map(MapVersionRow m) => $"map {m.Connection}/{m.Entity} {m.Hash:x} {m.Definition} {m.State} at {Time(m.At)}";

    public static string Setting(SettingRow s) => $"setting {s.Name} = {s.Value} v{s.Version}";

    public static string Audit(AuditRow a) =>
        $"audit {a.Sequence} {Time(a.At)} {a.Kind} {a.Entity} {Id(a.GoldenId)} field {a.Field ?? "-"} origin {a.Origin ?? "-"} rule {a.Rule ?? "-"} detail {a.Detail ?? "-"} run {a.RunId:n} actor {a.Actor ?? "-"}";

    public static string Run(RunRow r) => $"run {r.Id:n} {r.Trigger} {Time(r.Started)} to {Time(r.Ended)} {r.Outcome} {r.Counts}";

    public static string Lookup(KeyLookup k) => $"key {k.Entity} {k.Key.Rule}={k.Key.Key} gives {List(k.Hits, id => id.ToString())}";

    public static string Problem(ProblemRow p) => $"problem {p.Problem} {p.Entity} {p.Spoke} {p.Cause} {p.State?.ToString() ?? "-"} {p.Kind?.ToString() ?? "-"}: {p.Count} since {Time(p.Since)}";

    public static string Counts(StoreCounts c) =>
        $"golden {List(c.Golden, x => x.ToString())} links {List(c.Links, x => x.ToString())} outbox {List(c.Outbox, x => x.ToString())} "
        + $"items {List(c.OpenItems, x => x.ToString())} hints {List(c.Hints, x => x.ToString())} staged {List(c.Staged, x => x.ToString())}";

    public string Outbox(OutboxRow o) =>
        $"outbox {o.GoldenId} on {o.Spoke} {o.Entity} {o.State} cause '{o.Cause}' detail {o.Detail ?? "-"} problem {o.Problem ?? "-"} waits on {List(o.WaitsOn, id => id.ToString())} "
        + $"not before {Time(o.NotBefore)} since {Time(o.Since)} attempts {o.Attempts} fence {_fences.ToModel(o.Fence)} lease {Time(o.LeaseUntil)} "
        + $"{(o.MustRead ? "must read " : "")}flight {o.Flight ?? "-"}{(o.CreateInFlight ? " create" : "")} lane {o.Lane}";

    public string Stream(StreamRow s) =>
        $"stream {s.Spoke} {s.Entity} {s.Object} {s.Phase} cursor {s.Cursor ?? "-"} checkpoints {s.Checkpoints} drained {s.DrainedFrom} window {s.WindowFrom} "
        + $"fence {_fences.ToModel(s.Fence)} lease {Time(s.LeaseUntil)} due {Time(s.NextDue)} last {Time(s.LastDrained)}";

    public string Aggregate(GoldenAggregate a) => Golden(a.Golden) + Lines(a.Links, Link) + Lines(a.Outbox, Outbox) + Lines(a.OpenItems, Item);

    private static string Id(GoldenId? id) => id?.ToString() ?? "-";
}
