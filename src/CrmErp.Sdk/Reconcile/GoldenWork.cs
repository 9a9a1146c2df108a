using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>A golden record with everything that hangs on it, while it is worked on. Its stored version guards all of it.</summary>
internal sealed class GoldenWork
{
    private readonly Dictionary<SpokeId, OutboxRow> _storedOutbox;
    private readonly Dictionary<OpenItemKey, OpenItem> _storedItems;
    private readonly string _storedKeys;
    private readonly GoldenRow? _stored;
    private bool _rowChanged;

    public GoldenWork(EntityType entity, FlowDefinition? flow, GoldenAggregate stored)
    {
        Entity = entity;
        Flow = flow;
        Id = stored.Golden.Id;
        Version = stored.Golden.Version;
        State = stored.Golden.State;
        MergedInto = stored.Golden.MergedInto;
        Stored = RowJson.Read(entity, stored.Golden.Data);
        Data = Stored;
        Provenance = ProvenanceCodec.Read(stored.Golden.Provenance, entity);
        Links = [.. stored.Links.Select(l => new LinkWork(this, l, isNew: false))];
        _storedOutbox = stored.Outbox.ToDictionary(o => o.Spoke);
        Outbox = new Dictionary<SpokeId, OutboxRow>(_storedOutbox);
        _storedItems = stored.OpenItems.ToDictionary(i => i.Key);
        Items = new Dictionary<OpenItemKey, OpenItem>(_storedItems);
        _storedKeys = KeyText(stored.Golden.Keys);
        StoredKeys = stored.Golden.Keys;
        _rowChanged = false;
        _stored = stored.Golden;
    }

    private GoldenWork(EntityType entity, FlowDefinition? flow, GoldenId id, GoldenState state)
    {
        Entity = entity;
        Flow = flow;
        Id = id;
        State = state;
        Stored = new Row(entity.Schema);
        Data = Stored;
        Provenance = new Provenance(entity);
        Links = [];
        _storedOutbox = [];
        Outbox = [];
        _storedItems = [];
        Items = [];
        _storedKeys = "";
        _rowChanged = true;
        Dirty = true;
    }

    public static GoldenWork Create(EntityType entity, FlowDefinition? flow, GoldenId id, GoldenState state) => new(entity, flow, id, state);

    public GoldenId Id { get; }

    public EntityType Entity { get; }

    public FlowDefinition? Flow { get; }

    public long Version { get; }

    public bool IsNew => Version == 0;

    public GoldenState State
    {
        get;
        set
        {
            _rowChanged |= field != value;
            field = value;
        }
    }

    public GoldenId? MergedInto { get; set; }

    /// <summary>The values as they were loaded; shadows are stored against them.</summary>
    public Row Stored { get; }

    /// <summary>The values now.</summary>
    public Row Data { get; private set; }

    public Provenance Provenance { get; }

    public List<LinkWork> Links { get; }

    public Dictionary<SpokeId, OutboxRow> Outbox { get; }

    public Dictionary<OpenItemKey, OpenItem> Items { get; }

    public IReadOnlyList<MatchKey> StoredKeys { get; } = [];

    /// <summary>Whether anything of the aggregate changed.</summary>
    public bool Dirty { get; private set; }

    /// <summary>Whether a value changed.</summary>
    public bool DataChanged => !ReferenceEquals(Data, Stored);

    /// <summary>It is being bound from the stage: what is true of it already is history (R47).</summary>
    public bool BoundFromStage { get; set; }

    /// <summary>Workflows have to look at it.</summary>
    public bool NeedsWorkflows { get; set; }

    /// <summary>Its rows have to be recomputed before the commit.</summary>
    public bool NeedsRefresh { get; private set; }

    public bool IsLive => State == GoldenState.Live;

    public void MarkDirty()
    {
        Dirty = true;
        NeedsRefresh = true;
    }

    public void Refreshed() => NeedsRefresh = false;

    /// <summary>It got a counterpart: who waits for one builds on its version.</summary>
    public void GotCounterpart()
    {
        _rowChanged = true;
        MarkDirty();
    }

    /// <summary>A row of the outbox was set; whether the others have to be recomputed does not change by that.</summary>
    public void SetRow(OutboxRow row)
    {
        Outbox[row.Spoke] = row;
        Dirty = true;
    }

    public void RemoveRow(SpokeId spoke)
    {
        Outbox.Remove(spoke);
        Dirty = true;
    }

    public LinkWork? LinkOn(SpokeId spoke)
    {
        LinkWork? found = null;
        foreach (var link in Links)
        {
            if (link.Spoke == spoke && (found is null or { State: LinkState.Alias } || link.State is LinkState.Active or LinkState.Reserved or LinkState.Frozen))
            {
                found = link;
            }
        }

        return found;
    }

    public LinkWork? ActiveLinkOn(SpokeId spoke) => LinkOn(spoke) is { IsActive: true } link ? link : null;

    public bool HasFlight(SpokeId spoke) => Outbox.TryGetValue(spoke, out var row) && row.Flight is not null;

    public OpenItem? Item(OpenItemKind kind, SpokeId spoke, string group = "") =>
        Items.GetValueOrDefault(new OpenItemKey(kind, Id, group, spoke, null));

    public bool HasItem(OpenItemKind kind) => Items.Keys.Any(k => k.Kind == kind);

    public bool IsHeld(int group, SpokeId spoke) => Items.Count > 0 && Item(OpenItemKind.FieldConflict, spoke, Entity.Groups[group].Name) is not null;

    public void Put(OpenItem item)
    {
        Items[item.Key] = item;
        MarkDirty();
    }

    public bool Remove(OpenItemKind kind, SpokeId spoke, string group = "")
    {
        if (!Items.Remove(new OpenItemKey(kind, Id, group, spoke, null)))
        {
            return false;
        }

        MarkDirty();
        return true;
    }

    /// <summary>The row to change values in: a copy is made at the first change, and every shadow is decoded against the old values first.</summary>
    public Row Mutable()
    {
        if (ReferenceEquals(Data, Stored))
        {
            foreach (var link in Links)
            {
                _ = link.Shadow;
            }

            Data = Stored.Clone();
        }

        Dirty = true;
        NeedsRefresh = true;
        _rowChanged = true;
        return Data;
    }

    public IReadOnlyList<MatchKey> CurrentKeys()
    {
        if (Flow is null || State != GoldenState.Live)
        {
            return [];
        }

        var keys = new List<MatchKey>(Flow.Match.Count + Flow.Suggest.Count);
        foreach (var rule in Flow.Match.Concat(Flow.Suggest))
        {
            if (rule.Key(Data) is { } key)
            {
                keys.Add(new MatchKey(rule.Name, key));
            }
        }

        return keys;
    }

    /// <summary>Adds what changed to a batch.</summary>
    public void Collect(StoreBatch batch, DateTimeOffset now)
    {
        if (!Dirty)
        {
            return;
        }

        // Whatever changes, the version moves: it guards links, rows and items against passes that loaded the aggregate before.
        CollectGolden(batch, now);
        foreach (var link in Links)
        {
            if (link.Dirty || (DataChanged && link.IsDecoded))
            {
                batch.PutLinks.Add(link.ToRow());
                if (!link.IsNew)
                {
                    batch.Links.Add(new LinkExpectation(link.Ref, link.Row.Touched));
                }
            }
        }

        CollectRows(batch);
    }

    private void CollectGolden(StoreBatch batch, DateTimeOffset now)
    {
        var keys = CurrentKeys();
        batch.Golden.Add(new GoldenRow
        {
            Id = Id,
            Entity = Entity.Name,
            State = State,
            MergedInto = MergedInto,
            Version = Version,
            Data = _rowChanged ? RowJson.Write(Entity, Data) : _stored!.Data,
            Provenance = _rowChanged ? ProvenanceCodec.Write(Provenance, Entity) : _stored!.Provenance,
            Keys = keys,
            References = References(),
        });
        if (KeyText(keys) != _storedKeys)
        {
            CollectMovedKeys(batch, keys, now);
        }
    }

    private List<GoldenId> References()
    {
        var targets = new List<GoldenId>();
        Add(Data);
        return targets;

        void Add(Row row)
        {
            foreach (var value in row.Values)
            {
                if (value.ReferenceOrNull() is { } reference && !targets.Contains(reference.GoldenId))
                {
                    targets.Add(reference.GoldenId);
                }
                else if (value.LinesOrNull() is { } lines)
                {
                    foreach (var line in lines)
                    {
                        Add(line.Fields);
                    }
                }
            }
        }
    }

    private void CollectMovedKeys(StoreBatch batch, IReadOnlyList<MatchKey> keys, DateTimeOffset now)
    {
        var moved = StoredKeys.Except(keys).Concat(keys.Except(StoredKeys)).ToArray();
        if (moved.Length > 0)
        {
            batch.KeysMoved.Add(new KeysMoved(Entity.Name, moved, now));
        }
    }

    private void CollectRows(StoreBatch batch)
    {
        foreach (var (spoke, row) in Outbox)
        {
            if (!_storedOutbox.TryGetValue(spoke, out var stored) || !ReferenceEquals(stored, row))
            {
                batch.PutOutbox.Add(row);
            }
        }

        foreach (var (spoke, row) in _storedOutbox)
        {
            if (!Outbox.ContainsKey(spoke))
            {
                batch.RemoveOutbox.Add(new OutboxFence(Id, spoke, row.Fence));
            }
        }

        foreach (var (key, item) in Items)
        {
            if (!_storedItems.TryGetValue(key, out var stored) || !ReferenceEquals(stored, item))
            {
                batch.PutOpenItems.Add(item);
            }
        }

        foreach (var key in _storedItems.Keys)
        {
            if (!Items.ContainsKey(key))
            {
                batch.RemoveOpenItems.Add(key);
            }
        }
    }

    private static string KeyText(IReadOnlyList<MatchKey> keys) =>
        keys.Count == 0 ? "" : string.Join('\n', keys.Select(k => $"{k.Rule}\u001f{k.Key}").Order(StringComparer.Ordinal));
}
