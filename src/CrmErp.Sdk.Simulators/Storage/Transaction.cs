using CrmErp.Sdk.Simulators.Journal;

namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>
/// Changes that become visible together. Reads inside it see its own changes; an exception undoes them all.
/// </summary>
public sealed class Transaction
{
    private readonly SimulatedDatabase _database;
    private readonly List<RecordChange> _changes = [];
    private readonly List<(int After, Action Action)> _atCommit = [];

    internal Transaction(SimulatedDatabase database, string writer, DateTimeOffset now)
    {
        _database = database;
        Writer = writer;
        Now = now;
    }

    /// <summary>The client that writes.</summary>
    public string Writer { get; }

    /// <summary>The stamp of every change in it, in the database's resolution.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>A place to come back to with <see cref="RollBack"/>.</summary>
    public int Savepoint => _changes.Count;

    internal IReadOnlyList<RecordChange> Changes => _changes;

    internal IEnumerable<Action> AtCommit => _atCommit.Select(a => a.Action);

    /// <summary>
    /// Runs when the changes made so far become visible, under the database's lock: for sums kept beside the tables. Call it after the
    /// change it belongs to; undoing that change drops it.
    /// </summary>
    public void OnCommit(Action action) => _atCommit.Add((_changes.Count, action));

    /// <summary>Stores a new record.</summary>
    /// <param name="table">Where.</param>
    /// <param name="id">Its id; must be free.</param>
    /// <param name="values">Its values by slot; the table owns the array from here on.</param>
    /// <param name="logged">Whether the write log names it (side effects of a write do not count as writes).</param>
    public StoredRecord Insert(SimulatedTable table, string id, object?[] values, bool logged = true)
    {
        ArgumentNullException.ThrowIfNull(table);
        var record = new StoredRecord(id, values)
        {
            Created = Now,
            Modified = Now,
            CreatedBy = Writer,
            ModifiedBy = Writer,
            Version = _database.NextVersion(),
        };
        return Change(table, null, record, logged ? WriteOperation.Create : null);
    }

    /// <summary>Stores a new version of a record.</summary>
    /// <param name="table">Where.</param>
    /// <param name="current">The version it replaces; must be the current one.</param>
    /// <param name="values">All values by slot; the table owns the array from here on.</param>
    /// <param name="logged">Whether the write log names it.</param>
    public StoredRecord Update(SimulatedTable table, StoredRecord current, object?[] values, bool logged = true)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(current);
        var record = new StoredRecord(current.Id, values)
        {
            Created = current.Created,
            CreatedBy = current.CreatedBy,
            Modified = Now,
            ModifiedBy = Writer,
            Version = _database.NextVersion(),
        };
        return Change(table, current, record, logged ? WriteOperation.Update : null);
    }

    /// <summary>Changes values while stamp, version and log stay as they are: what happens behind everyone's back.</summary>
    public StoredRecord Overwrite(SimulatedTable table, StoredRecord current, object?[] values)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(current);
        return Change(table, current, Copy(current, values, current.Deleted), null, silent: true);
    }

    /// <summary>Turns a record into a tombstone that carries the stamp of the deletion.</summary>
    public StoredRecord Delete(SimulatedTable table, StoredRecord current, bool logged = true)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(current);
        return Change(table, current, Stamped(current, deleted: true), logged ? WriteOperation.Delete : null);
    }

    /// <summary>Brings a tombstone back to life.</summary>
    public StoredRecord Undelete(SimulatedTable table, StoredRecord tombstone, bool logged = true)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(tombstone);
        return Change(table, tombstone, Stamped(tombstone, deleted: false), logged ? WriteOperation.Create : null);
    }

    /// <summary>Undoes everything after a savepoint.</summary>
    public void RollBack(int savepoint)
    {
        for (var i = _changes.Count - 1; i >= savepoint; i--)
        {
            _changes[i].Table.Replace(_changes[i].After, _changes[i].Before);
        }

        _changes.RemoveRange(savepoint, _changes.Count - savepoint);
        _atCommit.RemoveAll(a => a.After > savepoint);
    }

    /// <summary>Uses another stamp for what follows; for seeding data with a history.</summary>
    internal void StampWith(DateTimeOffset stamp) => Now = stamp;

    private StoredRecord Stamped(StoredRecord current, bool deleted) => new(current.Id, (object?[])current.Values)
    {
        Created = current.Created,
        CreatedBy = current.CreatedBy,
        Modified = Now,
        ModifiedBy = Writer,
        Version = _database.NextVersion(),
        Deleted = deleted,
    };

    private static StoredRecord Copy(StoredRecord current, object?[] values, bool deleted) => new(current.Id, values)
    {
        Created = current.Created,
        CreatedBy = current.CreatedBy,
        Modified = current.Modified,
        ModifiedBy = current.ModifiedBy,
        Version = current.Version,
        Deleted = deleted,
    };

    private StoredRecord Change(SimulatedTable table, StoredRecord? before, StoredRecord after, WriteOperation? operation, bool silent = false)
    {
        // A row or key that a slow transaction still holds is waited for: its commit comes first, then this one starts again.
        if (_database.CommitPendingOn(table, after))
        {
            throw new TransactionRestartException();
        }

        before ??= table.FindTombstone(after.Id);
        if (!ReferenceEquals(table.Current(after.Id), before))
        {
            throw new InvalidOperationException($"{table.Name} {after.Id}: the change does not build on the current version.");
        }

        table.Replace(before, after);
        _changes.Add(new RecordChange(table, before, after, operation, silent));
        return after;
    }
}
