using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>One saving of one record, by whomever: coerce, check, append, run the system's automation.</summary>
internal sealed class FakeSave
{
    private readonly FakeSystem _system;
    private readonly FakeTable _table;
    private readonly Dictionary<string, FieldValue> _stored = new(StringComparer.Ordinal);

    public FakeSave(FakeSystem system, FakeTable table, FakeRow? row, IEnumerable<KeyValuePair<string, FieldValue>> sent, FakeActor actor)
    {
        _system = system;
        _table = table;
        Row = row;
        Actor = actor;
        Stamp = system.Stamp(table.Object);
        var metadata = system.Schema.Get(table.Object);
        foreach (var (path, value) in sent)
        {
            Sent[path] = value;
            _stored[path] = metadata.Find(path) is { } field ? system.Rules.Store(table.Object, field, value) : value;
        }
    }

    /// <summary>The record; null until a create is executed.</summary>
    public FakeRow? Row { get; private set; }

    public FakeActor Actor { get; }

    /// <summary>The modification time the record will show.</summary>
    public DateTimeOffset Stamp { get; init; }

    public string? Key { get; init; }

    public string? IfVersion { get; init; }

    public string? Marker { get; init; }

    /// <summary>The id of a record to be made; null lets the system choose.</summary>
    public string? NewId { get; init; }

    public Dictionary<string, FieldValue> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>Why the system refuses it; null when it does not.</summary>
    public SyncError? Refusal() => _system.Rules.Refusal(_table, Row, _stored, Actor);

    /// <summary>The record that stands in the way; null when there is none.</summary>
    public FakeRow? Twin() => _system.Rules.Twin(_table, Row, All());

    /// <summary>Whether the record holds all of it already.</summary>
    public bool ChangesNothing() => Row is not null && _stored.All(s => Row.Last.Values.GetValueOrDefault(s.Key, FieldValue.Null) == s.Value);

    public FakeRow Execute()
    {
        var creating = Row is null;
        var row = Row ?? new FakeRow(NewId ?? _system.NewId(_table), Stamp, _system.Clock.Now);
        var before = creating ? null : row.Last.Values;
        var after = All();
        var changed = after.Where(a => before is null ? !a.Value.IsEmpty : before.GetValueOrDefault(a.Key, FieldValue.Null) != a.Value).Select(a => a.Key).Order(StringComparer.Ordinal);
        var stamp = creating || Stamp > row.Last.Modified ? Stamp : row.Last.Modified;
        var commit = new FakeCommit(creating ? FakeEventKind.Created : FakeEventKind.Updated, Actor, stamp, after)
        {
            Changed = [.. changed], Sent = Sent, Key = Key, IfVersion = IfVersion, Marker = Marker ?? (creating ? null : row.Last.Marker),
        };
        if (creating)
        {
            Row = row;
            _table.Add(row);
        }

        _system.Append(_table, row, commit);
        Automate(row);
        return row;
    }

    private Dictionary<string, FieldValue> All()
    {
        var all = Row is null ? new Dictionary<string, FieldValue>(StringComparer.Ordinal) : new Dictionary<string, FieldValue>(Row.Last.Values, StringComparer.Ordinal);
        foreach (var (path, value) in _stored)
        {
            all[path] = value;
        }

        return all;
    }

    private void Automate(FakeRow row)
    {
        if (Actor == FakeActor.Automation)
        {
            return;
        }

        foreach (var rule in _system.Behavior.Automations)
        {
            if (rule.Object == _table.Object && rule.Change(row.Snapshot()) is { Count: > 0 } fields)
            {
                var save = new FakeSave(_system, _table, row, fields.Select(f => KeyValuePair.Create(f.Field, f.Value)), FakeActor.Automation);
                if (!save.ChangesNothing() && save.Refusal() is null)
                {
                    save.Execute();
                }
            }
        }
    }
}
