using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>Asks whether what a batch presumes still holds. The answer names the first presumption that does not; it never holds a field value.</summary>
internal static class BatchPresumptions
{
    public static string? FirstBroken(StoreBatch batch, TenantTables tables) =>
        Fences(batch, tables) ?? Versions(batch, tables) ?? Lookups(batch, tables) ?? Links(batch, tables) ?? Stage(batch, tables) ?? Settings(batch, tables) ?? Maps(batch, tables);

    private static string? Fences(StoreBatch batch, TenantTables tables)
    {
        foreach (var held in batch.StreamFences.Concat(batch.ReleaseStreams))
        {
            if (!tables.Streams.TryGetValue((held.Spoke, held.Entity), out var stream) || stream.Fence != held.Fence)
            {
                return $"stream {held.Entity} of {held.Spoke} is no longer held under fence {held.Fence}";
            }
        }

        foreach (var held in batch.OutboxFences.Concat(batch.RemoveOutbox))
        {
            if (tables.Outbox.Find(held.GoldenId, held.Spoke) is not { } row || row.Fence != held.Fence)
            {
                return Lost(held.GoldenId, held.Spoke, held.Fence);
            }
        }

        foreach (var put in batch.PutOutbox)
        {
            if ((tables.Outbox.Find(put.GoldenId, put.Spoke)?.Fence ?? 0) != put.Fence)
            {
                return Lost(put.GoldenId, put.Spoke, put.Fence);
            }
        }

        return null;
    }

    private static string? Versions(StoreBatch batch, TenantTables tables)
    {
        foreach (var (golden, version) in batch.Unchanged)
        {
            if (tables.Golden.VersionOf(golden) != version)
            {
                return $"golden record {golden} is no longer at version {version}";
            }
        }

        foreach (var put in batch.Golden)
        {
            if (tables.Golden.VersionOf(put.Id) != put.Version)
            {
                return $"golden record {put.Id} is no longer at version {put.Version}";
            }
        }

        return null;
    }

    private static string? Lookups(StoreBatch batch, TenantTables tables)
    {
        foreach (var lookup in batch.KeyLookups)
        {
            if (!tables.Golden.KeyGives(lookup.Entity, lookup.Key, lookup.Hits))
            {
                return $"a match key of {lookup.Entity} by {lookup.Key.Rule} gives other golden records";
            }
        }

        return null;
    }

    private static string? Links(StoreBatch batch, TenantTables tables)
    {
        foreach (var expected in batch.Links)
        {
            if ((tables.Links.Find(expected.Ref)?.Touched ?? -1) != expected.Touched)
            {
                return $"the link of {expected.Ref} was touched";
            }
        }

        HashSet<(GoldenId, SpokeId)>? active = null;
        foreach (var put in batch.PutLinks)
        {
            if (put.State != LinkState.Active)
            {
                continue;
            }

            active ??= new(batch.PutLinks.Count);
            if (!active.Add((put.GoldenId, put.Ref.Spoke)) || HasOtherActive(put, batch, tables))
            {
                return $"golden record {put.GoldenId} would have two active links on {put.Ref.Spoke}";
            }
        }

        return null;
    }

    private static bool HasOtherActive(LinkRow put, StoreBatch batch, TenantTables tables)
    {
        foreach (var other in tables.Links.Of(put.GoldenId))
        {
            if (other.State == LinkState.Active && other.Ref.Spoke == put.Ref.Spoke && other.Ref != put.Ref
                && !batch.RemoveLinks.Contains(other.Ref) && !batch.PutLinks.Exists(l => l.Ref == other.Ref))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Stage(StoreBatch batch, TenantTables tables)
    {
        foreach (var expected in batch.Staged)
        {
            if (tables.Stage.Find(expected.Ref) is { } row && row.Sequence > expected.NotAfter)
            {
                return $"{expected.Ref} was staged meanwhile";
            }
        }

        return null;
    }

    private static string? Maps(StoreBatch batch, TenantTables tables)
    {
        foreach (var map in batch.ActiveMaps)
        {
            if (tables.Maps.GetValueOrDefault((map.Connection, map.Entity, map.Hash)) is not { State: "active" })
            {
                return $"the map of {map.Entity} on {map.Connection} is no longer the active version";
            }
        }

        return null;
    }

    private static string? Settings(StoreBatch batch, TenantTables tables)
    {
        foreach (var put in batch.PutSettings)
        {
            if ((tables.Settings.GetValueOrDefault(put.Name)?.Version ?? 0) != put.Version)
            {
                return $"setting {put.Name} is no longer at version {put.Version}";
            }
        }

        return null;
    }

    private static string Lost(GoldenId golden, SpokeId spoke, long fence) => $"outbox row {golden} on {spoke} is no longer held under fence {fence}";
}
