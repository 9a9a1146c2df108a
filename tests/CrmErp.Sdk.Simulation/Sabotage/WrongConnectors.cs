using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.World;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>Changes what is sent, or what is answered to it.</summary>
internal sealed class ChangedWrites(IConnector inner, Func<WriteItem, WriteItem>? item = null, Func<WriteItem, WriteOutcome, WriteOutcome>? outcome = null, bool late = false) : DelegatingConnector(inner)
{
    public override async Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default)
    {
        var sent = new WriteRequest
        {
            Scope = request.Scope, Shape = request.Shape, NotAfter = late ? DateTimeOffset.MaxValue : request.NotAfter,
            Items = item is null ? request.Items : [.. request.Items.Select(item)],
        };
        try
        {
            var outcomes = await base.WriteAsync(sent, cancellationToken).ConfigureAwait(false);
            return outcome is null ? outcomes : [.. request.Items.Zip(outcomes).Select(p => outcome(p.First, p.Second))];
        }
        catch (ConnectorException error) when (outcome is not null && error.Kind == ErrorKind.OutcomeUnknown)
        {
            return [.. request.Items.Select(i => outcome(i, new WriteOutcome(WriteOutcomeKind.Unknown)))];
        }
    }

    public static WriteItem With(WriteItem item, string? version, IReadOnlyList<LineChange> lines) => new()
    {
        Operation = item.Operation, Key = item.Key, Id = item.Id, Fields = item.Fields, Lines = lines, WholeLists = item.WholeLists, IfVersion = version, Stage = item.Stage,
    };
}

/// <summary>Declares other things of the objects than are true.</summary>
internal sealed class OtherDescriptor(IConnector inner, Func<ObjectDescriptor, ObjectDescriptor> change) : DelegatingConnector(inner)
{
    private readonly ConnectorDescriptor _descriptor = new()
    {
        System = inner.Descriptor.System, DisplayName = inner.Descriptor.DisplayName, Capabilities = inner.Descriptor.Capabilities, ClockError = inner.Descriptor.ClockError, Pools = inner.Descriptor.Pools,
        Objects = [.. inner.Descriptor.Objects.Select(change)],
    };

    public override ConnectorDescriptor Descriptor => _descriptor;

    public static ObjectDescriptor With(ObjectDescriptor o, VersionKind? version = null, TimeSpan? conclusive = null, TimeSpan? settle = null) => new()
    {
        Name = o.Name, CanCreate = o.CanCreate, CanUpdate = o.CanUpdate, CanDelete = o.CanDelete, Changes = o.Changes, Deletes = o.Deletes, Version = version ?? o.Version, Reply = o.Reply, Identity = o.Identity,
        IdentityField = o.IdentityField, ConclusiveAfter = conclusive ?? o.ConclusiveAfter, SettleLag = settle ?? o.SettleLag, PageSize = o.PageSize, WriteBatchSize = o.WriteBatchSize, GetBatchSize = o.GetBatchSize,
        Atomicity = o.Atomicity, TellsModifier = o.TellsModifier, Successors = o.Successors, Parts = o.Parts, WholeLists = o.WholeLists,
    };
}

/// <summary>The feed goes on behind the stamp on which a page ended, not behind the record (keyset).</summary>
internal sealed class StampsOnly(IConnector inner) : DelegatingConnector(inner)
{
    public override async Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default)
    {
        var page = await base.ReadChangesAsync(request, cancellationToken).ConfigureAwait(false);
        var parts = page.Cursor.Split('|');
        if (!page.HasMore || parts is not ["window", _, _, _, _, ..])
        {
            return page;
        }

        parts[4] = "\uffff";
        return new ChangePage { Records = page.Records, Deletions = page.Deletions, Gaps = page.Gaps, NeedsFullRead = page.NeedsFullRead, Cursor = string.Join('|', parts), HasMore = true };
    }
}

/// <summary>What a listing left out does not exist (R31).</summary>
internal sealed class ListingProvesAbsence(IConnector inner) : DelegatingConnector(inner)
{
    private readonly Dictionary<string, HashSet<string>> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _listing = new(StringComparer.Ordinal);

    public override async Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default)
    {
        var result = await base.ReadPageAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.HeadsOnly)
        {
            return result;
        }

        if (request.Continuation is null || !_listing.TryGetValue(request.Shape.Object, out var ids))
        {
            _listing[request.Shape.Object] = ids = new HashSet<string>(StringComparer.Ordinal);
        }

        for (var i = 0; i < result.Page.Count; i++)
        {
            ids.Add(result.Page.Head(i).Id);
        }

        if (result.Continuation is null)
        {
            _listed[request.Shape.Object] = ids;
        }

        return result;
    }

    public override async Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default)
    {
        var records = await base.GetManyAsync(request, cancellationToken).ConfigureAwait(false);
        return _listed.TryGetValue(request.Shape.Object, out var listed) ? [.. records.Select(r => r is null || listed.Contains(r.Ref.Id) ? r : null)] : records;
    }
}

/// <summary>Finds nothing, or not what it should.</summary>
internal sealed class OtherFinds(IConnector inner, Func<FindRequest, bool> hides) : DelegatingConnector(inner)
{
    public override async Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default)
    {
        var found = await base.FindAsync(request, cancellationToken).ConfigureAwait(false);
        return hides(request) ? [] : found;
    }
}

/// <summary>Changes every record that is read.</summary>
internal sealed class ChangedRecords(IConnector inner, Func<Record, Record> change) : DelegatingConnector(inner)
{
    public override async Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default)
    {
        var result = await base.ReadPageAsync(request, cancellationToken).ConfigureAwait(false);
        return new ReadPageResult(Changed(result.Page), result.Continuation);
    }

    public override async Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default) =>
        [.. (await base.GetManyAsync(request, cancellationToken).ConfigureAwait(false)).Select(r => r is null ? null : change(r))];

    public override async Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default)
    {
        var page = await base.ReadChangesAsync(request, cancellationToken).ConfigureAwait(false);
        return new ChangePage { Records = Changed(page.Records), Deletions = page.Deletions, Gaps = page.Gaps, NeedsFullRead = page.NeedsFullRead, Cursor = page.Cursor, HasMore = page.HasMore };
    }

    private RecordPage Changed(RecordPage page) => RecordPage.Of([.. Enumerable.Range(0, page.Count).Select(i => change(page.Read(i)))]);

    public static Record With(Record record, Row fields, RecordShape? shape = null) => new(record.Ref, fields)
    {
        Version = record.Version, Modified = record.Modified, Created = record.Created, Marker = record.Marker, ModifiedByUs = record.ModifiedByUs, Hash = shape is null ? record.Hash : RecordHash.Compute(fields, shape.Salt),
    };
}

/// <summary>Without anything readable, what is absent was deleted (R31: the canary).</summary>
internal sealed class CanaryAlwaysLives(IConnector inner) : DelegatingConnector(inner)
{
    public override async Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default)
    {
        var result = await base.ReadPageAsync(request, cancellationToken).ConfigureAwait(false);
        return request is { HeadsOnly: true, PageSize: 1 } && result.Page.Count == 0
            ? new ReadPageResult(RecordPage.Of([new Record(new RecordRef("crm", "", request.Shape.Object, "canary"), new Row(request.Shape.Schema))]), null) : result;
    }
}
