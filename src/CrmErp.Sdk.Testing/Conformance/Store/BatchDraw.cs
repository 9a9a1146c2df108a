using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Draws a batch that mostly builds on the state as it is, and now and then on a stale one.</summary>
internal sealed class BatchDraw
{
    private readonly StoreUniverse _draw;
    private readonly ModelStore _model;
    private readonly ModelState _state;
    private readonly List<Action<StoreBatch>> _parts = [];
    private readonly HashSet<object> _taken = [];

    public BatchDraw(StoreUniverse draw, ModelStore model, TenantId tenant)
    {
        _draw = draw;
        _model = model;
        _state = model.Of(tenant);
        Tenant = tenant;
        var parts = 1 + draw.Below(5);
        for (var i = 0; i < parts; i++)
        {
            AddPart();
        }

        if (draw.Chance(0.4))
        {
            AddPresumption();
        }
    }

    public TenantId Tenant { get; }

    /// <summary>What fills the batch, part by part.</summary>
    public IReadOnlyList<Action<StoreBatch>> Parts => _parts;

    private void AddPart()
    {
        Action[] kinds =
        [
            AddGolden, AddGolden, AddLink, AddLink, AddLink, AddOutbox, AddOutbox, AddOutbox, AddOpenItem, AddOpenItem, AddHint, AddHint, AddStage, AddStage,
            AddStream, AddSetting, AddRemoval, AddRemoval, AddFollowing, AddFollowing, AddRest,
        ];
        _draw.Pick(kinds)();
    }

    private void AddGolden()
    {
        var id = _draw.Golden();
        if (!_taken.Add(id))
        {
            return;
        }

        var state = _draw.Pick([GoldenState.Live, GoldenState.Live, GoldenState.Live, GoldenState.Reserved, GoldenState.Deleted, GoldenState.Merged]);
        var stored = _state.Golden.GetValueOrDefault(id);
        var row = new GoldenRow
        {
            Id = id,
            Entity = stored?.Entity ?? _draw.Pick(StoreUniverse.Entities),
            State = state,
            MergedInto = state == GoldenState.Merged ? _draw.Golden() : null,
            Version = Stale((stored?.Version ?? 0)),
            Data = _draw.Json(),
            Provenance = _draw.Json(),
            Keys = _draw.Some(StoreUniverse.MatchKeys, 3),
            References = _draw.Some(_draw.GoldenIds, 2),
        };
        _parts.Add(b => b.Golden.Add(row));
    }

    private void AddLink()
    {
        var record = _draw.Record();
        if (!_taken.Add(record))
        {
            return;
        }

        if (_draw.Chance(0.2))
        {
            var version = _draw.Maybe("W/");
            _parts.Add(b => b.LinkVersions.Add(new LinkVersion(record, version)));
            return;
        }

        var row = new LinkRow
        {
            Ref = record,
            Entity = _draw.Pick(StoreUniverse.Entities),
            GoldenId = _draw.Golden(),
            State = _draw.Pick([LinkState.Active, LinkState.Active, LinkState.Reserved, LinkState.Frozen, LinkState.Consumed, LinkState.Gone]),
            Version = _draw.Maybe("v"),
            Modified = _draw.MaybeTime(),
            Touched = _draw.Below(3),
            Hash = new UInt128(ulong.MaxValue - (ulong)_draw.Below(3), (ulong)_draw.Below(3)),
            MapHash = ulong.MaxValue - (ulong)_draw.Below(3),
            Shadow = _draw.Chance(0.3) ? "{}" : _draw.Json(),
            Touch = _draw.Chance(0.6),
        };
        _parts.Add(b => b.PutLinks.Add(row));
    }

    private void AddOutbox()
    {
        var (golden, spoke) = (_draw.Golden(), _draw.Pick(StoreUniverse.Spokes));
        if (!_taken.Add((golden, spoke)))
        {
            return;
        }

        var state = _draw.Pick([OutboxState.Due, OutboxState.Due, OutboxState.Waiting, OutboxState.Parked, OutboxState.Withheld]);
        var stored = _state.Outbox.GetValueOrDefault((golden, spoke));
        var flight = _draw.Chance(0.3) ? _draw.Json() : null;
        var row = new OutboxRow
        {
            GoldenId = golden,
            Spoke = spoke,
            Entity = _draw.Pick(StoreUniverse.Entities),
            State = state,
            Cause = state == OutboxState.Due ? "" : _draw.Pick(["Reference", "Rejected"]),
            Detail = _draw.Maybe("{}"),
            Problem = _draw.Maybe("p"),
            WaitsOn = state == OutboxState.Waiting ? _draw.Some(_draw.GoldenIds, 3) : [],
            NotBefore = _draw.Time(),
            Since = _draw.Time(),
            Attempts = _draw.Below(3),
            Fence = Stale(stored?.Fence ?? 0),
            LeaseUntil = _draw.MaybeTime(),
            MustRead = _draw.Chance(0.2),
            Flight = flight,
            CreateInFlight = flight is not null && _draw.Chance(0.5),
            Lane = _draw.Below(3),
        };
        _parts.Add(b => b.PutOutbox.Add(row));
    }

    private void AddOpenItem()
    {
        var item = new OpenItem
        {
            Kind = _draw.Pick([OpenItemKind.FieldConflict, OpenItemKind.PossibleDuplicate, OpenItemKind.ParkedRecord]),
            Entity = _draw.Pick(StoreUniverse.Entities),
            GoldenId = _draw.Chance(0.5) ? _draw.Golden() : null,
            Group = _draw.Pick(["", "Name"]),
            Spoke = _draw.Pick(StoreUniverse.Spokes),
            Ref = _draw.Chance(0.6) ? _draw.Record() : null,
            Cause = _draw.Pick(["x", "y"]),
            Problem = _draw.Maybe("p"),
            Detail = _draw.Json(),
            Since = _draw.Time(),
            Keys = _draw.Some(StoreUniverse.MatchKeys, 2),
        };
        _parts.Add(b => b.PutOpenItems.Add(item));
    }

    private void AddHint()
    {
        var hint = new HintRow
        {
            Ref = _draw.Record(),
            Entity = _draw.Pick(StoreUniverse.Entities),
            NotBefore = _draw.Time(),
            Since = _draw.Time(),
            Reason = _draw.Pick(["feed", "webhook"]),
            Lane = _draw.Below(3),
        };
        _parts.Add(b => b.PutHints.Add(hint));
    }

    private void AddStage()
    {
        var row = new StageRow
        {
            Ref = _draw.Record(),
            Entity = _draw.Pick(StoreUniverse.Entities),
            Record = _draw.Chance(0.2) ? null : _draw.Json(),
            StrongKeys = _draw.Some(StoreUniverse.MatchKeys, 2),
            WeakKeys = _draw.Some(StoreUniverse.MatchKeys, 2),
        };
        _parts.Add(b => b.PutStage.Add(row));
    }

    private void AddStream()
    {
        var (spoke, entity) = (_draw.Pick(StoreUniverse.Spokes), _draw.Pick(StoreUniverse.Entities));
        if (_state.Streams.TryGetValue((spoke, entity), out var stored) && _draw.Chance(0.4))
        {
            var held = new StreamFence(spoke, entity, Stale(stored.Fence));
            _parts.Add(b => b.ReleaseStreams.Add(held));
            return;
        }

        var row = new StreamRow
        {
            Spoke = spoke,
            Entity = entity,
            Object = _draw.Pick(StoreUniverse.Objects),
            Phase = _draw.Pick([FlowPhase.New, FlowPhase.Inventory, FlowPhase.Live]),
            Cursor = _draw.Maybe("cursor"),
            Checkpoints = _draw.Json(),
            DrainedFrom = _draw.Below(9),
            WindowFrom = _draw.Below(9),
            Fence = 77,
            LeaseUntil = _draw.MaybeTime(),
            NextDue = _draw.MaybeTime(),
            LastDrained = _draw.MaybeTime(),
        };
        _parts.Add(b => b.PutStreams.Add(row));
    }

    private void AddSetting()
    {
        var name = _draw.Pick(["pause/a", "pause/B", "pause", "p%", "mode_x"]);
        if (!_taken.Add(name))
        {
            return;
        }

        if (_draw.Chance(0.3))
        {
            _parts.Add(b => b.RemoveSettings.Add(name));
            return;
        }

        var row = new SettingRow(name, _draw.Json(), Stale(_state.Settings.GetValueOrDefault(name)?.Version ?? 0));
        _parts.Add(b => b.PutSettings.Add(row));
    }

    private void AddRemoval()
    {
        switch (_draw.Below(5))
        {
            case 0 when _draw.Record() is var record && _taken.Add(record):
                _parts.Add(b => b.RemoveLinks.Add(record));
                break;
            case 1 when _state.Outbox.Count > 0 && _draw.Pick([.. _state.Outbox.Values]) is var row && _taken.Add((row.GoldenId, row.Spoke)):
                var known = new OutboxFence(row.GoldenId, row.Spoke, Stale(row.Fence));
                _parts.Add(b => b.RemoveOutbox.Add(known));
                break;
            case 2 when _state.OpenItems.Count > 0:
                var key = _draw.Pick([.. _state.OpenItems.Keys]);
                _parts.Add(b => b.RemoveOpenItems.Add(key));
                break;
            case 3 when _state.Hints.Count > 0:
                var hint = _draw.Pick([.. _state.Hints.Values]);
                var close = new HintClose(hint.Ref, hint.Sequence - _draw.Below(2));
                _parts.Add(b => b.CloseHints.Add(close));
                break;
            default:
                var staged = _draw.Record();
                _parts.Add(b => b.RemoveStage.Add(staged));
                break;
        }
    }

    private void AddFollowing()
    {
        switch (_draw.Below(4))
        {
            case 0:
                var anew = new Repointing(_draw.Golden(), _draw.Pick(StoreUniverse.Spokes), _draw.Time());
                _parts.Add(b => b.Repoints.Add(anew));
                break;
            case 1:
                var wake = new Counterpart(_draw.Golden(), _draw.Pick(StoreUniverse.Spokes));
                _parts.Add(b => b.Wakes.Add(wake));
                break;
            case 2:
                var release = new ParkedRelease(
                    _draw.Chance(0.5) ? _draw.Pick(StoreUniverse.Spokes) : null,
                    _draw.Chance(0.5) ? _draw.Pick(StoreUniverse.Entities) : null,
                    _draw.Chance(0.5) ? _draw.Pick(["Reference", "Rejected"]) : null,
                    _draw.Chance(0.3) ? "p1" : null,
                    _draw.Chance(0.3) ? _draw.Golden() : null,
                    _draw.Chance(0.3));
                _parts.Add(b => b.Releases.Add(release));
                break;
            default:
                var moved = new KeysMoved(_draw.Pick(StoreUniverse.Entities), _draw.Some(StoreUniverse.MatchKeys, 3), _draw.Time());
                _parts.Add(b => b.KeysMoved.Add(moved));
                break;
        }
    }

    private void AddRest()
    {
        switch (_draw.Below(4))
        {
            case 0:
                var judgement = new JudgementRow(_draw.Pick(StoreUniverse.Entities), _draw.Pick(["a", "b"]), _draw.Pick(["c", "d"]), _draw.Chance(0.5), "person", _draw.Time());
                _parts.Add(b => b.PutJudgements.Add(judgement));
                break;
            case 1:
                var derived = new DerivedRow(_draw.Golden(), _draw.Pick(["order", "Order"]), _draw.Chance(0.5) ? _draw.Golden() : null);
                _parts.Add(b => b.PutDerived.Add(derived));
                break;
            case 2:
                var map = new MapVersionRow(_draw.Pick(StoreUniverse.Spokes).Connection, _draw.Pick(StoreUniverse.Entities), ulong.MaxValue - (ulong)_draw.Below(2), _draw.Json(), _draw.Pick(["active", "retired"]), _draw.Time());
                _parts.Add(b => b.PutMaps.Add(map));
                break;
            default:
                AddAudit();
                break;
        }
    }

    private void AddAudit()
    {
        var run = new RunRow { Id = _draw.Pick(_draw.GoldenIds).Value, Trigger = "host", Started = _draw.Time(), Ended = _draw.MaybeTime(), Outcome = "completed", Counts = _draw.Json() };
        _parts.Add(b => b.PutRuns.Add(run));
        var entries = 1 + _draw.Below(3);
        for (var i = 0; i < entries; i++)
        {
            var row = new AuditRow
            {
                At = _draw.Time(),
                Kind = "set",
                Entity = _draw.Pick(StoreUniverse.Entities),
                GoldenId = _draw.Chance(0.7) ? _draw.Golden() : null,
                Field = _draw.Maybe("f"),
                Origin = _draw.Maybe("o"),
                Rule = _draw.Maybe("r"),
                Detail = _draw.Maybe("{}"),
                RunId = run.Id,
                Actor = _draw.Maybe("a"),
            };
            _parts.Add(b => b.Audit.Add(row));
        }
    }

    private void AddPresumption()
    {
        switch (_draw.Below(7))
        {
            case 6 when _state.Maps.Count > 0:
                var map = _draw.Pick([.. _state.Maps.Values]);
                _parts.Add(b => b.ActiveMaps.Add(new ActiveMap(map.Connection, map.Entity, map.Hash)));
                break;
            case 0:
                var golden = _draw.Golden();
                var version = new GoldenVersion(golden, Stale(_state.Golden.GetValueOrDefault(golden)?.Version ?? 0));
                _parts.Add(b => b.Unchanged.Add(version));
                break;
            case 1:
                var (entity, key) = (_draw.Pick(StoreUniverse.Entities), _draw.Pick(StoreUniverse.MatchKeys));
                var hits = _draw.Chance(0.8) ? ModelCommit.Hits(_state, entity, key) : _draw.Some(_draw.GoldenIds, 2);
                _parts.Add(b => b.KeyLookups.Add(new KeyLookup(entity, key, hits)));
                break;
            case 2:
                var record = _draw.Record();
                var link = new LinkExpectation(record, Stale(_state.Links.GetValueOrDefault(record)?.Touched ?? -1));
                _parts.Add(b => b.Links.Add(link));
                break;
            case 3:
                var at = _draw.Record();
                var staged = new StageExpectation(at, _draw.Chance(0.3) ? -1 : _model.Sequence - _draw.Below(6));
                _parts.Add(b => b.Staged.Add(staged));
                break;
            case 4 when _state.Streams.Count > 0:
                var stream = _draw.Pick([.. _state.Streams.Values]);
                var held = new StreamFence(stream.Spoke, stream.Entity, Stale(stream.Fence));
                _parts.Add(b => b.StreamFences.Add(held));
                break;
            case 5 when _state.Outbox.Count > 0:
                var row = _draw.Pick([.. _state.Outbox.Values]);
                var leased = new OutboxFence(row.GoldenId, row.Spoke, Stale(row.Fence));
                _parts.Add(b => b.OutboxFences.Add(leased));
                break;
        }
    }

    private long Stale(long number) => _draw.Chance(0.06) ? Math.Max(0, number + _draw.Below(3) - 1) : number;
}
