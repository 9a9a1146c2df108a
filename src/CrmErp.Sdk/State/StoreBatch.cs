using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.State;

/// <summary>
/// Everything one transaction changes, with what it presumes. All or nothing: when a presumption does not hold, nothing is stored
/// and <see cref="CommitResult.Conflict"/> says which. Presumptions are checked inside the transaction, against the state before
/// the batch. Then removals are applied before stores, and the changes of rows that are not loaded come last: they see what the
/// batch stored. Two active links of one golden record on one spoke are a conflict too, whoever makes the second.
/// </summary>
public sealed class StoreBatch
{
    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    // ---- presumptions

    /// <summary>Streams that must still be held under these fences: they exist, and nobody claimed them since. Time is not asked.</summary>
    public List<StreamFence> StreamFences { get; } = [];

    /// <summary>Outbox rows that must still be held under these fences: they exist, and nobody claimed them since. Time is not asked.</summary>
    public List<OutboxFence> OutboxFences { get; } = [];

    /// <summary>Golden records that must still have these versions (0: must not exist), although the batch does not change them.</summary>
    public List<GoldenVersion> Unchanged { get; } = [];

    /// <summary>Lookups of match keys that must still give exactly these golden records.</summary>
    public List<KeyLookup> KeyLookups { get; } = [];

    /// <summary>Links that must still be as they were: the record's link with this <see cref="LinkRow.Touched"/>, or none (-1).</summary>
    public List<LinkExpectation> Links { get; } = [];

    /// <summary>Staged records that must not have been staged after these sequences (R43), tombstones included; -1: must not be staged. A record that is not staged any more is no conflict.</summary>
    public List<StageExpectation> Staged { get; } = [];

    /// <summary>Map versions that must still be the active ones (R56): they are stored, with the state <c>active</c>.</summary>
    public List<ActiveMap> ActiveMaps { get; } = [];

    // ---- changes

    /// <summary>Golden records to store; each states the version it builds on, and gets the next one.</summary>
    public List<GoldenRow> Golden { get; } = [];

    /// <summary>Links to store. A stored link that is not touched keeps its <see cref="LinkRow.Touched"/>; a new one that is not touched gets the row's.</summary>
    public List<LinkRow> PutLinks { get; } = [];

    /// <summary>Links to remove (a reserved identity that was merged away).</summary>
    public List<RecordRef> RemoveLinks { get; } = [];

    /// <summary>The no-change scan's finding: only the version of these records' links moved. Nothing else of the link changes, it is not touched. A link that is gone meanwhile is left alone.</summary>
    public List<LinkVersion> LinkVersions { get; } = [];

    /// <summary>Outbox rows to store; each states the fence it knows (0 for a new row); another fence in the store, or a known row that is gone, is a conflict. The lease is stored as stated.</summary>
    public List<OutboxRow> PutOutbox { get; } = [];

    /// <summary>Outbox rows to remove, with the fence that is known; another fence in the store, or a row that is gone, is a conflict.</summary>
    public List<OutboxFence> RemoveOutbox { get; } = [];

    /// <summary>Open items to store, by key.</summary>
    public List<OpenItem> PutOpenItems { get; } = [];

    /// <summary>Open items to remove, by key.</summary>
    public List<OpenItemKey> RemoveOpenItems { get; } = [];

    /// <summary>Hints to leave; one that exists gets the new sequence and reason, the earlier due time and lane, and keeps its age.</summary>
    public List<HintRow> PutHints { get; } = [];

    /// <summary>Hints to close: removed only if no newer hint came (compare and delete).</summary>
    public List<HintClose> CloseHints { get; } = [];

    /// <summary>Staged records to store.</summary>
    public List<StageRow> PutStage { get; } = [];

    /// <summary>Staged records to remove.</summary>
    public List<RecordRef> RemoveStage { get; } = [];

    /// <summary>Judgements to store.</summary>
    public List<JudgementRow> PutJudgements { get; } = [];

    /// <summary>Derived identities to store.</summary>
    public List<DerivedRow> PutDerived { get; } = [];

    /// <summary>Streams to store; lease and fence are set by claims, not here.</summary>
    public List<StreamRow> PutStreams { get; } = [];

    /// <summary>Streams whose lease ends with this commit; another fence in the store is a conflict.</summary>
    public List<StreamFence> ReleaseStreams { get; } = [];

    /// <summary>Map versions to store.</summary>
    public List<MapVersionRow> PutMaps { get; } = [];

    /// <summary>Settings to store; each states the version it builds on and gets the next one; another version in the store is a conflict.</summary>
    public List<SettingRow> PutSettings { get; } = [];

    /// <summary>Settings to remove, by name.</summary>
    public List<string> RemoveSettings { get; } = [];

    /// <summary>Audit entries to append.</summary>
    public List<AuditRow> Audit { get; } = [];

    /// <summary>Runs to store.</summary>
    public List<RunRow> PutRuns { get; } = [];

    // ---- changes of rows that are not loaded

    /// <summary>Counterparts that exist now: rows on that spoke that wait on one of them become due, at the latest since they were opened (they wait on the rest no longer; planning will say). Their cause, detail and problem are cleared.</summary>
    public List<Counterpart> Wakes { get; } = [];

    /// <summary>Counterparts that were made anew (R28b): every active link on that spoke whose golden record has one of these among its <see cref="GoldenRow.References"/> gets a hint, reason <c>repoint</c>, so that its reference is sent again.</summary>
    public List<Repointing> Repoints { get; } = [];

    /// <summary>Parked rows to be released, by spoke, entity and cause; all conditions given must hold. They become due as with <see cref="Wakes"/>.</summary>
    public List<ParkedRelease> Releases { get; } = [];

    /// <summary>Match keys that moved on golden records of an entity: records that stand in an open item or in the stage (tombstones aside) with one of these keys get a hint (reason <c>review</c>).</summary>
    public List<KeysMoved> KeysMoved { get; } = [];

    /// <summary>Whether the batch changes nothing.</summary>
    public bool IsEmpty =>
        Golden.Count + PutLinks.Count + RemoveLinks.Count + LinkVersions.Count + PutOutbox.Count + RemoveOutbox.Count + PutOpenItems.Count + RemoveOpenItems.Count
        + PutHints.Count + CloseHints.Count + PutStage.Count + RemoveStage.Count + PutJudgements.Count + PutDerived.Count + PutStreams.Count + ReleaseStreams.Count
        + PutMaps.Count + PutSettings.Count + RemoveSettings.Count + Audit.Count + PutRuns.Count + Wakes.Count + Repoints.Count + Releases.Count + KeysMoved.Count == 0;

    /// <summary>
    /// Checks what a batch must be in itself: no golden record, link, outbox row or setting stands in it twice, stored and removed
    /// included. Every store asks before it begins.
    /// </summary>
    /// <exception cref="ArgumentException">A row stands twice: a fault of the caller.</exception>
    public void Validate()
    {
        ThrowIfTwice(Golden, static g => g.Id, null, "golden record");
        ThrowIfTwice(PutLinks, static l => l.Ref, RemoveLinks, "link");
        ThrowIfTwice(PutOutbox, static o => (o.GoldenId, o.Spoke), RemoveOutbox.Count == 0 ? null : RemoveOutbox.ConvertAll(static o => (o.GoldenId, o.Spoke)), "outbox row");
        ThrowIfTwice(PutSettings, static s => s.Name, RemoveSettings, "setting");
    }

    private static void ThrowIfTwice<TRow, TKey>(List<TRow> stored, Func<TRow, TKey> key, List<TKey>? removed, string what)
    {
        var count = stored.Count + (removed?.Count ?? 0);
        if (count < 2)
        {
            return;
        }

        var seen = new HashSet<TKey>(count);
        foreach (var row in stored)
        {
            ThrowUnless(seen.Add(key(row)), key(row), what);
        }

        foreach (var gone in removed ?? [])
        {
            ThrowUnless(seen.Add(gone), gone, what);
        }
    }

    private static void ThrowUnless<TKey>(bool first, TKey key, string what)
    {
        if (!first)
        {
            throw new ArgumentException($"The {what} '{key}' stands twice in one batch.");
        }
    }
}

/// <summary>A stream and the fence it is held under.</summary>
public readonly record struct StreamFence(SpokeId Spoke, string Entity, long Fence);

/// <summary>An outbox row and the fence it is held under or known with.</summary>
public readonly record struct OutboxFence(GoldenId GoldenId, SpokeId Spoke, long Fence);

/// <summary>A golden record and its version.</summary>
public readonly record struct GoldenVersion(GoldenId GoldenId, long Version);

/// <summary>A lookup of a match key among the live golden records of an entity, and what it gave (sorted).</summary>
public sealed record KeyLookup(string Entity, MatchKey Key, IReadOnlyList<GoldenId> Hits);

/// <summary>A link as it was when it was loaded.</summary>
public readonly record struct LinkExpectation(RecordRef Ref, long Touched);

/// <summary>A staged record as it was when it was loaded.</summary>
public readonly record struct StageExpectation(RecordRef Ref, long NotAfter);

/// <summary>A map version that a batch was computed with.</summary>
public readonly record struct ActiveMap(ConnectionId Connection, string Entity, ulong Hash);

/// <summary>A link whose record only got a new version.</summary>
public readonly record struct LinkVersion(RecordRef Ref, string? Version);

/// <summary>A hint and the sequence it was read with.</summary>
public readonly record struct HintClose(RecordRef Ref, long Sequence);

/// <summary>A golden record that has a counterpart on a spoke now.</summary>
public readonly record struct Counterpart(GoldenId GoldenId, SpokeId Spoke);

/// <summary>A golden record whose counterpart on a spoke was made anew, so that what refers to it there names a dead record.</summary>
/// <param name="GoldenId">The golden record.</param>
/// <param name="Spoke">The spoke.</param>
/// <param name="At">When.</param>
public readonly record struct Repointing(GoldenId GoldenId, SpokeId Spoke, DateTimeOffset At);

/// <summary>Which parked rows become due.</summary>
/// <param name="Spoke">Only rows of this spoke; null: of all.</param>
/// <param name="Entity">Only rows of this entity; null: of all.</param>
/// <param name="Cause">Only rows with this cause; null: with any.</param>
/// <param name="Problem">Only rows of this problem; null: of any.</param>
/// <param name="GoldenId">Only rows of this golden record; null: of all.</param>
/// <param name="IncludeOpenFlights">Also rows with an open flight. The default is false.</param>
public sealed record ParkedRelease(SpokeId? Spoke = null, string? Entity = null, string? Cause = null, string? Problem = null, GoldenId? GoldenId = null, bool IncludeOpenFlights = false);

/// <summary>Match keys that moved.</summary>
public sealed record KeysMoved(string Entity, IReadOnlyList<MatchKey> Keys, DateTimeOffset At);

/// <summary>What became of a commit.</summary>
/// <param name="Sequence">The commit's sequence; 0 when nothing was stored.</param>
/// <param name="Conflict">Which presumption did not hold, for the log; null when it was stored.</param>
public readonly record struct CommitResult(long Sequence, string? Conflict)
{
    /// <summary>Whether it was stored.</summary>
    public bool Succeeded => Conflict is null;
}
