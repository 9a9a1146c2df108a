using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>Applies a batch whose presumptions hold. Nothing here can fail.</summary>
internal static class BatchChanges
{
    public static void Apply(StoreBatch batch, TenantTables tables, long sequence)
    {
        Remove(batch, tables);
        Store(batch, tables, sequence);
        StoreStreams(batch, tables);
        StoreRest(batch, tables, sequence);
        Follow(batch, tables, sequence);
    }

    private static void Remove(StoreBatch batch, TenantTables tables)
    {
        batch.RemoveLinks.ForEach(tables.Links.Remove);
        batch.RemoveOutbox.ForEach(held => tables.Outbox.Remove(held.GoldenId, held.Spoke));
        batch.RemoveOpenItems.ForEach(tables.OpenItems.Remove);
        batch.CloseHints.ForEach(tables.Hints.Close);
        batch.RemoveStage.ForEach(tables.Stage.Remove);
        batch.RemoveSettings.ForEach(name => tables.Settings.Remove(name));
    }

    private static void Store(StoreBatch batch, TenantTables tables, long sequence)
    {
        foreach (var golden in batch.Golden)
        {
            tables.Golden.Put(golden);
        }

        foreach (var link in batch.PutLinks)
        {
            tables.Links.Put(link, sequence);
        }

        foreach (var moved in batch.LinkVersions)
        {
            tables.Links.PutVersion(moved);
        }

        foreach (var row in batch.PutOutbox)
        {
            tables.Outbox.Put(row);
        }

        foreach (var item in batch.PutOpenItems)
        {
            tables.OpenItems.Put(item, sequence);
        }

        foreach (var hint in batch.PutHints)
        {
            tables.Hints.Put(hint, sequence);
        }

        foreach (var staged in batch.PutStage)
        {
            tables.Stage.Put(staged, sequence);
        }
    }

    private static void StoreStreams(StoreBatch batch, TenantTables tables)
    {
        foreach (var stream in batch.PutStreams)
        {
            var stored = tables.Streams.GetValueOrDefault((stream.Spoke, stream.Entity));
            tables.Streams[(stream.Spoke, stream.Entity)] = stream with { Fence = stored?.Fence ?? 0, LeaseUntil = stored?.LeaseUntil };
        }

        foreach (var held in batch.ReleaseStreams)
        {
            tables.Streams[(held.Spoke, held.Entity)] = tables.Streams[(held.Spoke, held.Entity)] with { LeaseUntil = null };
        }
    }

    private static void StoreRest(StoreBatch batch, TenantTables tables, long sequence)
    {
        foreach (var judgement in batch.PutJudgements)
        {
            tables.Judgements[(judgement.Entity, judgement.First, judgement.Second)] = judgement;
        }

        foreach (var derived in batch.PutDerived)
        {
            if (!tables.Derived.TryGetValue(derived.Cause, out var byName))
            {
                tables.Derived.Add(derived.Cause, byName = new(StringComparer.Ordinal));
            }

            byName[derived.Name] = derived;
        }

        foreach (var map in batch.PutMaps)
        {
            tables.Maps[(map.Connection, map.Entity, map.Hash)] = map;
        }

        foreach (var setting in batch.PutSettings)
        {
            tables.Settings[setting.Name] = setting with { Version = setting.Version + 1 };
        }

        foreach (var audit in batch.Audit)
        {
            tables.Audit.Append(audit with { Sequence = sequence });
        }

        foreach (var run in batch.PutRuns)
        {
            tables.Runs[run.Id] = run;
        }
    }

    private static void Follow(StoreBatch batch, TenantTables tables, long sequence)
    {
        batch.Wakes.ForEach(tables.Outbox.Wake);
        batch.Releases.ForEach(tables.Outbox.Release);
        foreach (var anew in batch.Repoints)
        {
            foreach (var link in tables.Golden.ReferrersOf(anew.GoldenId).SelectMany(tables.Links.Of).Where(l => l.State == LinkState.Active && l.Ref.Spoke == anew.Spoke))
            {
                tables.Hints.Put(new HintRow { Ref = link.Ref, Entity = link.Entity, NotBefore = anew.At, Since = anew.At, Reason = "repoint" }, sequence);
            }
        }

        foreach (var moved in batch.KeysMoved)
        {
            var records = new SortedSet<RecordRef>();
            foreach (var key in moved.Keys)
            {
                records.UnionWith(tables.OpenItems.RecordsByKey(moved.Entity, key));
                records.UnionWith(tables.Stage.RecordsByKey(moved.Entity, key));
            }

            foreach (var record in records)
            {
                tables.Hints.Put(new HintRow { Ref = record, Entity = moved.Entity, NotBefore = moved.At, Since = moved.At, Reason = "review" }, sequence);
            }
        }
    }
}
