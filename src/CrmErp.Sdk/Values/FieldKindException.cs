namespace CrmErp.Sdk;

/// <summary>A value was asked for as a kind that it is not. It names the two kinds, never the value.</summary>
public sealed class FieldKindException : InvalidOperationException
{
    /// <summary>Creates the error.</summary>
    public FieldKindException(FieldKind wanted, FieldKind actual)
        : base($"The value is {actual}, not {wanted}.")
    {
        Wanted = wanted;
        Actual = actual;
    }

    /// <summary>Creates the error for a named field.</summary>
    /// <param name="field">The entity or object and the field.</param>
    /// <param name="wanted">The kind that was asked for.</param>
    /// <param name="actual">The kind that is there.</param>
    public FieldKindException(string field, FieldKind wanted, FieldKind actual)
        : base($"Field '{field}' holds {actual}, not {wanted}.")
    {
        Wanted = wanted;
        Actual = actual;
    }

    /// <summary>The kind that was asked for.</summary>
    public FieldKind Wanted { get; }

    /// <summary>The kind that is there.</summary>
    public FieldKind Actual { get; }
}
