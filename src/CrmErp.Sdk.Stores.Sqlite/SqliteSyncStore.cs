using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;
using CrmErp.Sdk.Stores.Sqlite.Schema;
using CrmErp.Sdk.Stores.Sqlite.Write;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>
/// The store of one process in one SQLite file. One connection writes; the engine's reads use it too while it is free, because its
/// page cache stays warm, else one of a few connections that only read. SQLite works synchronously: a call completes on the
/// caller's thread unless it has to wait for another one.
/// </summary>
public sealed partial class SqliteSyncStore : ISyncStore
{
    private readonly SqliteStoreOptions _options;
    private readonly DatabaseFile _file;
    private readonly NameCache _names = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ReaderPool _readers;
    private StoreSession? _writer;

    /// <summary>Creates a store over a file with default settings; nothing is opened yet.</summary>
    /// <param name="connectionString">The connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sync.db</c>.</param>
    /// <exception cref="StoreException">The connection string is wrong.</exception>
    public SqliteSyncStore(string connectionString)
        : this(new SqliteStoreOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a store; nothing is opened yet.</summary>
    /// <exception cref="StoreException">The connection string is wrong.</exception>
    public SqliteSyncStore(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _file = DatabaseFile.Of(options.ConnectionString);
        _readers = new ReaderPool(options.Readers, () => StoreSession.Open(_file.ConnectionString, options, cacheMegabytes: 8, _names));
    }

    /// <summary>Called inside every commit that stores something, before and after COMMIT. What it throws before COMMIT rolls back.</summary>
    internal Action<CommitPoint>? CommitHook { get; set; }

    /// <summary>How many statements the connection that writes has prepared.</summary>
    internal int StatementCount => OpenedWriter().Sqlite.StatementCount;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _writer ??= Guarded(OpenWriter);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> GetSequenceAsync(CancellationToken cancellationToken = default) =>
        new(EngineReadAsync(session => session.Sqlite.Get("SELECT sequence FROM counter").Scalar()!.Value, cancellationToken));

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(StoreBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Validate();
        return WriteAsync(session => Commit(session, batch), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StreamRow?> ClaimStreamAsync(TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken = default) =>
        WriteAsync(session => InTransaction(session, () => ClaimStream(session, tenant, spoke, entity, now, leaseUntil)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> ClaimOutboxAsync(OutboxClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return WriteAsync<IReadOnlyList<OutboxRow>>(session => InTransaction(session, () => ClaimOutbox(session, claim)), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            _readers.Dispose();
            _writer?.Dispose();
            _writer = null;
        }
        finally
        {
            _writing.Release();
        }
    }

    private StoreSession OpenWriter()
    {
        _file.ThrowIfFolderIsMissing();
        var session = StoreSession.Open(_file.ConnectionString, _options, _options.CacheMegabytes, _names);
        try
        {
            if (session.Sqlite.IsReadOnly)
            {
                throw StoreFailures.ReadOnly(_file.Name);
            }

            // Before the journal mode: a foreign database is not changed in any way.
            Migrator.Bring(session.Sqlite, _file.Name);
            session.Sqlite.Script("PRAGMA journal_mode = WAL");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private CommitResult Commit(StoreSession session, StoreBatch batch)
    {
        if (batch.IsEmpty)
        {
            return new CommitResult(0, Broken(session, batch));
        }

        try
        {
            session.Sqlite.Run("BEGIN IMMEDIATE");
            if (new Presumptions(session.Sqlite, session.Names, batch).FirstBroken() is { } conflict)
            {
                Rollback(session);
                return new CommitResult(0, conflict);
            }

            var sequence = session.Sqlite.Get("SELECT sequence FROM counter").Scalar()!.Value + 1;
            BatchWriter.Write(session.Sqlite, session.Names, batch, sequence);
            session.Sqlite.Get("UPDATE counter SET sequence = ?").Add(sequence).Run();
            CommitHook?.Invoke(CommitPoint.BeforeCommit);
            EndTransaction(session);
            CommitHook?.Invoke(CommitPoint.AfterCommit);
            return new CommitResult(sequence, null);
        }
        catch (BatchConflictException conflict)
        {
            Rollback(session);
            return new CommitResult(0, conflict.Message);
        }
        catch
        {
            Rollback(session);
            throw;
        }
    }

    private static string? Broken(StoreSession session, StoreBatch batch)
    {
        session.Sqlite.Run("BEGIN");
        try
        {
            return new Presumptions(session.Sqlite, session.Names, batch).FirstBroken();
        }
        finally
        {
            session.Sqlite.Rollback();
        }
    }

    private static StreamRow? ClaimStream(StoreSession session, TenantId tenant, SpokeId spoke, string entity, DateTimeOffset now, DateTimeOffset leaseUntil)
    {
        if (session.Names.FindTenant(tenant) is not { } tenantId || session.Journal.FindStream(tenantId, spoke, entity) is not { } stream || stream.LeaseUntil > now)
        {
            return null;
        }

        stream = stream with { Fence = TakeFences(session, 1) + 1, LeaseUntil = leaseUntil };
        session.Sqlite.Get("UPDATE stream SET fence = ?, lease_until = ? WHERE spoke_id = ? AND entity_id = ?")
            .Add(stream.Fence).Add(leaseUntil).Add(session.Names.FindSpoke(tenantId, spoke)).Add(session.Names.FindEntity(tenantId, entity)).Run();
        return stream;
    }

    private static List<OutboxRow> ClaimOutbox(StoreSession session, OutboxClaim claim)
    {
        if (session.Names.FindTenant(claim.Tenant) is not { } tenant || session.Queues.Claimable(tenant, claim) is not { Count: > 0 } rows)
        {
            return [];
        }

        var fence = TakeFences(session, rows.Count);
        var spoke = session.Names.FindSpoke(tenant, claim.Spoke);
        for (var i = 0; i < rows.Count; i++)
        {
            rows[i] = rows[i] with { Fence = ++fence, LeaseUntil = claim.LeaseUntil };
            session.Sqlite.Get("UPDATE outbox SET fence = ?, lease_until = ? WHERE tenant_id = ? AND golden = ? AND spoke_id = ?")
                .Add(fence).Add(claim.LeaseUntil).Add(tenant).Add(rows[i].GoldenId).Add(spoke).Run();
        }

        return rows;
    }

    /// <summary>The last fence that was given before; as many as asked follow it.</summary>
    private static long TakeFences(StoreSession session, int count)
    {
        var last = session.Sqlite.Get("SELECT fence FROM counter").Scalar()!.Value;
        session.Sqlite.Get("UPDATE counter SET fence = ?").Add(last + count).Run();
        return last;
    }

    private T InTransaction<T>(StoreSession session, Func<T> work)
    {
        try
        {
            session.Sqlite.Run("BEGIN IMMEDIATE");
            var result = work();
            EndTransaction(session);
            return result;
        }
        catch
        {
            Rollback(session);
            throw;
        }
    }

    private void EndTransaction(StoreSession session)
    {
        try
        {
            session.Sqlite.Run("COMMIT");
            session.Names.Accept();
        }
        catch (SqliteFailure failure) when (failure.Code == raw.SQLITE_IOERR)
        {
            throw StoreFailures.Unknown(_file.Name, failure);
        }
    }

    private static void Rollback(StoreSession session)
    {
        session.Sqlite.Rollback();
        session.Names.Discard();
    }

    private async Task<T> WriteAsync<T>(Func<StoreSession, T> work, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Guarded(() => work(OpenedWriter()));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>On the connection that writes when it is free: its cache is warm. Every other connection has to drop its cache after each commit.</summary>
    private async Task<T> EngineReadAsync<T>(Func<StoreSession, T> work, CancellationToken cancellationToken)
    {
        if (_file.IsShared && !await _writing.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return await ReaderReadAsync(work, cancellationToken).ConfigureAwait(false);
        }

        if (!_file.IsShared)
        {
            await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return Guarded(() => work(OpenedWriter()));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>On a connection that only reads: a long read does not stop commits.</summary>
    private async Task<T> ReaderReadAsync<T>(Func<StoreSession, T> work, CancellationToken cancellationToken)
    {
        if (!_file.IsShared)
        {
            return await EngineReadAsync(work, cancellationToken).ConfigureAwait(false);
        }

        OpenedWriter();
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Guarded(() => _readers.Use(work));
        }
        finally
        {
            _readers.Release();
        }
    }

    private StoreSession OpenedWriter() => _writer ?? throw new InvalidOperationException("The store is not open: OpenAsync comes first.");

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteFailure failure)
        {
            throw StoreFailures.Of(_file.Name, failure);
        }
        catch (SqliteException failure)
        {
            throw StoreFailures.Of(_file.Name, failure);
        }
    }
}
