using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>The state of one tenant in the plainest form there is: dictionaries by key, searched from end to end.</summary>
internal sealed record ModelState
{
    public Dictionary<GoldenId, GoldenRow> Golden { get; private init; } = [];

    public Dictionary<RecordRef, LinkRow> Links { get; private init; } = [];

    public Dictionary<(GoldenId GoldenId, SpokeId Spoke), OutboxRow> Outbox { get; private init; } = [];

    public Dictionary<OpenItemKey, OpenItem> OpenItems { get; private init; } = [];

    public Dictionary<RecordRef, HintRow> Hints { get; private init; } = [];

    public Dictionary<RecordRef, StageRow> Stage { get; private init; } = [];

    public Dictionary<(SpokeId Spoke, string Entity), StreamRow> Streams { get; private init; } = [];

    public Dictionary<(string Entity, string First, string Second), JudgementRow> Judgements { get; private init; } = [];

    public Dictionary<(GoldenId Cause, string Name), DerivedRow> Derived { get; private init; } = [];

    public Dictionary<(ConnectionId Connection, string Entity, ulong Hash), MapVersionRow> Maps { get; private init; } = [];

    public Dictionary<string, SettingRow> Settings { get; private init; } = [];

    public Dictionary<Guid, RunRow> Runs { get; private init; } = [];

    public List<AuditRow> Audit { get; private init; } = [];

    public ModelState Copy() => new()
    {
        Golden = new(Golden),
        Links = new(Links),
        Outbox = new(Outbox),
        OpenItems = new(OpenItems),
        Hints = new(Hints),
        Stage = new(Stage),
        Streams = new(Streams),
        Judgements = new(Judgements),
        Derived = new(Derived),
        Maps = new(Maps),
        Settings = new(Settings),
        Runs = new(Runs),
        Audit = [.. Audit],
    };
}
