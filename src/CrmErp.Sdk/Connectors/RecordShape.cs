namespace CrmErp.Sdk.Connectors;

/// <summary>One external field that a map reads or writes.</summary>
/// <param name="Path">The field's path in the connector's vocabulary, such as <c>BillingStreet</c> or <c>Lines</c>.</param>
/// <param name="Kind">The kind its values are read as.</param>
/// <param name="ReferenceTo">For references: the object it points to.</param>
/// <param name="Lines">For lines: the shape of a line.</param>
public sealed record RecordField(string Path, FieldKind Kind, string? ReferenceTo = null, RecordShape? Lines = null);

/// <summary>
/// Which fields of one object a map needs, resolved once: slot i of a record's row is <c>Fields[i]</c>.
/// Connectors read and write exactly these fields.
/// </summary>
public sealed class RecordShape
{
    /// <summary>Creates a shape.</summary>
    /// <param name="objectName">The object, as the system calls it.</param>
    /// <param name="fields">The fields in slot order.</param>
    /// <param name="salt">Goes into every record's hash, so that another map gives another hash.</param>
    public RecordShape(string objectName, IEnumerable<RecordField> fields, ulong salt = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(objectName);
        ArgumentNullException.ThrowIfNull(fields);
        Object = objectName;
        Fields = [.. fields];
        Schema = new RowSchema(objectName, Fields.Select(f => f.Path));
        Salt = salt;
    }

    /// <summary>The object.</summary>
    public string Object { get; }

    /// <summary>The fields in slot order.</summary>
    public IReadOnlyList<RecordField> Fields { get; }

    /// <summary>The schema of the rows.</summary>
    public RowSchema Schema { get; }

    /// <summary>The salt of the record hashes.</summary>
    public ulong Salt { get; }
}
