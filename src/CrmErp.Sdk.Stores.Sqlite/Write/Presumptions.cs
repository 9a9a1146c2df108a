using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>
/// Asks, inside the transaction and before it changes anything, whether what a batch presumes holds. The versions of golden records
/// and the fences of outbox rows that the batch stores are asked when they are stored: each stands in a batch once.
/// </summary>
internal sealed class Presumptions
{
    private readonly SqliteSession _session;
    private readonly Names _names;
    private readonly StoreBatch _batch;
    private readonly long _tenant;

    public Presumptions(SqliteSession session, Names names, StoreBatch batch)
    {
        _session = session;
        _names = names;
        _batch = batch;
        _tenant = names.FindTenant(batch.Tenant) ?? -1;
    }

    /// <summary>The first presumption that does not hold, in words without field values; null when all do.</summary>
    public string? FirstBroken() => Streams(_batch.StreamFences) ?? Streams(_batch.ReleaseStreams) ?? Outbox() ?? Golden() ?? Lookups() ?? Links() ?? Staged() ?? Settings() ?? Maps();

    private string? Streams(List<StreamFence> fences)
    {
        foreach (var held in fences)
        {
            var stored = _names.FindSpoke(_tenant, held.Spoke) is { } spoke && _names.FindEntity(_tenant, held.Entity) is { } entity
                ? _session.Get("SELECT fence FROM stream WHERE spoke_id = ? AND entity_id = ?").Add(spoke).Add(entity).Scalar()
                : null;
            if (stored != held.Fence)
            {
                return $"stream {held.Entity} of {held.Spoke} is no longer held under fence {held.Fence}";
            }
        }

        return null;
    }

    private string? Outbox()
    {
        foreach (var held in _batch.OutboxFences)
        {
            var stored = _names.FindSpoke(_tenant, held.Spoke) is { } spoke
                ? _session.Get("SELECT fence FROM outbox WHERE tenant_id = ? AND golden = ? AND spoke_id = ?").Add(_tenant).Add(held.GoldenId).Add(spoke).Scalar()
                : null;
            if (stored != held.Fence)
            {
                return $"outbox row {held.GoldenId} on {held.Spoke} is no longer held under fence {held.Fence}";
            }
        }

        return null;
    }

    private string? Golden()
    {
        foreach (var (golden, version) in _batch.Unchanged)
        {
            if ((_session.Get("SELECT version FROM golden WHERE tenant_id = ? AND id = ?").Add(_tenant).Add(golden).Scalar() ?? 0) != version)
            {
                return $"golden record {golden} is no longer at version {version}";
            }
        }

        return null;
    }

    private string? Lookups()
    {
        foreach (var lookup in _batch.KeyLookups)
        {
            if (!GivesTheSame(lookup))
            {
                return $"a match key of {lookup.Entity} by {lookup.Key.Rule} gives other golden records";
            }
        }

        return null;
    }

    private bool GivesTheSame(KeyLookup lookup)
    {
        if (_names.FindEntity(_tenant, lookup.Entity) is not { } entity || _names.FindRule(lookup.Key.Rule) is not { } rule)
        {
            return lookup.Hits.Count == 0;
        }

        using var rows = _session.Get("SELECT golden FROM match_key WHERE entity_id = ? AND rule_id = ? AND key = ? ORDER BY golden").Add(entity).Add(rule).Add(lookup.Key.Key);
        foreach (var hit in lookup.Hits)
        {
            if (!rows.Step() || rows.GoldenId(0) != hit)
            {
                return false;
            }
        }

        return !rows.Step();
    }

    private string? Links()
    {
        foreach (var expected in _batch.Links)
        {
            var touched = _names.FindObject(_tenant, expected.Ref) is { } name
                ? _session.Get("SELECT touched FROM link WHERE object_id = ? AND id = ?").Add(name).Add(expected.Ref.Id).Scalar()
                : null;
            if ((touched ?? -1) != expected.Touched)
            {
                return $"the link of {expected.Ref} was touched";
            }
        }

        return null;
    }

    private string? Staged()
    {
        foreach (var expected in _batch.Staged)
        {
            if (_names.FindObject(_tenant, expected.Ref) is { } name
                && _session.Get("SELECT sequence FROM stage WHERE object_id = ? AND id = ?").Add(name).Add(expected.Ref.Id).Scalar() > expected.NotAfter)
            {
                return $"{expected.Ref} was staged meanwhile";
            }
        }

        return null;
    }

    private string? Maps()
    {
        foreach (var map in _batch.ActiveMaps)
        {
            var found = _names.FindEntity(_tenant, map.Entity) is { } entity
                ? _session.Get("SELECT 1 FROM map_version WHERE tenant_id = ? AND connection = ? AND entity_id = ? AND hash = ? AND state = 'active'")
                    .Add(_tenant).Add(map.Connection.Value).Add(entity).Add((long)map.Hash).Scalar()
                : null;
            if (found is null)
            {
                return $"the map of {map.Entity} on {map.Connection} is no longer the active version";
            }
        }

        return null;
    }

    private string? Settings()
    {
        foreach (var put in _batch.PutSettings)
        {
            if ((_session.Get("SELECT version FROM setting WHERE tenant_id = ? AND name = ?").Add(_tenant).Add(put.Name).Scalar() ?? 0) != put.Version)
            {
                return $"setting {put.Name} is no longer at version {put.Version}";
            }
        }

        return null;
    }
}
