using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.Simulation.Driving;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using static CrmErp.Sdk.Simulation.Sabotage.Sabotage;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>Every rule that is broken on purpose. The numbers are those of docs/rules.md.</summary>
internal static class Sabotages
{
    public static IReadOnlyList<Sabotage> All { get; } = [.. Commits(), .. Creates(), .. Merges(), .. Reads(), .. FirstLoads(), .. Maps(), .. Masked(), .. Lines(), .. Product()];

    private static IEnumerable<Sabotage> Commits() =>
    [
        ByStore("cursor_with_effects", "R7 a cursor is stored with the effects of its page", (store, _) => new CursorFirst(store)) with { OwnWorld = "crashes" },
        ByStore("intent_before_call", "R20 a flight is stored before its call", (store, _) => new FlightsInMemory(store)),
        ByStore("hint_cas", "R9 a hint is closed only if it is still the same", (store, _) => new HintsClosedBlindly(store)),
        ByStore("fence_commits", "R33 every commit carries its fence", (store, _) => new ChangedBatches(store, Unfence)) with { Rules = (set, _) => new UnfencedRows(set) },
        ByRules("recompute_on_close", "R23 a row is recomputed, not remembered", set => new RowEndsWithWrite(set)),
        ByStore("wake_on_link", "R28 a link wakes who waited for it", (store, _) => new ChangedBatches(store, b => b.Wakes.Clear())),
        ByStore("repoint", "R28b references to a dead id are sent again", (store, _) => new ChangedBatches(store, b => b.Repoints.Clear())) with { OwnWorld = "unprotected" },
        ByStore("gone_blocks_create", "R32 what was deleted is not made again", (store, _) => new GoneForgotten(store)),
        ByConnector("send_deadline", "R34 nothing is sent after its lease", (c, _) => new ChangedWrites(c, late: true)) with { OwnWorld = "pauses" },
        ByConnector("if_match", "R25 a write names the version that the merge saw", (c, _) => new ChangedWrites(c, i => ChangedWrites.With(i, null, i.Lines))),
    ];

    private static IEnumerable<Sabotage> Creates() =>
    [
        ByConnector("probe_before_retry", "R24 an unknown create is verified before anything else", (c, s) => new ChangedWrites(c, outcome: (i, o) => Retried(i, o, WriteOperation.Create))),
        ByConnector("upsert_after_probe", "R24a an upsert is not repeated before the probe", (c, s) => new ChangedWrites(c, outcome: (i, o) =>
            s.Fake.Descriptor.Objects[0].Identity == IdentityStrategy.ExternalId ? Retried(i, o, WriteOperation.Create) : o)),
        ByConnector("absence_needs_horizon", "R24 absence counts after every clock has run out", (c, _) => new OtherDescriptor(c, o => OtherDescriptor.With(o, conclusive: TimeSpan.FromHours(-1)))),
        ByStore("intent_claims_capture", "R15, R17 an unresolved create has a claim on unknown records", (store, _) => new NoOpenCreates(store)) with { Rules = (set, _) => new CreateClaimsNothing(set) },
        ByRules("list_the_newborn", "R24b whoever else may be ours is asked about", set => new BlindVerify(set, whenFound: true)),
        ByRules("ask_when_unprovable", "R24c what cannot be proven is asked", set => new BlindVerify(set, whenFound: false)),
        ByRules("one_match_only", "R18 several matches are ambiguous", set => new FirstMatch(set)) with { OwnWorld = "few keys" },
        ByRules("alias_references", "R27 a reserved identity becomes whom it turns out to be", set => new ReservedStaysApart(set)),
        new("derived_identity", "R29 what a workflow makes has a derived identity") { UnderivedOrders = true },
        ByStore("key_lookups", "R18 a match is checked again at commit", (store, _) => new ChangedBatches(store, b => b.KeyLookups.Clear())),
        ByStore("deferred_is_hinted", "R11, R12 what is not folded now leaves a hint", (store, _) => new ChangedBatches(store, b => b.PutHints.RemoveAll(h => h.Reason is "stale" or "in-flight" or "open-create"))),
    ];

    private static IEnumerable<Sabotage> Merges() =>
    [
        ByRules("two_images", "R2 golden - base is delivered, never golden - seen", set => new OneImage(set)),
        ByRules("seen_is_stored", "R21 seen is what is stored", set => new SeenIsSent(set)),
        ByRules("base_is_sent", "R21 base is what was sent", set => new BaseIsGolden(set)),
        new("echo_by_payload", "R5 an echo is known by its values") { Rules = (set, world) => new EchoByTime(set, world.Remembered) },
        ByRules("compare_with_own_shadow", "R1 a record is compared with its own shadow", set => new ComparedWithGolden(set)),
        ByRules("lift_unchanged", "R3 an unchanged member keeps what it stands for", set => new WholeGroupTaken(set)),
        new("owner_before_accept", "R5 ownership is asked before accepting") { Policy = (_, policy) => OwnerLast(policy) },
        ByRules("loser_advances", "R4 a loser's base moves too", set => new LoserStays(set)),
        ByRules("hold_contested", "R14 what is asked about is held", set => new ContestedIsSent(set)),
        new("latest_by_interval", "R6 latest counts with the bounds of both clocks") { Policy = (_, policy) => ByModified(policy) },
        ByRules("breaker", "R36 a value that comes for the fourth time is asked about", set => new NoBreaker(set)),
        ByRules("edit_beats_delete", "R30 an edit beats a deletion", set => new DeletionBeatsEdit(set)),
        ByRules("projection_is_equality", "R60 what golden looks like there is golden", set => new ProjectionIsEdit(set)),
        ByRules("base_follows_golden", "a base does not move because golden moves", set => new BaseFollows(set)),
        ByRules("direction_ignored", "R2 what a map does not write follows", set => new DirectionIgnored(set)),
        ByStore("loser_is_recorded", "law 4 a loser is on record", (store, _) => new ChangedBatches(store, b => b.Audit.RemoveAll(a => a.Kind == "loser"))),
        ByStore("origin_is_true", "law 8 the origin is who typed it", (store, _) => new ChangedBatches(store, OtherOrigin)),
    ];

    private static IEnumerable<Sabotage> Reads() =>
    [
        ByRules("opaque_in_flight", "R12 an image is not folded while our write is open", set => new FlightIsIgnored(set)),
        ByRules("stale_recheck", "R11 an image from before our last commit does not count", set => new StaleCounts(set)),
        new("settle_lag", "a feed stops before what may still be committed") { Declares = d => Declared(d, o => OtherDescriptor.With(o, settle: TimeSpan.FromSeconds(-1))) },
        ByConnector("keyset", "a page ends at a record, not at a stamp", (c, _) => new StampsOnly(c)),
        ByConnector("absence_needs_evidence", "R31 a listing proves no absence", (c, _) => new ListingProvesAbsence(c)),
        ByConnector("canary", "R31 what is absent while nothing is readable was not deleted", (c, _) => new CanaryAlwaysLives(c)),
        ByConnector("stamp_is_version", "R10 a stamp is no version", (c, _) => new OtherDescriptor(c, o => OtherDescriptor.With(o, version: o.Version == VersionKind.Stamp ? VersionKind.Strict : null))),
        ByConnector("consumed_is_deleted", "R30c what lives on in a successor was not deleted", (c, _) => new OtherFinds(c, r => r.Shape.Object == "invoices")),
        ByConnector("missing_is_null", "R1 what was not observed says nothing", (c, _) => new ChangedRecords(c, Cleared)),
        new("cursor_expired", "R8 an expired cursor means a full read") { Store = (store, world) => new FromNow(store, world) },
        ByStore("hint_delivered", "law 1 what a push says is read", (store, _) => new ChangedBatches(store, b => b.PutHints.RemoveAll(h => h.Reason == "gap"))),
    ];

    private static IEnumerable<Sabotage> FirstLoads() =>
    [
        ByStore("all_inventories", "R41 nothing is made before all inventories are complete", (store, world) =>
            new OtherStreams(store, () => world.Driver.Current?.Contains("Bind", StringComparison.Ordinal) == true, s => s.Phase is FlowPhase.Inventory ? s with { Phase = FlowPhase.Matched } : s)),
        ByStore("position_first", "R42 the feed's position is taken before the first page", (store, world) => new PositionLast(store, world)),
        ByStore("catch_up", "R42b binding waits for a window that was read after the approval", (store, world) =>
            new OtherStreams(store, () => world.Driver.Current?.Contains("Bind", StringComparison.Ordinal) == true, s => s with { DrainedFrom = long.MaxValue })),
        ByRules("stage_order", "R43 an older read does not replace a newer one", set => new OlderReplacesNewer(set)),
        ByStore("whole_group_ambiguous", "R44 the whole group is ambiguous", (store, _) => new FirstOfAGroup(store)),
        ByRules("withhold_while_staged", "R45 nothing is made beside a staged record", set => new BesideStaged(set)),
        ByStore("rows_after_live", "R46 rows are made once the phase is live", (store, world) =>
            new OtherStreams(store, () => world.Driver.Current?.Contains("Deliver", StringComparison.Ordinal) == true, s => s.Phase == FlowPhase.Matched ? s with { Phase = FlowPhase.Live } : s)) with { Rules = (set, _) => new RowsBeforeLive(set) },
        ByRules("history_is_not_news", "R47 what was true before is no news", set => new HistoryIsNews(set)),
        ByStore("judgement_counts", "R45 a judgement decides", (store, _) => new NoJudgements(store)),
    ];

    private static IEnumerable<Sabotage> Maps() =>
    [
        ByRules("remake_shadow", "R51 a shadow of another map is made again", set => new ShadowIsNotRemade(set)),
        ByRules("raw_evidence", "R52 an edit is known by wire values", set => new VersionIsEvidence(set)),
        new("dedupe_knows_maps", "R10, R51 what another map made is not known") { Rules = (set, _) => new OldMapIsKnown(set), Store = (store, world) => new HeadsOfAnyMap(store, world.MapHashOf), CannotMatter = "the backfill makes every link again, whatever a page's comparison says, and delivery compares golden with base, which a map does not move" },
        ByRules("meet_before_send", "R53 what was never met is not sent", set => new SentBeforeMet(set)),
        ByRules("frozen_has_no_time", "R54 a group that was unmapped has no lower bound of time", set => new FrozenKeepsTime(set)),
    ];

    private static IEnumerable<Sabotage> Masked() =>
    [
        new("frozen_raw", "R54 a group that was unmapped keeps its wire values") { CannotMatter = "a field that is not mapped is not asked for: no read can bring a wire value of it" },
        new("evidence_on_wire", "R55 a flight keeps the wire values it was sent with") { CannotMatter = "the stored answer, the version or the mark of the last writer proves the landing; wire values only confirm it, and a projection under the new map equals the old write for every converter that the world has" },
    ];

    private static IEnumerable<Sabotage> Lines() =>
    [
        ByRules("line_ids", "R70 a line is known by its id", set => new LinesByPlace(set)),
        ByConnector("line_keys", "R72 a change names its line", (c, _) => new ChangedWrites(c, i => ChangedWrites.With(i, i.IfVersion, [.. i.Lines.Select(l => l.Kind == LineChangeKind.Change ? l with { Kind = LineChangeKind.Add, RemoteId = null } : l)]))),
        ByRules("edit_beats_removal", "R73 an edit beats a removal", set => new RemovalBeatsEdit(set)),
        ByRules("opaque_lines", "R12 a document is not folded while our write is open", set => new FlightIsIgnored(set, "Order")),
        ByConnector("prove_adds", "R77 the outcome of added lines is proven", (c, _) => new ChangedWrites(c, outcome: (i, o) => i.Lines.Any(l => l.Kind == LineChangeKind.Add) ? Retried(i, o, WriteOperation.Update) : o)),
        ByRules("pair_adds", "R76 our own lines are recognised", set => new AddsAreStrangers(set)),
        ByRules("ask_about_adds", "R77 lines that may be ours are asked about", set => new AddsAreRepeated(set)),
        ByRules("pair_on_contact", "R75 equal lines are paired when documents meet", set => new ContactWithoutPairs(set)) with { CannotMatter = "without pairs one whole list stands and the other is recorded: the same content under other line ids, more writes, no value lost" },
    ];

    private static IEnumerable<Sabotage> Product() =>
    [
        ByStore("stream_fence", "a lease that was lost stores nothing", (store, _) => new ChangedBatches(store, b => b.StreamFences.Clear())),
        ByStore("links_are_free", "law 2 a link is made on a free record only", (store, _) => new ChangedBatches(store, b => b.Links.Clear())),
        ByRules("incoming_first", "law 6 no policy sees who came in", set => new IncomingFirst(set)),
        ByStore("conflict_is_visible", "law 1 what is asked about stands in a queue", (store, _) => new ChangedBatches(store, b => b.PutOpenItems.RemoveAll(i => i.Kind == OpenItemKind.FieldConflict))),
        ByStore("review_is_visible", "law 1 a duplicate stands in a queue", (store, _) => new ChangedBatches(store, b => b.PutOpenItems.RemoveAll(i => i.Kind is OpenItemKind.PossibleDuplicate or OpenItemKind.Ambiguous))),
    ];

    private static void Unfence(StoreBatch batch)
    {
        batch.StreamFences.Clear();
        batch.OutboxFences.Clear();
    }

    private static WriteOutcome Retried(WriteItem item, WriteOutcome outcome, WriteOperation operation) =>
        outcome.Kind == WriteOutcomeKind.Unknown && item.Operation == operation ? new WriteOutcome(WriteOutcomeKind.NotSent) : outcome;

    private static GroupPolicy OwnerLast(GroupPolicy policy) => policy.Owner is not { } owner ? policy : new GroupPolicy
    {
        OnForeignEdit = policy.OnForeignEdit, FirstContactChain = policy.FirstContactChain, OnClear = policy.OnClear, Chain = policy.FixedOwner is { } fixedOwner ? [Resolve.Prefer(fixedOwner.Value), .. policy.Chain] : policy.Chain,
    };

    private static GroupPolicy ByModified(GroupPolicy policy) => new()
    {
        Owner = policy.Owner, FixedOwner = policy.FixedOwner, OnForeignEdit = policy.OnForeignEdit, FirstContactChain = policy.FirstContactChain, OnClear = policy.OnClear,
        Chain = [.. policy.Chain.Select(step => step == Resolve.Latest ? Resolve.Custom("Latest", c => c[0].ChangedBefore >= c[1].ChangedBefore ? 0 : 1) : step)],
    };

    private static ConnectorDescriptor Declared(ConnectorDescriptor d, Func<ObjectDescriptor, ObjectDescriptor> change) => new()
    {
        System = d.System, DisplayName = d.DisplayName, Capabilities = d.Capabilities, ClockError = d.ClockError, Pools = d.Pools, Objects = [.. d.Objects.Select(change)],
    };

    private static void OtherOrigin(StoreBatch batch)
    {
        for (var i = 0; i < batch.Audit.Count; i++)
        {
            batch.Audit[i] = batch.Audit[i] is { Kind: "set", Origin: "crm" } entry ? entry with { Origin = "erp" } : batch.Audit[i];
        }
    }

    private static Record Cleared(Record record)
    {
        if (record.Fields.Values.IndexOf(FieldValue.Missing) < 0)
        {
            return record;
        }

        var fields = record.Fields.Clone();
        for (var slot = 0; slot < fields.Count; slot++)
        {
            fields[slot] = fields[slot].IsMissing ? FieldValue.Null : fields[slot];
        }

        return ChangedRecords.With(record, fields);
    }
}
