using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>People at work in one scope of a fake system.</summary>
public sealed class FakeScope
{
    private readonly FakeSystem _system;

    internal FakeScope(FakeSystem system, string name)
    {
        _system = system;
        Name = name;
    }

    /// <summary>The scope's name; empty where a system has none.</summary>
    public string Name { get; }

    /// <summary>Somebody makes a record. References are given as the record's id.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it; the message says why.</exception>
    public FakeRecord Add(string objectName, params (string Field, FieldValue Value)[] fields) =>
        TryAdd(objectName, fields, out var refusal) ?? throw Refused("add", objectName, refusal);

    /// <summary>Somebody makes a record, or is refused.</summary>
    /// <returns>The record; null when the system refused it.</returns>
    public FakeRecord? TryAdd(string objectName, IEnumerable<(string Field, FieldValue Value)> fields, out SyncError? refusal) =>
        Try(Save(objectName, null, fields), out refusal);

    /// <summary>Somebody changes fields of a record.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it; the message says why.</exception>
    public FakeRecord Edit(string objectName, string id, params (string Field, FieldValue Value)[] fields) =>
        TryEdit(objectName, id, fields, out var refusal) ?? throw Refused("edit", objectName, refusal);

    /// <summary>Somebody changes fields of a record, or is refused.</summary>
    /// <returns>The record; null when the system refused it.</returns>
    /// <exception cref="InvalidOperationException">There is no such record.</exception>
    public FakeRecord? TryEdit(string objectName, string id, IEnumerable<(string Field, FieldValue Value)> fields, out SyncError? refusal) =>
        Try(Save(objectName, Live(objectName, id), fields), out refusal);

    /// <summary>Somebody empties fields of a record.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it; the message says why.</exception>
    public FakeRecord Clear(string objectName, string id, params string[] fields) =>
        Edit(objectName, id, [.. fields.Select(f => (f, FieldValue.Null))]);

    /// <summary>
    /// Somebody saves in a long transaction: the change is stamped now, becomes visible later, and the record is locked until then.
    /// When it cannot be stored by then (deleted, a duplicate), it never becomes visible.
    /// </summary>
    public void EditLate(string objectName, string id, TimeSpan delay, params (string Field, FieldValue Value)[] fields)
    {
        var row = Live(objectName, id);
        var stamp = _system.Stamp(objectName);
        row.LockedUntil = _system.Clock.Now + delay;
        _system.Clock.Schedule(row.LockedUntil, () =>
        {
            if (!row.IsDeleted)
            {
                Try(Save(objectName, row, fields, stamp), out _);
            }
        });
    }

    /// <summary>Somebody makes a record in a long transaction: stamped now, visible later.</summary>
    public void AddLate(string objectName, TimeSpan delay, params (string Field, FieldValue Value)[] fields)
    {
        var stamp = _system.Stamp(objectName);
        _system.Clock.Schedule(_system.Clock.Now + delay, () => Try(Save(objectName, null, fields, stamp), out _));
    }

    /// <summary>Somebody copies a record with everything on it, a searchable marker included; an external id is unique and stays behind.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it; the message says why.</exception>
    public FakeRecord Clone(string objectName, string id)
    {
        var original = Live(objectName, id).Last;
        var marker = _system.DescriptorOf(objectName).Identity == IdentityStrategy.Marker ? original.Marker : null;
        var save = Save(objectName, null, original.Values.Select(v => (v.Key, v.Value)), null, marker);
        return Try(save, out var refusal) ?? throw Refused("clone", objectName, refusal);
    }

    /// <summary>Somebody deletes a record.</summary>
    /// <exception cref="InvalidOperationException">There is no such record.</exception>
    public void Delete(string objectName, string id) => End(objectName, Live(objectName, id), FakeEventKind.Deleted, null);

    /// <summary>Somebody brings a deleted record back under its id.</summary>
    /// <exception cref="InvalidOperationException">The record was not deleted.</exception>
    public FakeRecord Restore(string objectName, string id)
    {
        var table = _system.Table(Name, objectName);
        if (table.Find(id) is not { IsDeleted: true } row)
        {
            throw new InvalidOperationException($"'{objectName}/{id}' was not deleted in '{_system.Name}'.");
        }

        _system.Append(table, row, new FakeCommit(FakeEventKind.Restored, FakeActor.People, _system.Stamp(objectName), row.Last.Values) { Marker = row.Last.Marker });
        return row.Snapshot();
    }

    /// <summary>Somebody merges a record into another: it vanishes, and what refers to it refers to the survivor.</summary>
    /// <exception cref="InvalidOperationException">One of them does not exist.</exception>
    public FakeRecord Merge(string objectName, string survivorId, string mergedId)
    {
        var (survivor, merged) = (Live(objectName, survivorId), Live(objectName, mergedId));
        foreach (var (table, row, path) in ReferencesTo(objectName, mergedId))
        {
            new FakeSave(_system, table, row, [KeyValuePair.Create(path, FieldValue.From(new Reference(objectName, survivorId)))], FakeActor.People).Execute();
        }

        End(objectName, merged, FakeEventKind.Merged, survivorId);
        return survivor.Snapshot();
    }

    /// <summary>Somebody posts a document: it vanishes here and lives on in a successor object.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The record.</param>
    /// <param name="successor">The successor object; the descriptor names the field that holds the vanished record's identity.</param>
    /// <param name="fields">The successor's further fields.</param>
    /// <exception cref="InvalidOperationException">There is no such record, or no such successor.</exception>
    public FakeRecord Post(string objectName, string id, string successor, params (string Field, FieldValue Value)[] fields)
    {
        var row = Live(objectName, id);
        var link = _system.DescriptorOf(objectName).Successors.FirstOrDefault(s => s.Object == successor)
            ?? throw new InvalidOperationException($"'{successor}' is no successor of '{objectName}' in '{_system.Name}'.");
        var source = link.SourceField is { } field ? row.Last.Values.GetValueOrDefault(field, FieldValue.Null) : FieldValue.From(row.Id);
        var made = Add(successor, [.. fields, (link.Field, source)]);
        End(objectName, row, FakeEventKind.Consumed, made.Id);
        return made;
    }

    /// <summary>The records of an object that exist, in order of their ids.</summary>
    public IReadOnlyList<FakeRecord> All(string objectName) => [.. _system.Table(Name, objectName).Live.Select(r => r.Snapshot())];

    /// <summary>A record, deleted ones included; null when there never was one.</summary>
    public FakeRecord? Find(string objectName, string id) => _system.Table(Name, objectName).Find(id)?.Snapshot();

    /// <summary>Whether somebody has the record open in a long transaction, or it was deleted.</summary>
    public bool IsLocked(string objectName, string id) =>
        _system.Table(Name, objectName).FindLive(id) is not { } row || row.LockedUntil > _system.Clock.Now;

    internal FakeRow Live(string objectName, string id) =>
        _system.Table(Name, objectName).FindLive(id) ?? throw new InvalidOperationException($"There is no '{objectName}/{id}' in '{_system.Name}'.");

    private IReadOnlyList<(FakeTable Table, FakeRow Row, string Path)> ReferencesTo(string objectName, string id) =>
        [.. from table in _system.Tables.ToArray()
            where table.Scope == Name
            from row in table.Live.ToArray()
            from value in row.Last.Values
            where value.Value.ReferenceOrNull() is { } target && target.Type == objectName && target.Id == id
            select (table, row, value.Key)];

    private FakeSave Save(string objectName, FakeRow? row, IEnumerable<(string Field, FieldValue Value)> fields, DateTimeOffset? stamp = null, string? marker = null) =>
        new(_system, _system.Table(Name, objectName), row, fields.Select(f => KeyValuePair.Create(f.Field, f.Value)), FakeActor.People)
        {
            Stamp = stamp ?? _system.Stamp(objectName), Marker = marker,
        };

    private static FakeRecord? Try(FakeSave save, out SyncError? refusal)
    {
        refusal = save.Refusal() ?? (save.Twin() is { } twin ? new SyncError(ErrorKind.Duplicate, "DUPLICATE", $"'{twin.Id}' exists already.") : null);
        return refusal is null ? save.Execute().Snapshot() : null;
    }

    private void End(string objectName, FakeRow row, FakeEventKind kind, string? related) =>
        _system.Append(_system.Table(Name, objectName), row, new FakeCommit(kind, FakeActor.People, _system.Stamp(objectName), row.Last.Values) { Related = related, Marker = row.Last.Marker });

    private InvalidOperationException Refused(string what, string objectName, SyncError? refusal) =>
        new($"'{_system.Name}' refuses to {what} a record of '{objectName}': {refusal?.Message} ({refusal?.Code})");
}
