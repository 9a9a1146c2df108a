using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Draws the next operation.</summary>
internal sealed class OperationDraw
{
    private readonly StoreUniverse _draw;
    private readonly ModelStore _model;

    public OperationDraw(StoreUniverse draw, ModelStore model)
    {
        _draw = draw;
        _model = model;
    }

    public StoreOperation Next() => _draw.Below(100) switch
    {
        < 50 => Commit(new BatchDraw(_draw, _model, _draw.Tenant())),
        < 58 => Claim(),
        < 60 => StoreOperation.ClaimStream(_draw.Tenant(), _draw.Pick(StoreUniverse.Spokes), _draw.Pick(StoreUniverse.Entities), _draw.Time(), _draw.Time().AddMinutes(2)),
        < 62 => StoreOperation.Reopen,
        < 67 => Everything(_draw.Tenant()),
        < 92 => EngineRead(_draw.Tenant()),
        _ => PeopleRead(_draw.Tenant()),
    };

    /// <summary>Everything a tenant has, by every way there is to read it.</summary>
    public StoreOperation Everything(TenantId tenant) => new($"read everything of {tenant}", async (store, fences) =>
    {
        var answers = new List<string>();
        foreach (var read in Whole(tenant))
        {
            answers.Add(await read.RunAsync(store, fences).ConfigureAwait(false));
        }

        var sequence = await store.GetSequenceAsync().ConfigureAwait(false);
        return $"sequence {sequence}{string.Concat(answers)}";
    });

    private static StoreOperation Commit(BatchDraw batch) => StoreOperation.Commit(batch.Tenant, batch.Parts);

    private StoreOperation Claim() => StoreOperation.ClaimOutbox(new OutboxClaim
    {
        Tenant = _draw.Tenant(),
        Spoke = _draw.Pick(StoreUniverse.Spokes),
        Entity = _draw.Pick(StoreUniverse.Entities),
        Now = _draw.Time(),
        LeaseUntil = _draw.Time().AddMinutes(1),
        Limit = 1 + _draw.Below(4),
        WithFlight = _draw.Chance(0.6) ? null : _draw.Chance(0.5),
    });

    private IEnumerable<StoreOperation> Whole(TenantId tenant)
    {
        yield return Streams(tenant);
        yield return Aggregates(tenant, _draw.GoldenIds);
        foreach (var spoke in StoreUniverse.Spokes)
        {
            foreach (var name in StoreUniverse.Objects)
            {
                yield return Scan(tenant, spoke, name, null, 1000);
                yield return Heads(tenant, spoke, name, StoreUniverse.Ids);
            }
        }

        foreach (var entity in StoreUniverse.Entities)
        {
            yield return ScanStage(tenant, entity, null, 1000);
            yield return ScanGolden(tenant, entity, null, 1000);
            yield return Judgements(tenant, entity, ["a", "b", "c", "d"]);
            yield return Keys(tenant, entity, StoreUniverse.MatchKeys);
        }

        yield return Items(tenant, StoreUniverse.Records);
        yield return Derived(tenant, _draw.GoldenIds);
        yield return StoreOperation.Read("maps", s => s.ReadMapsAsync(tenant), _ => StoreText.Map);
        yield return Settings(tenant, "");
        yield return Outbox(tenant, new OutboxFilter());
        yield return OpenItems(tenant, new OpenItemFilter());
        yield return Problems(tenant, new ProblemFilter());
        yield return Audit(tenant, null, 0, 10_000);
        yield return StoreOperation.Read("runs", s => s.ReadRunsAsync(tenant, 100), _ => StoreText.Run);
        yield return Counts(tenant);
    }

    private StoreOperation EngineRead(TenantId tenant)
    {
        var (spoke, entity, name) = (_draw.Pick(StoreUniverse.Spokes), _draw.Pick(StoreUniverse.Entities), _draw.Pick(StoreUniverse.Objects));
        var limit = 1 + _draw.Below(4);
        return _draw.Below(13) switch
        {
            0 => Heads(tenant, spoke, name, [.. _draw.Some(StoreUniverse.Ids, 6).Order(StringComparer.Ordinal)]),
            1 => StoreOperation.Read("links", Fixed(_draw.Some(StoreUniverse.Records, 6), (ISyncStore s, IReadOnlyList<RecordRef> r) => s.ReadLinksAsync(tenant, r)), _ => StoreText.Link),
            2 => Aggregates(tenant, _draw.Some(_draw.GoldenIds, 4)),
            3 => Keys(tenant, entity, _draw.Some(StoreUniverse.MatchKeys, 3)),
            4 => HasOpenCreate(tenant, spoke, entity, _draw.Chance(0.5) ? _draw.Golden() : null),
            5 or 6 => Hints(tenant, spoke, entity, _draw.Time(), limit),
            7 => Items(tenant, _draw.Some(StoreUniverse.Records, 20)),
            8 => StoreOperation.Read("stage", Fixed(_draw.Some(StoreUniverse.Records, 20), (ISyncStore s, IReadOnlyList<RecordRef> r) => s.ReadStageAsync(tenant, r)), _ => StoreText.Staged),
            9 => FindStaged(tenant, entity, _draw.Some(StoreUniverse.MatchKeys, 3)),
            10 => ScanStage(tenant, entity, _draw.Chance(0.3) ? null : _draw.Record(), limit),
            11 => ScanGolden(tenant, entity, _draw.Chance(0.3) ? null : _draw.Golden(), limit),
            _ => Scan(tenant, spoke, name, _draw.Chance(0.3) ? null : _draw.Pick(StoreUniverse.Ids), limit),
        };
    }

    private StoreOperation PeopleRead(TenantId tenant) => _draw.Below(6) switch
    {
        0 => Outbox(tenant, new OutboxFilter
        {
            Entity = _draw.Chance(0.5) ? _draw.Pick(StoreUniverse.Entities) : null,
            Spoke = _draw.Chance(0.5) ? _draw.Pick(StoreUniverse.Spokes) : null,
            State = _draw.Chance(0.5) ? OutboxState.Parked : null,
            Cause = _draw.Chance(0.3) ? "Rejected" : null,
            Problem = _draw.Chance(0.3) ? "p1" : null,
            WithFlight = _draw.Chance(0.5) ? null : _draw.Chance(0.5),
            Skip = _draw.Below(2),
            Take = 1 + _draw.Below(4),
        }),
        1 => OpenItems(tenant, new OpenItemFilter
        {
            Kind = _draw.Chance(0.5) ? OpenItemKind.ParkedRecord : null,
            Entity = _draw.Chance(0.5) ? _draw.Pick(StoreUniverse.Entities) : null,
            Spoke = _draw.Chance(0.5) ? _draw.Pick(StoreUniverse.Spokes) : null,
            GoldenId = _draw.Chance(0.3) ? _draw.Golden() : null,
            Cause = _draw.Chance(0.3) ? "x" : null,
            Problem = _draw.Chance(0.3) ? "p1" : null,
            Skip = _draw.Below(2),
            Take = 1 + _draw.Below(4),
        }),
        2 => Audit(tenant, _draw.Chance(0.6) ? _draw.Golden() : null, _draw.Below((int)_model.Sequence + 1), 1 + _draw.Below(4)),
        4 => Problems(tenant, new ProblemFilter
        {
            Entity = _draw.Chance(0.3) ? _draw.Pick(StoreUniverse.Entities) : null,
            Spoke = _draw.Chance(0.3) ? _draw.Pick(StoreUniverse.Spokes) : null,
            Cause = _draw.Chance(0.2) ? "Rejected" : null,
            Problem = _draw.Chance(0.2) ? "p1" : null,
            Skip = _draw.Below(2),
            Take = 1 + _draw.Below(4),
        }),
        3 => Settings(tenant, _draw.Pick(["", "pause", "pause/", "p%", "mode_"])),
        _ => Counts(tenant),
    };

    private static Func<ISyncStore, Task<IReadOnlyList<TRow>>> Fixed<TAsked, TRow>(IReadOnlyList<TAsked> asked, Func<ISyncStore, IReadOnlyList<TAsked>, Task<IReadOnlyList<TRow>>> read) =>
        store => read(store, asked);

    private static StoreOperation Streams(TenantId tenant) => StoreOperation.Read("streams", s => s.ReadStreamsAsync(tenant), t => t.Stream);

    private static StoreOperation Aggregates(TenantId tenant, IReadOnlyList<GoldenId> ids) =>
        StoreOperation.Read($"aggregates {string.Join(' ', ids)} of {tenant}", s => s.ReadAggregatesAsync(tenant, ids), t => t.Aggregate);

    private static StoreOperation Heads(TenantId tenant, SpokeId spoke, string name, IReadOnlyList<string> ids)
    {
        string[] sorted = [.. ids.Order(StringComparer.Ordinal)];
        return StoreOperation.Read($"heads of {name} on {spoke} of {tenant}: {string.Join(' ', sorted)}", s => s.ReadLinkHeadsAsync(tenant, spoke, name, sorted), _ => StoreText.Head);
    }

    private static StoreOperation Scan(TenantId tenant, SpokeId spoke, string name, string? after, int limit) =>
        StoreOperation.Read($"scan {limit} links of {name} on {spoke} of {tenant} after {after ?? "-"}", s => s.ScanLinksAsync(tenant, spoke, name, after, limit), _ => StoreText.Link);

    private static StoreOperation ScanStage(TenantId tenant, string entity, RecordRef? after, int limit) =>
        StoreOperation.Read($"scan {limit} staged {entity} of {tenant} after {after?.ToString() ?? "-"}", s => s.ScanStageAsync(tenant, entity, after, limit), _ => StoreText.Staged);

    private static StoreOperation ScanGolden(TenantId tenant, string entity, GoldenId? after, int limit) =>
        StoreOperation.Read($"scan {limit} golden {entity} of {tenant} after {after?.ToString() ?? "-"}", s => s.ScanGoldenAsync(tenant, entity, after, limit), _ => id => id.ToString());

    private static StoreOperation FindStaged(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys) =>
        StoreOperation.Read($"find staged {entity} of {tenant} by {StoreText.Keys(keys)}", s => s.FindStagedAsync(tenant, entity, keys), _ => StoreText.Staged);

    private static StoreOperation Keys(TenantId tenant, string entity, IReadOnlyList<MatchKey> keys) =>
        StoreOperation.Read($"find {entity} of {tenant} by {StoreText.Keys(keys)}", s => s.FindByKeysAsync(tenant, entity, keys), _ => StoreText.Lookup);

    private static StoreOperation HasOpenCreate(TenantId tenant, SpokeId spoke, string entity, GoldenId? except) =>
        new($"open create of {entity} on {spoke} of {tenant} except {except?.ToString() ?? "-"}", async (store, _) => $"{await store.HasOpenCreateAsync(tenant, spoke, entity, except).ConfigureAwait(false)}");

    private static StoreOperation Hints(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, int limit) =>
        StoreOperation.Read($"{limit} hints of {entity} on {spoke} of {tenant} at {StoreText.Time(now)}", s => s.ReadHintsAsync(tenant, spoke, entity, now, limit), _ => StoreText.Hint);

    private static StoreOperation Items(TenantId tenant, IReadOnlyList<RecordRef> records) =>
        StoreOperation.Read($"open items about {records.Count} records of {tenant}", s => s.ReadOpenItemsAsync(tenant, records), _ => StoreText.Item);

    private static StoreOperation Judgements(TenantId tenant, string entity, IReadOnlyList<string> nodes) =>
        StoreOperation.Read("judgements", s => s.ReadJudgementsAsync(tenant, entity, nodes), _ => StoreText.Judgement);

    private static StoreOperation Derived(TenantId tenant, IReadOnlyList<GoldenId> causes) =>
        StoreOperation.Read("derived", s => s.ReadDerivedAsync(tenant, causes), _ => StoreText.Derived);

    private static StoreOperation Settings(TenantId tenant, string prefix) =>
        StoreOperation.Read($"settings of {tenant} with '{prefix}'", s => s.ReadSettingsAsync(tenant, prefix), _ => StoreText.Setting);

    private static StoreOperation Outbox(TenantId tenant, OutboxFilter filter) =>
        StoreOperation.Read($"list of {tenant} {filter}", s => s.ListOutboxAsync(tenant, filter), t => t.Outbox);

    private static StoreOperation OpenItems(TenantId tenant, OpenItemFilter filter) =>
        StoreOperation.Read($"list of {tenant} {filter}", s => s.ListOpenItemsAsync(tenant, filter), _ => StoreText.Item);

    private static StoreOperation Problems(TenantId tenant, ProblemFilter filter) =>
        StoreOperation.Read($"problems of {tenant} {filter}", s => s.ListProblemsAsync(tenant, filter), _ => StoreText.Problem);

    private static StoreOperation Audit(TenantId tenant, GoldenId? golden, long after, int limit) =>
        StoreOperation.Read($"audit of {tenant} {golden?.ToString() ?? "all"} after {after} limit {limit}", s => s.ReadAuditAsync(tenant, golden, after, limit), _ => StoreText.Audit);

    private static StoreOperation Counts(TenantId tenant) =>
        new($"counts of {tenant}", async (store, _) => StoreText.Counts(await store.CountAsync(tenant).ConfigureAwait(false)));
}
