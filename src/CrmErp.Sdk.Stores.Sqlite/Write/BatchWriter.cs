using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Applies a batch inside the transaction: removals, then rows, then what follows for rows that are not loaded.</summary>
internal sealed class BatchWriter
{
    private readonly StoreBatch _batch;
    private readonly GoldenWriter _golden;
    private readonly LinkWriter _links;
    private readonly OutboxWriter _outbox;
    private readonly OpenItemWriter _openItems;
    private readonly HintWriter _hints;
    private readonly StageWriter _stage;
    private readonly JournalWriter _journal;

    private BatchWriter(SqliteSession session, Names names, Tally tally, StoreBatch batch, long tenant, long sequence)
    {
        _batch = batch;
        _golden = new(session, names, tally, tenant);
        _links = new(session, names, tally, tenant, sequence);
        _outbox = new(session, names, tenant);
        _openItems = new(session, names, tenant, sequence);
        _hints = new(session, names, tenant, sequence);
        _stage = new(session, names, tally, tenant, sequence);
        _journal = new(session, names, tenant, sequence);
    }

    /// <exception cref="BatchConflictException">A presumption about a stored row does not hold.</exception>
    public static void Write(SqliteSession session, Names names, StoreBatch batch, long sequence)
    {
        var tenant = names.Tenant(batch.Tenant);
        var tally = new Tally();
        var writer = new BatchWriter(session, names, tally, batch, tenant, sequence);
        writer.Remove();
        writer.Store();
        writer.StoreJournal();
        writer.Follow();
        tally.Write(session, tenant);
    }

    private void Remove()
    {
        _batch.RemoveLinks.ForEach(_links.Remove);
        _batch.RemoveOutbox.ForEach(_outbox.Remove);
        _batch.RemoveOpenItems.ForEach(_openItems.Remove);
        _batch.CloseHints.ForEach(_hints.Close);
        _batch.RemoveStage.ForEach(_stage.Remove);
        _batch.RemoveSettings.ForEach(_journal.RemoveSetting);
    }

    private void Store()
    {
        _batch.Golden.ForEach(_golden.Put);
        _links.Put(_batch.PutLinks);
        _links.CheckActive();
        _batch.LinkVersions.ForEach(_links.PutVersion);
        _batch.PutOutbox.ForEach(_outbox.Put);
        _batch.PutOpenItems.ForEach(_openItems.Put);
        _batch.PutHints.ForEach(_hints.Put);
        _batch.PutStage.ForEach(_stage.Put);
    }

    private void StoreJournal()
    {
        _batch.PutStreams.ForEach(_journal.Put);
        _batch.ReleaseStreams.ForEach(_journal.Release);
        _batch.PutJudgements.ForEach(_journal.Put);
        _batch.PutDerived.ForEach(_journal.Put);
        _batch.PutMaps.ForEach(_journal.Put);
        _batch.PutSettings.ForEach(_journal.Put);
        _batch.PutRuns.ForEach(_journal.Put);
        _journal.Append(_batch.Audit);
    }

    private void Follow()
    {
        _batch.Wakes.ForEach(_outbox.Wake);
        _batch.Releases.ForEach(_outbox.Release);
        _batch.Repoints.ForEach(_hints.Repoint);
        _batch.KeysMoved.ForEach(_hints.Review);
    }
}
