using CrmErp.Sdk.Simulators.Journal;

namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>
/// All tables of one simulated system under one lock. Reads and transactions are short and never await; what they return
/// (<see cref="StoredRecord"/>) is immutable.
/// </summary>
public sealed class SimulatedDatabase
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<PendingCommit, (long Ticks, long Order)> _pending = new();
    private readonly TimeProvider _time;
    private readonly WriteJournal _journal;
    private readonly long _resolution;
    private long _version;
    private long _order;

    /// <summary>Creates an empty database.</summary>
    /// <param name="time">The clock of stamps and late commits.</param>
    /// <param name="journal">Where committed writes are noted.</param>
    /// <param name="resolution">The resolution of stamps, as one millisecond or one second.</param>
    public SimulatedDatabase(TimeProvider time, WriteJournal journal, TimeSpan resolution)
    {
        _time = time;
        _journal = journal;
        _resolution = resolution.Ticks;
    }

    /// <summary>The time now, in the resolution of stamps.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var ticks = _time.GetUtcNow().UtcTicks;
            return new DateTimeOffset(ticks - (ticks % _resolution), TimeSpan.Zero);
        }
    }

    /// <summary>The earliest stamp that a late commit will still bring; null when none is open. Ask inside a read or a transaction.</summary>
    public DateTimeOffset? OldestOpenStamp
    {
        get
        {
            DateTimeOffset? oldest = null;
            foreach (var (commit, _) in _pending.UnorderedItems)
            {
                foreach (var change in commit.Changes)
                {
                    if (oldest is null || change.After.Modified < oldest)
                    {
                        oldest = change.After.Modified;
                    }
                }
            }

            return oldest;
        }
    }

    /// <summary>Called under the lock for every change when it becomes visible, for webhooks and the like. Must be short.</summary>
    public Action<SimulatedTable, StoredRecord?, StoredRecord>? Committed { get; set; }

    /// <summary>Reads a consistent state.</summary>
    public T Read<T>(Func<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_lock)
        {
            CommitDue();
            return read();
        }
    }

    /// <summary>Runs a transaction; an exception undoes it and is passed on.</summary>
    /// <param name="writer">The client that writes.</param>
    /// <param name="body">The changes.</param>
    /// <param name="visibleAfter">
    /// The commit comes this much later than the stamps say: until then nobody sees the changes. When another change got in between,
    /// they are dropped, as a database drops a deadlock's victim.
    /// </param>
    /// <remarks>The body starts again when it meets a row or unique key of a late commit, which then comes first: it must not have effects of its own.</remarks>
    public T Write<T>(string writer, Func<Transaction, T> body, TimeSpan visibleAfter = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        lock (_lock)
        {
            CommitDue();
            Transaction transaction;
            T result;
            while (!TryRun(writer, body, out transaction, out result))
            {
            }

            if (visibleAfter <= TimeSpan.Zero)
            {
                Note(transaction.Changes, transaction.Writer, transaction.AtCommit);
            }
            else if (transaction.Changes.Count > 0)
            {
                var changes = transaction.Changes.ToArray();
                var atCommit = transaction.AtCommit.ToArray();
                transaction.RollBack(0);
                var due = _time.GetUtcNow() + visibleAfter;
                _pending.Enqueue(new PendingCommit(writer, changes, atCommit), (due.UtcTicks, _order++));
            }

            return result;
        }
    }

    /// <summary>Stores records that were there at the start: own stamps, not in the write log.</summary>
    /// <param name="table">Where.</param>
    /// <param name="records">Id, values by slot, and the stamp of each.</param>
    public void Seed(SimulatedTable table, IEnumerable<(string Id, object?[] Values, DateTimeOffset Modified)> records)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(records);
        Seed(transaction =>
        {
            foreach (var (id, values, modified) in records)
            {
                StampWith(transaction, modified);
                transaction.Insert(table, id, values, logged: false);
            }
        });
    }

    /// <summary>Stores records that were there at the start, in any shape; stamp them with <see cref="StampWith"/>.</summary>
    internal void Seed(Action<Transaction> body)
    {
        lock (_lock)
        {
            var transaction = new Transaction(this, OAuth.RegisteredClient.Seed, Now);
            body(transaction);
            foreach (var action in transaction.AtCommit)
            {
                action();
            }
        }
    }

    /// <summary>Uses another stamp, cut to the resolution, for what follows in a seeding transaction.</summary>
    internal void StampWith(Transaction transaction, DateTimeOffset stamp)
    {
        var ticks = stamp.UtcTicks;
        transaction.StampWith(new DateTimeOffset(ticks - (ticks % _resolution), TimeSpan.Zero));
    }

    internal long NextVersion() => ++_version;

    /// <summary>Commits late changes that hold the row or a unique key of a record. True when there were some.</summary>
    internal bool CommitPendingOn(SimulatedTable table, StoredRecord record)
    {
        if (_pending.Count == 0)
        {
            return false;
        }

        var found = false;
        foreach (var (commit, _) in _pending.UnorderedItems.ToArray())
        {
            if (Array.Exists(commit.Changes, c => ReferenceEquals(c.Table, table) && (c.After.Id == record.Id || table.SharesUniqueKey(c.After, record))))
            {
                _pending.Remove(commit, out _, out _);
                Commit(commit);
                found = true;
            }
        }

        return found;
    }

    private bool TryRun<T>(string writer, Func<Transaction, T> body, out Transaction transaction, out T result)
    {
        transaction = new Transaction(this, writer, Now);
        try
        {
            result = body(transaction);
            return true;
        }
        catch (TransactionRestartException)
        {
            transaction.RollBack(0);
            result = default!;
            return false;
        }
        catch
        {
            transaction.RollBack(0);
            throw;
        }
    }

    private void CommitDue()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        var now = _time.GetUtcNow().UtcTicks;
        while (_pending.TryPeek(out var commit, out var due) && due.Ticks <= now)
        {
            _pending.Dequeue();
            Commit(commit);
        }
    }

    private void Commit(PendingCommit commit)
    {
        foreach (var change in commit.Changes)
        {
            // Changes of one commit may build on each other; only the first on a row meets the table as it is.
            if (!commit.Touches(change.Before) && !ReferenceEquals(change.Table.Current(change.After.Id), change.Before))
            {
                return;
            }

            if (!change.After.Deleted && change.Table.BreaksUniqueKey(change.After))
            {
                return;
            }
        }

        foreach (var change in commit.Changes)
        {
            change.Table.Replace(change.Before, change.After);
        }

        Note(commit.Changes, commit.Writer, commit.AtCommit);
    }

    private void Note(IReadOnlyList<RecordChange> changes, string writer, IEnumerable<Action> atCommit)
    {
        foreach (var action in atCommit)
        {
            action();
        }

        foreach (var change in changes)
        {
            if (change.Operation is { } operation)
            {
                _journal.Add(writer, change, operation);
            }

            if (!change.Silent)
            {
                Committed?.Invoke(change.Table, change.Before, change.After);
            }
        }
    }

    private sealed record PendingCommit(string Writer, RecordChange[] Changes, Action[] AtCommit)
    {
        public bool Touches(StoredRecord? version) =>
            version is not null && Array.Exists(Changes, c => ReferenceEquals(c.After, version));
    }
}
