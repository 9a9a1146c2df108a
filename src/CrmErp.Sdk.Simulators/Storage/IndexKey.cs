namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>A place in a sorted index: a number (ticks of a time, or 0), then a text (ordinal), then the record id.</summary>
/// <param name="Number">First part.</param>
/// <param name="Text">Second part.</param>
/// <param name="Id">The record id; empty sorts before every record.</param>
public readonly record struct IndexKey(long Number, string Text, string Id) : IComparable<IndexKey>
{
    /// <summary>The key of a time.</summary>
    public static IndexKey Of(DateTimeOffset time, string id) => new(time.UtcTicks, "", id);

    /// <inheritdoc/>
    public int CompareTo(IndexKey other)
    {
        if (Number != other.Number)
        {
            return Number < other.Number ? -1 : 1;
        }

        var text = string.CompareOrdinal(Text, other.Text);
        return text != 0 ? text : string.CompareOrdinal(Id, other.Id);
    }

    /// <summary>Order.</summary>
    public static bool operator <(IndexKey left, IndexKey right) => left.CompareTo(right) < 0;

    /// <summary>Order.</summary>
    public static bool operator >(IndexKey left, IndexKey right) => left.CompareTo(right) > 0;

    /// <summary>Order.</summary>
    public static bool operator <=(IndexKey left, IndexKey right) => left.CompareTo(right) <= 0;

    /// <summary>Order.</summary>
    public static bool operator >=(IndexKey left, IndexKey right) => left.CompareTo(right) >= 0;
}
