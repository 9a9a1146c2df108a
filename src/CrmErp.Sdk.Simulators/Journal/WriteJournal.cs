using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Journal;

/// <summary>Every record written since the start, seeding left out.</summary>
public sealed class WriteJournal
{
    private readonly Lock _lock = new();
    private readonly List<WriteEntry> _entries = [];
    private readonly bool _fields;

    /// <summary>Creates an empty journal.</summary>
    /// <param name="fields">Whether entries of updates name the changed fields.</param>
    public WriteJournal(bool fields) => _fields = fields;

    /// <summary>The number of the newest entry; 0 when there is none.</summary>
    public long LastSequence
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The entries after a number, oldest first.</summary>
    /// <param name="sequence">The number of the last entry already known; 0 for all.</param>
    public IReadOnlyList<WriteEntry> Since(long sequence)
    {
        lock (_lock)
        {
            var start = (int)Math.Clamp(sequence, 0, _entries.Count);
            return _entries.GetRange(start, _entries.Count - start);
        }
    }

    /// <summary>Counts the entries after a number that one client made.</summary>
    public int Count(string client, long since = 0)
    {
        var count = 0;
        lock (_lock)
        {
            for (var i = (int)Math.Clamp(since, 0, _entries.Count); i < _entries.Count; i++)
            {
                if (_entries[i].Client == client)
                {
                    count++;
                }
            }
        }

        return count;
    }

    internal void Add(string client, RecordChange change, WriteOperation operation)
    {
        var fields = _fields && operation == WriteOperation.Update && change.Before is { } before
            ? Changed(change.Table.Schema, before, change.After)
            : null;
        lock (_lock)
        {
            _entries.Add(new WriteEntry(
                _entries.Count + 1, change.After.Modified, client, change.Table.Scope, change.Table.Name, change.After.Id, operation, fields));
        }
    }

    private static List<string> Changed(TableSchema schema, StoredRecord before, StoredRecord after)
    {
        var names = new List<string>();
        for (var slot = 0; slot < schema.Fields.Count; slot++)
        {
            if (!Equals(before[slot], after[slot]))
            {
                names.Add(schema.Fields[slot].Name);
            }
        }

        return names;
    }
}
