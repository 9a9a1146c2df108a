namespace CrmErp.Sdk;

/// <summary>
/// One line of a document. A new line belongs to no document until it is added to a <see cref="RowList{TLine}"/>; from then on changes
/// go through to the document. The face is generated for partial classes marked with <c>[LineEntity]</c>.
/// </summary>
public abstract class LineEntity : RowFace
{
    private readonly LineId _id;
    private ILineOwner? _owner;
    private List<EntityField>? _extras;

    /// <summary>Creates a new line in which every field is missing.</summary>
    protected LineEntity(EntityType type)
        : base(new Row((type ?? throw new ArgumentNullException(nameof(type))).Schema))
    {
    }

    /// <summary>Creates the face of a row.</summary>
    protected LineEntity(EntityType type, Row row)
        : base(row)
    {
        ArgumentNullException.ThrowIfNull(type);
    }

    /// <summary>Our identity of the line. Empty on a new line: the engine gives it one when the document is committed.</summary>
    public LineId Id
    {
        get => Line?.Id ?? _id;
        init => _id = value;
    }

    /// <summary>The line's shape and identity; never its values.</summary>
    public sealed override string ToString() => $"{Row.Schema.Name} {Id}";

    internal Line? Line { get; private set; }

    // Extra fields that a line without document got: its document learns of them when the line is added.
    internal IReadOnlyList<EntityField> Extras => _extras ?? (IReadOnlyList<EntityField>)[];

    internal EntityType TypeOf(EntityType plain) => _owner?.LineType ?? plain.With(Extras);

    internal bool IsAttached => _owner is not null;

    internal void Attach(ILineOwner owner, Line line)
    {
        _owner = owner;
        Line = line;
        ReplaceRow(line.Fields);
    }

    internal void Detach()
    {
        ReplaceRow(Row.Clone());
        _owner = null;
    }

    internal override void Extend(EntityField field)
    {
        if (_owner is { } owner)
        {
            owner.Extend([field]);
            return;
        }

        Row.Extend(new RowSchema(Row.Schema.Name, [.. Row.Schema.Fields, field.Name]));
        (_extras ??= []).Add(field);
    }

    // Lists are immutable: whoever took the list of lines before keeps what he took.
    private protected override Row WritableRow()
    {
        if (_owner is { } owner && Line is { } line)
        {
            var copy = line with { Fields = line.Fields.Clone() };
            owner.Replace(this, copy);
            Attach(owner, copy);
        }

        return Row;
    }
}
