using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Rows for the checks.</summary>
internal static class Sample
{
    public const string Entity = "Account";

    public static readonly TenantId Tenant = TenantId.Default;

    public static readonly SpokeId Crm = new("crm", "");

    public static readonly SpokeId Erp = new("erp", "10");

    public static readonly DateTimeOffset Now = new(2031, 5, 4, 3, 2, 1, TimeSpan.Zero);

    public static readonly DateTimeOffset Later = Now.AddMinutes(5);

    public static StoreBatch Batch(Action<StoreBatch>? fill = null)
    {
        var batch = new StoreBatch { Tenant = Tenant };
        fill?.Invoke(batch);
        return batch;
    }

    public static GoldenId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));

    public static RecordRef CrmRecord(string id) => new(Crm.Connection, Crm.Scope, "Account", id);

    public static RecordRef ErpRecord(string id) => new(Erp.Connection, Erp.Scope, "customer", id);

    public static GoldenRow Golden(int number, long version = 0, GoldenState state = GoldenState.Live, params MatchKey[] keys) => new()
    {
        Id = Id(number),
        Entity = Entity,
        State = state,
        Version = version,
        Data = $$"""{"Name":"n{{number}}"}""",
        Keys = keys,
    };

    public static LinkRow Link(RecordRef record, int golden, LinkState state = LinkState.Active, bool touch = true) =>
        new() { Ref = record, Entity = Entity, GoldenId = Id(golden), State = state, Version = "v1", Touch = touch };

    public static OutboxRow Outbox(int golden, OutboxState state = OutboxState.Due) => new()
    {
        GoldenId = Id(golden),
        Spoke = Erp,
        Entity = Entity,
        State = state,
        NotBefore = Now,
        Since = Now,
    };

    public static HintRow Hint(string id) => new() { Ref = CrmRecord(id), Entity = Entity, NotBefore = Now, Since = Now, Reason = "feed" };

    public static StageRow Staged(string id, params MatchKey[] keys) => new() { Ref = CrmRecord(id), Entity = Entity, Record = "{}", StrongKeys = keys };

    public static StreamRow Stream() => new() { Spoke = Crm, Entity = Entity, Object = "Account", Phase = FlowPhase.Live };

    public static OpenItem Item(string? record = null, int? golden = null, params MatchKey[] keys) => new()
    {
        Kind = OpenItemKind.Ambiguous,
        Entity = Entity,
        GoldenId = golden is { } number ? Id(number) : null,
        Spoke = Crm,
        Ref = record is null ? null : CrmRecord(record),
        Cause = "keys",
        Detail = "{}",
        Since = Now,
        Keys = keys,
    };

    public static AuditRow Audit(int golden) => new() { At = Now, Kind = "set", Entity = Entity, GoldenId = Id(golden), Field = "Name" };

    public static OutboxClaim Claim(int limit = 100, DateTimeOffset? now = null, bool? withFlight = null) => new()
    {
        Tenant = Tenant,
        Spoke = Erp,
        Entity = Entity,
        Now = now ?? Now,
        LeaseUntil = (now ?? Now).AddMinutes(1),
        Limit = limit,
        WithFlight = withFlight,
    };

    public static async Task<long> StoreAsync(this ISyncStore store, Action<StoreBatch> fill)
    {
        var result = await store.CommitAsync(Batch(fill)).ConfigureAwait(false);
        return result.Succeeded ? result.Sequence : throw new ConformanceException($"A commit whose presumptions hold was refused: {result.Conflict}.");
    }

    public static async Task RefuseAsync(this ISyncStore store, string what, Action<StoreBatch> fill)
    {
        var result = await store.CommitAsync(Batch(fill)).ConfigureAwait(false);
        Expect.That(!result.Succeeded && result.Sequence == 0, $"A commit must be refused: {what}.");
    }

    public static async Task<GoldenAggregate> AggregateAsync(this ISyncStore store, int number) =>
        (await store.ReadAggregatesAsync(Tenant, [Id(number)]).ConfigureAwait(false)).Single(a => a.Golden.Id == Id(number));
}
