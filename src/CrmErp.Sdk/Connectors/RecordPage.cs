namespace CrmErp.Sdk.Connectors;

/// <summary>What a page says about one record before it is read in full.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Version">The source's concurrency mark.</param>
/// <param name="Hash">The salted hash of the mapped fields; see <see cref="RecordHash"/>.</param>
public readonly record struct RecordHead(string Id, string? Version, UInt128 Hash);

/// <summary>
/// One page of records of one object. Heads are cheap; a record is made only when it is asked for, because most records of most
/// pages are unchanged. A page may stand on pooled buffers: use it, then dispose it.
/// </summary>
public abstract class RecordPage : IDisposable
{
    /// <summary>The number of records.</summary>
    public abstract int Count { get; }

    /// <summary>What is known about a record without making it.</summary>
    public abstract RecordHead Head(int index);

    /// <summary>Makes the record; it owns its values and outlives the page.</summary>
    public abstract Record Read(int index);

    /// <summary>A page over records that exist already.</summary>
    public static RecordPage Of(IReadOnlyList<Record> records) => new ListPage(records);

    /// <summary>Returns the page's buffers.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Returns the page's buffers.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class ListPage(IReadOnlyList<Record> records) : RecordPage
    {
        public override int Count => records.Count;

        public override RecordHead Head(int index) => new(records[index].Ref.Id, records[index].Version, records[index].Hash);

        public override Record Read(int index) => records[index];
    }
}
