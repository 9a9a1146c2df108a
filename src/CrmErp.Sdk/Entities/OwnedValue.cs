namespace CrmErp.Sdk;

/// <summary>
/// Several fields of an entity or a line that change hands together, such as an address. Never null; it shows and changes its owner's row.
/// The face is generated for partial classes marked with <c>[OwnedValue]</c>.
/// </summary>
public abstract class OwnedValue : RowFace
{
    /// <summary>Creates the face of the owner's slots from <paramref name="start"/> on.</summary>
    protected OwnedValue(RowFace owner, int start)
        : base(owner, start)
    {
    }

    /// <summary>Whether every field is missing, null, or an empty text.</summary>
    public bool IsEmpty
    {
        get
        {
            foreach (var value in Slots)
            {
                if (!value.IsEmpty)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>How many fields it has.</summary>
    protected abstract int Width { get; }

    private ReadOnlySpan<FieldValue> Slots => Row.Values.Slice(Start, Width);

    /// <summary>Takes over all fields of another value of the same kind, missing ones included.</summary>
    /// <exception cref="ArgumentException">The other value is of another kind.</exception>
    public void CopyFrom(OwnedValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType())
        {
            throw new ArgumentException($"A {other.GetType().Name} cannot be copied to a {GetType().Name}.", nameof(other));
        }

        var values = other.Slots.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            Write(Start + i, values[i]);
        }
    }

    /// <summary>The kind of value; never its content.</summary>
    public sealed override string ToString() => GetType().Name;
}
