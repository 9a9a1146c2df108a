using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>The write side of a fake system's API.</summary>
internal sealed class FakeWriter(FakeSystem system, FakeReader reader)
{
    /// <summary>Executes items and answers one outcome per item, in order.</summary>
    public IReadOnlyList<WriteOutcome> Write(WriteRequest request)
    {
        var table = reader.Table(request.Scope, request.Shape);
        if (system.Faults.Hides(request.Shape.Object))
        {
            throw new ConnectorException(ErrorKind.Permission, $"'{system.Name}' lets its user see no '{request.Shape.Object}': nothing was written.") { NotSent = true, VendorCode = "INSUFFICIENT_ACCESS" };
        }

        if (system.DescriptorOf(table.Object).Atomicity == BatchAtomicity.AllOrNothing && request.Items.Count > 1)
        {
            return WriteAtomically(table, request);
        }

        return [.. request.Items.Select(item => WriteOne(table, request.Shape, item))];
    }

    public WriteOutcome WriteOne(FakeTable table, RecordShape shape, WriteItem item)
    {
        var row = Target(table, item);
        return Refusal(table, shape, row, item) ?? Execute(table, shape, row, item);
    }

    private IReadOnlyList<WriteOutcome> WriteAtomically(FakeTable table, WriteRequest request)
    {
        var refusals = request.Items.Select(item => Refusal(table, request.Shape, Target(table, item), item)).ToArray();
        if (Clash(table, request) is { } clash)
        {
            refusals[clash] ??= Rejected(new SyncError(ErrorKind.Duplicate, "DUPLICATE_VALUE", "Another record of the batch holds the same value."));
        }

        if (refusals.Any(r => r is not null))
        {
            return [.. refusals.Select(r => r ?? new WriteOutcome(WriteOutcomeKind.RolledBack))];
        }

        return [.. request.Items.Select(item => Execute(table, request.Shape, Target(table, item), item))];
    }

    /// <summary>The first item that would hold a unique value of an item before it; null when there is none.</summary>
    private int? Clash(FakeTable table, WriteRequest request)
    {
        var unique = system.Schema.Get(table.Object).Fields.Where(f => f.Unique).Select(f => f.Path)
            .Concat(system.Behavior.Duplicates.Where(d => d.Object == table.Object).SelectMany(d => d.Fields)).ToHashSet(StringComparer.Ordinal);
        var held = new HashSet<(int Slot, string? Value)>();
        for (var i = 0; i < request.Items.Count; i++)
        {
            foreach (var change in request.Items[i].Fields)
            {
                if (change.Value.HasValue && unique.Contains(request.Shape.Fields[change.Slot].Path) && !held.Add((change.Slot, FakeText.Of(change.Value)?.ToUpperInvariant())))
                {
                    return i;
                }
            }
        }

        return null;
    }

    private FakeRow? Target(FakeTable table, WriteItem item)
    {
        if (item.Operation != WriteOperation.Create)
        {
            return table.FindLive(item.Id ?? "");
        }

        // An upsert by external id finds what it made before, and overwrites it.
        return system.DescriptorOf(table.Object).Identity == IdentityStrategy.ExternalId
            ? table.Live.FirstOrDefault(r => string.Equals(r.Last.Marker, item.Key, StringComparison.Ordinal)) : null;
    }

    private WriteOutcome? Refusal(FakeTable table, RecordShape shape, FakeRow? row, WriteItem item)
    {
        var descriptor = system.DescriptorOf(table.Object);
        if (!(item.Operation switch { WriteOperation.Create => descriptor.CanCreate, WriteOperation.Update => descriptor.CanUpdate, _ => descriptor.CanDelete }))
        {
            return Rejected(new SyncError(ErrorKind.Permission, "OPERATION_NOT_ALLOWED", $"'{table.Object}' does not allow {item.Operation}."));
        }

        if (row is null)
        {
            return item.Operation switch
            {
                WriteOperation.Update => new WriteOutcome(WriteOutcomeKind.NotFound),
                WriteOperation.Delete => new WriteOutcome(WriteOutcomeKind.Deleted) { Id = item.Id },
                _ => RefusalOfValues(table, shape, null, item),
            };
        }

        if (row.LockedUntil > system.Clock.Now)
        {
            return new WriteOutcome(WriteOutcomeKind.Transient) { Errors = [new SyncError(ErrorKind.Transient, "UNABLE_TO_LOCK_ROW", "Somebody has the record open.")] };
        }

        if (descriptor.Version == VersionKind.Strict && item.IfVersion is { } version && version != row.Last.Version)
        {
            return new WriteOutcome(WriteOutcomeKind.VersionConflict);
        }

        if (system.Rules.IsImmutable(table, row))
        {
            return Rejected(new SyncError(ErrorKind.Immutable, "RECORD_IS_POSTED", "The record may not be changed any more."));
        }

        return item.Operation == WriteOperation.Delete ? RefusalOfDelete(table, row) : RefusalOfValues(table, shape, row, item);
    }

    private WriteOutcome? RefusalOfDelete(FakeTable table, FakeRow row) =>
        system.Behavior.ProtectsReferenced && system.Rules.IsReferenced(table, row)
            ? Rejected(new SyncError(ErrorKind.Validation, "RECORD_IS_REFERENCED", "Other records refer to it.")) : null;

    private WriteOutcome? RefusalOfValues(FakeTable table, RecordShape shape, FakeRow? row, WriteItem item)
    {
        if (row is not null && !FakeLineWrites.LinesExist(row, shape, item))
        {
            return new WriteOutcome(WriteOutcomeKind.VersionConflict);
        }

        var save = Save(table, shape, row, item);
        if (save.Refusal() is { } refusal)
        {
            return Rejected(refusal);
        }

        if (save.Twin() is not { } twin)
        {
            return item.Operation == WriteOperation.Create && system.DescriptorOf(table.Object).Identity == IdentityStrategy.ClientKey && table.Find(item.Key) is not null
                ? new WriteOutcome(WriteOutcomeKind.Duplicate) { Id = item.Key } : null;
        }

        return item.Operation == WriteOperation.Create
            ? new WriteOutcome(WriteOutcomeKind.Duplicate) { Id = system.Behavior.NamesDuplicates ? twin.Id : null }
            : Rejected(new SyncError(ErrorKind.Duplicate, "DUPLICATE_VALUE", "Another record holds the same value."));
    }

    private WriteOutcome Execute(FakeTable table, RecordShape shape, FakeRow? row, WriteItem item)
    {
        if (item.Operation == WriteOperation.Delete)
        {
            if (row is not null)
            {
                system.Append(table, row, new FakeCommit(FakeEventKind.Deleted, FakeActor.Engine, system.Stamp(table.Object), row.Last.Values) { Key = item.Key, IfVersion = item.IfVersion, Marker = row.Last.Marker });
            }

            return new WriteOutcome(WriteOutcomeKind.Deleted) { Id = item.Id };
        }

        var save = Save(table, shape, row, item);
        if (system.Behavior.SkipsEmptyWrites && save.ChangesNothing())
        {
            return Answer(WriteOutcomeKind.Unchanged, table, shape, row!);
        }

        return Answer(row is null ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated, table, shape, save.Execute());
    }

    private WriteOutcome Answer(WriteOutcomeKind kind, FakeTable table, RecordShape shape, FakeRow row)
    {
        var reply = system.DescriptorOf(table.Object).Reply;
        return new WriteOutcome(kind)
        {
            Id = row.Id,
            Version = reply == WriteReply.Acknowledgement ? null : row.Last.Version,
            Stored = reply == WriteReply.Stored ? reader.Record(table, row, shape) : null,
        };
    }

    private FakeSave Save(FakeTable table, RecordShape shape, FakeRow? row, WriteItem item)
    {
        var sent = item.Fields.Select(f => KeyValuePair.Create(shape.Fields[f.Slot].Path, f.Value))
            .Concat(row is null ? [] : new FakeLineWrites(system, table, shape, row).Apply(item));
        var identity = system.DescriptorOf(table.Object).Identity;
        var creating = item.Operation == WriteOperation.Create;
        return new FakeSave(system, table, row, sent, FakeActor.Engine)
        {
            Key = item.Key,
            IfVersion = item.IfVersion,
            Marker = creating && identity is IdentityStrategy.ExternalId or IdentityStrategy.Marker or IdentityStrategy.ClientKey ? item.Key : null,
            NewId = creating && identity == IdentityStrategy.ClientKey ? item.Key : null,
        };
    }

    private static WriteOutcome Rejected(SyncError error) => new(WriteOutcomeKind.Rejected) { Errors = [error] };
}
