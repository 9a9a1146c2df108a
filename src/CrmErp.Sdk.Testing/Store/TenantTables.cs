using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>Everything that one tenant's state consists of.</summary>
internal sealed class TenantTables
{
    public GoldenTable Golden { get; private init; } = new();

    public LinkTable Links { get; private init; } = new();

    public OutboxTable Outbox { get; private init; } = new();

    public OpenItemTable OpenItems { get; private init; } = new();

    public HintTable Hints { get; private init; } = new();

    public StageTable Stage { get; private init; } = new();

    public AuditTable Audit { get; private init; } = new();

    public SortedDictionary<(SpokeId Spoke, string Entity), StreamRow> Streams { get; private init; } = new(SpokeEntityOrder.Instance);

    public Dictionary<(string Entity, string First, string Second), JudgementRow> Judgements { get; private init; } = [];

    public Dictionary<GoldenId, SortedDictionary<string, DerivedRow>> Derived { get; private init; } = [];

    public Dictionary<(ConnectionId Connection, string Entity, ulong Hash), MapVersionRow> Maps { get; private init; } = [];

    public SortedDictionary<string, SettingRow> Settings { get; private init; } = new(StringComparer.Ordinal);

    public Dictionary<Guid, RunRow> Runs { get; private init; } = [];

    public TenantTables Clone() => new()
    {
        Golden = Golden.Clone(),
        Links = Links.Clone(),
        Outbox = Outbox.Clone(),
        OpenItems = OpenItems.Clone(),
        Hints = Hints.Clone(),
        Stage = Stage.Clone(),
        Audit = Audit.Clone(),
        Streams = new(Streams, SpokeEntityOrder.Instance),
        Judgements = new(Judgements),
        Derived = Derived.ToDictionary(d => d.Key, d => new SortedDictionary<string, DerivedRow>(d.Value, StringComparer.Ordinal)),
        Maps = new(Maps),
        Settings = new(Settings, StringComparer.Ordinal),
        Runs = new(Runs),
    };

    private sealed class SpokeEntityOrder : IComparer<(SpokeId Spoke, string Entity)>
    {
        public static SpokeEntityOrder Instance { get; } = new();

        public int Compare((SpokeId Spoke, string Entity) x, (SpokeId Spoke, string Entity) y)
        {
            var order = x.Spoke.CompareTo(y.Spoke);
            return order != 0 ? order : string.CompareOrdinal(x.Entity, y.Entity);
        }
    }
}
