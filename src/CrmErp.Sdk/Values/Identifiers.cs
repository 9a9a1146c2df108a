namespace CrmErp.Sdk;

/// <summary>The identity of a golden record.</summary>
/// <param name="Value">The value; version 7 for records that were met, derived from the cause for records that a workflow made.</param>
public readonly record struct GoldenId(Guid Value) : IComparable<GoldenId>
{
    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no GUID.</exception>
    public static GoldenId Parse(string text) => new(Guid.Parse(text));

    /// <summary>Whether this is the empty identity.</summary>
    public bool IsEmpty => Value == Guid.Empty;

    /// <inheritdoc/>
    public int CompareTo(GoldenId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("n");

    /// <summary>Orders by value.</summary>
    public static bool operator <(GoldenId left, GoldenId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by value.</summary>
    public static bool operator >(GoldenId left, GoldenId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by value.</summary>
    public static bool operator <=(GoldenId left, GoldenId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by value.</summary>
    public static bool operator >=(GoldenId left, GoldenId right) => left.CompareTo(right) >= 0;
}

/// <summary>The identity of one line of a golden document: ours, never an index and never a remote key.</summary>
/// <param name="Value">The value.</param>
public readonly record struct LineId(Guid Value)
{
    /// <summary>Whether this is the empty identity.</summary>
    public bool IsEmpty => Value == Guid.Empty;

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no GUID.</exception>
    public static LineId Parse(string text) => new(Guid.Parse(text));

    /// <summary>The 32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("n");
}
