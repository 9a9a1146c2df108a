using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>A page of records, or some of them, with versions that include computed values and references that are known by a number.</summary>
internal sealed class BusinessCentralPage(ReadPlan plan, JsonRecordPage inner, NumberTables numbers) : RecordPage
{
    private int[]? _selected;

    public override int Count => _selected?.Length ?? inner.Count;

    public string? NextLink => inner.NextLink;

    public override RecordHead Head(int index)
    {
        var head = inner.Head(At(index));
        return head with { Version = Version(At(index), head.Version) };
    }

    public override Record Read(int index)
    {
        var at = At(index);
        var record = inner.Read(at);
        foreach (var (reference, slot) in plan.References)
        {
            record.Fields[slot] = numbers.Find(reference, inner.Extra(at, plan.Computed.Count + ReferenceIndex(reference)));
        }

        return new Record(record.Ref, record.Fields)
        {
            Version = Version(at, record.Version),
            Modified = record.Modified,
            Created = record.Created,
            Marker = Marker.KeyIn(record.Marker),
            Hash = record.Hash,
        };
    }

    public string Id(int index) => inner.Id(At(index));

    public DateTimeOffset? Modified(int index) => inner.Modified(At(index));

    /// <summary>Leaves only some of the records.</summary>
    public void Select(int[] indices) => _selected = indices;

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private int At(int index) => _selected is null ? index : _selected[index];

    private string? Version(int at, string? etag)
    {
        if (plan.HasPlainVersions)
        {
            return etag;
        }

        return plan.HasLines ? VersionMark.Of(etag, (ulong)inner.Hash(at)) : VersionMark.Of(etag, Enumerable.Range(0, plan.Computed.Count).Select(i => inner.Extra(at, i)));
    }

    private int ReferenceIndex(NumberedReference reference)
    {
        for (var i = 0; i < plan.References.Count; i++)
        {
            if (plan.References[i].Reference == reference)
            {
                return i;
            }
        }

        return -1;
    }
}
