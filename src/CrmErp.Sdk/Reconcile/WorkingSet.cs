using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// The closed set that one pass works on: mutable views of what was loaded, and what the pass adds. It asks the store nothing:
/// what is not loaded is a <see cref="WorkingSetMissException"/>.
/// </summary>
internal sealed class WorkingSet(ReconcileContext context, LoadedState loaded, IdTape ids)
{
    private readonly Dictionary<GoldenId, GoldenWork> _golden = [];
    private readonly Dictionary<RecordRef, LinkWork> _newLinks = [];
    private readonly HashSet<RecordRef> _removedLinks = [];
    private readonly Dictionary<RecordRef, HintRow> _hints = [];
    private readonly Dictionary<RecordRef, StageRow?> _stage = [];
    private readonly Dictionary<OpenItemKey, OpenItem?> _items = [];
    private readonly Dictionary<(GoldenId Cause, string Name), DerivedRow> _derived = [];
    private readonly HashSet<(string Entity, MatchKey Key)> _askedKeys = [];
    private readonly Dictionary<(string Entity, MatchKey Key), List<GoldenWork>> _keyed = [];
    private readonly HashSet<RecordRef> _expectedFree = [];
    private readonly HashSet<GoldenId> _read = [];
    private readonly Dictionary<(SpokeId Spoke, string Entity), GuardBook> _guards = [];
    private readonly List<Action<StoreBatch>> _extras = [];

    public ReconcileContext Context { get; } = context;

    public IEnumerable<GoldenWork> Touched => _golden.Values.Where(g => g.Dirty);

    // ---- golden records

    /// <summary>The golden record of an identity, aliases followed.</summary>
    public GoldenWork Golden(GoldenId id) =>
        TryGolden(id) ?? throw new InvalidOperationException($"The golden record {id} is referred to but not stored.");

    public GoldenWork? TryGolden(GoldenId id)
    {
        var work = Exact(id);
        while (work is { State: GoldenState.Merged, MergedInto: { } next })
        {
            work = Exact(next);
        }

        return work;
    }

    public GoldenId Canonical(GoldenId id) => TryGolden(id)?.Id ?? id;

    public GoldenWork NewGolden(string entity, GoldenState state, GoldenId? id = null)
    {
        var work = GoldenWork.Create(Context.TypeOf(entity), Context.Definition.FindFlow(entity), id ?? new GoldenId(ids.Next()), state);
        _golden.Add(work.Id, work);
        return work;
    }

    /// <summary>A decision depends on this record, although it does not change: its version is checked at commit.</summary>
    public void DependsOn(GoldenWork work) => _read.Add(work.Id);

    private GoldenWork? Exact(GoldenId id)
    {
        if (_golden.TryGetValue(id, out var work))
        {
            return work;
        }

        if (!loaded.Golden.TryGetValue(id, out var aggregate))
        {
            throw new WorkingSetMissException(new Need.Golden(id));
        }

        if (aggregate is null)
        {
            return null;
        }

        work = new GoldenWork(Context.TypeOf(aggregate.Golden.Entity), Context.Definition.FindFlow(aggregate.Golden.Entity), aggregate);
        _golden.Add(id, work);
        return work;
    }

    // ---- links

    public LinkWork? Link(RecordRef reference)
    {
        if (_newLinks.TryGetValue(reference, out var fresh))
        {
            return fresh;
        }

        if (_removedLinks.Contains(reference))
        {
            return null;
        }

        if (!loaded.Links.TryGetValue(reference, out var row))
        {
            throw new WorkingSetMissException(new Need.Link(reference));
        }

        if (row is null)
        {
            _expectedFree.Add(reference);
            return null;
        }

        // The stored row may point at a record that was merged; the work hangs where its row says.
        var golden = Exact(row.GoldenId) ?? throw new InvalidOperationException($"The link of {reference} points at a golden record that is not stored.");
        return golden.Links.Find(l => l.Ref == reference) ?? Moved(reference);
    }

    private LinkWork? Moved(RecordRef reference)
    {
        foreach (var work in _golden.Values)
        {
            if (work.Links.Find(l => l.Ref == reference) is { } link)
            {
                return link;
            }
        }

        return null;
    }

    public LinkWork AddLink(GoldenWork golden, RecordRef reference, LinkState state)
    {
        var link = new LinkWork(golden, new LinkRow { Ref = reference, Entity = golden.Entity.Name, GoldenId = golden.Id, State = state }, isNew: true);
        golden.Links.Add(link);
        golden.MarkDirty();
        _newLinks[reference] = link;
        _removedLinks.Remove(reference);
        return link;
    }

    public void RemoveLink(LinkWork link)
    {
        link.Golden.Links.Remove(link);
        link.Golden.MarkDirty();
        if (!_newLinks.Remove(link.Ref) || loaded.Links.GetValueOrDefault(link.Ref) is not null)
        {
            _removedLinks.Add(link.Ref);
        }
    }

    // ---- matching

    /// <summary>The live golden records with a key, those of this pass included; the lookup is checked again at commit.</summary>
    public IReadOnlyList<GoldenWork> Match(string entity, MatchKey key)
    {
        if (!loaded.Keys.TryGetValue((entity, key), out var lookup))
        {
            throw new WorkingSetMissException(new Need.Key(entity, key));
        }

        _askedKeys.Add((entity, key));
        var hits = new SortedDictionary<GoldenId, GoldenWork>();
        foreach (var id in lookup.Hits)
        {
            if (Exact(id) is { } work && Holds(work, entity, key))
            {
                hits[work.Id] = work;
            }
        }

        foreach (var work in _keyed.GetValueOrDefault((entity, key), []))
        {
            if (Holds(work, entity, key))
            {
                hits[work.Id] = work;
            }
        }

        return [.. hits.Values];
    }

    /// <summary>The keys of a record may have moved in this pass: lookups are to find it by the new ones.</summary>
    public void Reindex(GoldenWork work)
    {
        foreach (var key in work.CurrentKeys())
        {
            if (!_keyed.TryGetValue((work.Entity.Name, key), out var list))
            {
                _keyed.Add((work.Entity.Name, key), list = []);
            }

            if (!list.Contains(work))
            {
                list.Add(work);
            }
        }
    }

    private static bool Holds(GoldenWork work, string entity, MatchKey key) =>
        work.IsLive && string.Equals(work.Entity.Name, entity, StringComparison.Ordinal)
        && (work.DataChanged || work.IsNew ? work.CurrentKeys() : work.StoredKeys).Contains(key);

    public bool HasOpenCreate(SpokeId spoke, string entity, GoldenId? except = null)
    {
        foreach (var work in _golden.Values)
        {
            if (work.Id != except && work.Entity.Name == entity && work.Outbox.TryGetValue(spoke, out var row) && row is { Flight: not null, CreateInFlight: true })
            {
                return true;
            }
        }

        if (except is not null)
        {
            throw new InvalidOperationException("Ask the store for open creates other than one's own.");
        }

        return loaded.OpenCreates.TryGetValue((spoke, entity), out var open) ? open : throw new WorkingSetMissException(new Need.OpenCreate(spoke, entity));
    }

    // ---- what is open about records without link

    public IReadOnlyList<OpenItem> Items(RecordRef reference)
    {
        if (!loaded.Items.TryGetValue(reference, out var stored))
        {
            throw new WorkingSetMissException(new Need.Item(reference));
        }

        return [.. stored.Where(i => !_items.ContainsKey(i.Key)), .. _items.Values.OfType<OpenItem>().Where(i => i.Ref == reference)];
    }

    public void Put(OpenItem item) => _items[item.Key] = item;

    public void RemoveItem(OpenItemKey key) => _items[key] = null;

    // ---- stage

    public StageRow? Staged(RecordRef reference)
    {
        if (_stage.TryGetValue(reference, out var changed))
        {
            return changed;
        }

        return loaded.Stage.TryGetValue(reference, out var row) ? row : throw new WorkingSetMissException(new Need.Stage(reference));
    }

    /// <summary>Staged records (no tombstones) with a key, strong or weak.</summary>
    public IReadOnlyList<StageRow> StagedWith(string entity, MatchKey key)
    {
        if (!loaded.StagedByKey.TryGetValue((entity, key), out var rows))
        {
            throw new WorkingSetMissException(new Need.StagedKey(entity, key));
        }

        var found = rows.Where(r => !_stage.ContainsKey(r.Ref)).ToList();
        found.AddRange(_stage.Values.OfType<StageRow>().Where(r => r.Record is not null && r.Entity == entity && (r.StrongKeys.Contains(key) || r.WeakKeys.Contains(key))));
        return found;
    }

    public IReadOnlyList<JudgementRow> Judgements(string entity, string node) =>
        loaded.Judgements.TryGetValue((entity, node), out var rows) ? rows : throw new WorkingSetMissException(new Need.Judgement(entity, node));

    public void PutStage(StageRow row) => _stage[row.Ref] = row;

    public void RemoveStage(RecordRef reference) => _stage[reference] = null;

    // ---- the rest

    public void Hint(FlowSpoke spoke, string id, string reason, TimeSpan delay, int lane = 1) => Hint(spoke.Ref(id), spoke.Flow.Entity.Name, reason, delay, lane);

    public void Hint(RecordRef reference, string entity, string reason, TimeSpan delay, int lane = 1) =>
        _hints[reference] = new HintRow { Ref = reference, Entity = entity, Reason = reason, NotBefore = Context.Now + delay, Since = Context.Now, Lane = lane };

    public DerivedRow? Derived(GoldenId cause, string name)
    {
        if (_derived.TryGetValue((cause, name), out var fresh))
        {
            return fresh;
        }

        if (!loaded.Derived.TryGetValue(cause, out var rows))
        {
            throw new WorkingSetMissException(new Need.Derived(cause));
        }

        return rows.FirstOrDefault(r => r.Name == name);
    }

    /// <summary>All that a cause derived.</summary>
    public IReadOnlyList<DerivedRow> DerivedOf(GoldenId cause) =>
        loaded.Derived.TryGetValue(cause, out var rows)
            ? [.. rows.Where(r => !_derived.ContainsKey((cause, r.Name))), .. _derived.Values.Where(r => r.Cause == cause)]
            : throw new WorkingSetMissException(new Need.Derived(cause));

    public void PutDerived(DerivedRow row) => _derived[(row.Cause, row.Name)] = row;

    public GuardBook Guards(SpokeId spoke, string entity)
    {
        if (!_guards.TryGetValue((spoke, entity), out var book))
        {
            book = (loaded.Guards.GetValueOrDefault((spoke, entity)) ?? throw new WorkingSetMissException(new Need.Guards(spoke, entity))).Fresh();
            _guards.Add((spoke, entity), book);
        }

        return book;
    }

    public Backlog Backlog(SpokeId spoke, string entity) =>
        loaded.Backlogs.GetValueOrDefault((spoke, entity)) ?? throw new WorkingSetMissException(new Need.Backlog(spoke, entity));

    public void Audit(string kind, GoldenWork golden, string? field, string? origin, string? rule, string? detail = null, string? actor = null) =>
        Extra(b => b.Audit.Add(new AuditRow
        {
            At = Context.Now,
            Kind = kind,
            Entity = golden.Entity.Name,
            GoldenId = golden.Id,
            Field = field,
            Origin = origin,
            Rule = rule,
            Detail = detail,
            RunId = Context.RunId,
            Actor = actor,
        }));

    /// <summary>Adds something else to the batch.</summary>
    public void Extra(Action<StoreBatch> add) => _extras.Add(add);

    /// <summary>Everything that changed, with what it presumes.</summary>
    public void Collect(StoreBatch batch)
    {
        foreach (var work in _golden.Values)
        {
            work.Collect(batch, Context.Now);
            if (!work.Dirty && _read.Contains(work.Id))
            {
                batch.Unchanged.Add(new GoldenVersion(work.Id, work.Version));
            }
        }

        batch.RemoveLinks.AddRange(_removedLinks);
        foreach (var reference in _expectedFree)
        {
            // A link of this batch on a free record is checked by the same presumption.
            batch.Links.Add(new LinkExpectation(reference, -1));
        }

        foreach (var (entity, key) in _askedKeys)
        {
            batch.KeyLookups.Add(loaded.Keys[(entity, key)]);
        }

        CollectUnbound(batch);
        foreach (var book in _guards.Values)
        {
            book.Collect(batch);
        }

        batch.PutDerived.AddRange(_derived.Values);
        foreach (var add in _extras)
        {
            add(batch);
        }
    }

    private void CollectUnbound(StoreBatch batch)
    {
        batch.PutHints.AddRange(_hints.Values);
        foreach (var (reference, row) in _stage)
        {
            var known = loaded.Stage.GetValueOrDefault(reference)?.Sequence ?? -1;
            batch.Staged.Add(new StageExpectation(reference, known));
            if (row is not null)
            {
                batch.PutStage.Add(row);
            }
            else
            {
                batch.RemoveStage.Add(reference);
            }
        }

        foreach (var (key, item) in _items)
        {
            if (item is not null)
            {
                batch.PutOpenItems.Add(item);
            }
            else
            {
                batch.RemoveOpenItems.Add(key);
            }
        }
    }
}
