namespace CrmErp.Sdk.Connectors;

/// <summary>One external record as it was read. It owns its values.</summary>
public sealed class Record
{
    /// <summary>Creates a record.</summary>
    public Record(RecordRef reference, Row fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Ref = reference;
        Fields = fields;
    }

    /// <summary>Names the record.</summary>
    public RecordRef Ref { get; }

    /// <summary>The values, in the vocabulary and the slots of the <see cref="RecordShape"/> it was read with; a field that was not served is missing.</summary>
    public Row Fields { get; }

    /// <summary>The source's concurrency mark (etag, SystemModstamp), verbatim.</summary>
    public string? Version { get; init; }

    /// <summary>When the record was last changed, by the source's clock.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>When the record was created, by the source's clock; null where the source does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The value of our own marker or external id field; null where there is none.</summary>
    public string? Marker { get; init; }

    /// <summary>Whether the source says that our integration user changed it last; null where it does not say. A hint, never a filter.</summary>
    public bool? ModifiedByUs { get; init; }

    /// <summary>A salted hash of the values of the shape's fields; see <see cref="RecordHash"/>.</summary>
    public UInt128 Hash { get; init; }

    /// <summary>Values of fields that only older map versions read, by path; null when they were not asked for, without a path where it could not be read.</summary>
    internal IReadOnlyDictionary<string, FieldValue>? Earlier { get; init; }

    /// <summary>The reference only; the values may be personal data.</summary>
    public override string ToString() => Ref.ToString();
}

/// <summary>A deletion that the source reported.</summary>
/// <param name="Ref">The record.</param>
/// <param name="At">When, by the source's clock, if it says.</param>
/// <param name="MergedInto">The id of the surviving record when the record was merged away.</param>
public sealed record Deletion(RecordRef Ref, DateTimeOffset? At = null, string? MergedInto = null);
