using System.Buffers.Binary;
using System.Text;
using CrmErp.Sdk.State;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrmErp.Sdk.Benchmarks.Store;

/// <summary>
/// The least that must be done: the same rows in the same tables and transactions, bound by hand, with nothing checked, looked up or
/// computed. What a store needs beyond it is its own cost.
/// </summary>
internal sealed class RawFloor : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly Dictionary<string, sqlite3_stmt> _statements = [];
    private readonly byte[] _text = new byte[8192];
    private sqlite3_stmt _statement = null!;
    private int _parameter;

    public RawFloor(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        _database = _connection.Handle!;
        raw.sqlite3_exec(_database, "PRAGMA cache_size = -49152; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384; PRAGMA temp_store = MEMORY");
    }

    public void Captured(int first, int count)
    {
        Run("BEGIN IMMEDIATE");
        for (var i = first; i < first + count; i++)
        {
            Golden(StoreRows.GoldenRow(i));
            Link(StoreRows.CrmLink(i), 1, 1);
            Outbox(StoreRows.Outbox(i), 2);
            Audit(StoreRows.Audit(i, "Name"), i);
        }

        Run("UPDATE counter SET sequence = sequence + 1");
        Run("COMMIT");
    }

    public void Delivered(int first, int count)
    {
        Run("BEGIN IMMEDIATE");
        for (var i = first; i < first + count; i++)
        {
            Begin("UPDATE outbox SET fence = ?, lease_until = ? WHERE tenant_id = 1 AND golden = ? AND spoke_id = 2").Add((long)i).Add(1L).Add(StoreRows.Golden(i)).Done();
        }

        Run("COMMIT");
        Run("BEGIN IMMEDIATE");
        for (var i = first; i < first + count; i++)
        {
            Begin("UPDATE outbox SET flight = ?, create_in_flight = 1 WHERE tenant_id = 1 AND golden = ? AND spoke_id = 2").Add(StoreBenchmark.Flight).Add(StoreRows.Golden(i)).Done();
        }

        Run("COMMIT");
        Run("BEGIN IMMEDIATE");
        for (var i = first; i < first + count; i++)
        {
            var golden = StoreRows.GoldenRow(i);
            Begin("UPDATE golden SET version = 2, provenance = ?, data = ? WHERE tenant_id = 1 AND id = ?").Add(golden.Provenance).Add(golden.Data).Add(golden.Id).Done();
            Link(StoreRows.ErpLink(i), 2, 2);
            Begin("DELETE FROM outbox WHERE tenant_id = 1 AND golden = ? AND spoke_id = 2").Add(golden.Id).Done();
        }

        Run("UPDATE counter SET sequence = sequence + 1");
        Run("COMMIT");
    }

    /// <summary>Reads the heads of a page as one range and compares the ids.</summary>
    public int Heads(long objectId, IReadOnlyList<string> ids)
    {
        Begin("SELECT id, golden, state, version, hash, map_hash, touched FROM link WHERE object_id = ? AND id >= ? AND id <= ? ORDER BY id").Add(objectId).Add(ids[0]).Add(ids[^1]);
        var found = 0;
        var at = 0;
        while (raw.sqlite3_step(_statement) == raw.SQLITE_ROW)
        {
            var id = raw.sqlite3_column_blob(_statement, 0);
            while (at < ids.Count)
            {
                var order = id.SequenceCompareTo(_text.AsSpan(0, Encoding.UTF8.GetBytes(ids[at], _text)));
                if (order < 0)
                {
                    break;
                }

                at++;
                if (order == 0)
                {
                    var hash = BinaryPrimitives.ReadUInt128BigEndian(raw.sqlite3_column_blob(_statement, 4));
                    found += hash == 0 ? 0 : 1;
                    break;
                }
            }
        }

        raw.sqlite3_reset(_statement);
        return found;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Golden(GoldenRow row)
    {
        Begin("INSERT INTO golden (tenant_id, id, entity_id, state, version, merged_into, keys, provenance, data) VALUES (1, ?, 4, 1, 1, NULL, ?, ?, ?)")
            .Add(row.Id).Add($"[\"TaxId\",\"{row.Keys[0].Key}\",\"Number\",\"{row.Keys[1].Key}\"]").Add(row.Provenance).Add(row.Data).Done();
        Begin("INSERT INTO match_key VALUES (4, 5, ?, ?)").Add(row.Keys[0].Key).Add(row.Id).Done();
        Begin("INSERT INTO match_key VALUES (4, 6, ?, ?)").Add(row.Keys[1].Key).Add(row.Id).Done();
    }

    private void Link(LinkRow row, long spoke, long objectId)
    {
        Begin("INSERT INTO link (object_id, id, tenant_id, golden, entity_id, state, touched, map_hash, hash, modified, version) VALUES (?, ?, 1, ?, 4, 2, 1, ?, ?, ?, ?)")
            .Add(objectId).Add(row.Ref.Id).Add(row.GoldenId).Add((long)row.MapHash).Add(row.Hash).Add(row.Modified!.Value.UtcTicks).Add(row.Version!).Done();
        Begin("INSERT INTO link_shadow VALUES (1, ?, ?, ?, ?, ?)").Add(row.GoldenId).Add(objectId).Add(row.Ref.Id).Add(spoke).Add(row.Shadow).Done();
    }

    private void Outbox(OutboxRow row, long spoke) =>
        Begin("""
            INSERT INTO outbox (tenant_id, golden, spoke_id, entity_id, claimable, state, lane, not_before, since, attempts, fence, must_read, create_in_flight, cause)
            VALUES (1, ?, ?, 4, 1, 1, 1, ?, ?, 0, 0, 0, 0, '')
            """).Add(row.GoldenId).Add(spoke).Add(row.NotBefore.UtcTicks).Add(row.Since.UtcTicks).Done();

    private void Audit(AuditRow row, int number) =>
        Begin("INSERT INTO audit (tenant_id, audit_key, at, golden, entity_id, kind, field, origin, rule, run_id) VALUES (1, ?, ?, ?, 4, ?, ?, ?, ?, ?)")
            .Add((long)number).Add(row.At.UtcTicks).Add(row.GoldenId!.Value).Add(row.Kind).Add(row.Field!).Add(row.Origin!).Add(row.Rule!).Add(row.GoldenId!.Value).Done();

    private void Run(string sql) => Begin(sql).Done();

    private RawFloor Begin(string sql)
    {
        if (!_statements.TryGetValue(sql, out _statement!))
        {
            raw.sqlite3_prepare_v2(_database, sql, out _statement);
            _statements.Add(sql, _statement);
        }

        _parameter = 0;
        return this;
    }

    private RawFloor Add(long value)
    {
        raw.sqlite3_bind_int64(_statement, ++_parameter, value);
        return this;
    }

    private RawFloor Add(string value)
    {
        raw.sqlite3_bind_text(_statement, ++_parameter, _text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text)));
        return this;
    }

    private RawFloor Add(GoldenId value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        raw.sqlite3_bind_blob(_statement, ++_parameter, bytes);
        return this;
    }

    private RawFloor Add(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        raw.sqlite3_bind_blob(_statement, ++_parameter, bytes);
        return this;
    }

    private void Done()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
        }

        raw.sqlite3_reset(_statement);
    }
}
