using System.Collections;

namespace CrmErp.Sdk;

/// <summary>
/// The lines of a document, as their typed faces. It shows and changes the document's row; every change makes a new
/// <see cref="LineList"/>, so a list that somebody took before stays as it was.
/// </summary>
/// <typeparam name="TLine">The line.</typeparam>
public sealed class RowList<TLine> : IReadOnlyList<TLine>, ILineOwner
    where TLine : LineEntity, IRowFace<TLine>
{
    private readonly RowFace _owner;
    private readonly int _slot;
    private List<TLine> _faces = [];
    private LineList? _current;

    internal RowList(RowFace owner, int slot)
    {
        _owner = owner;
        _slot = slot;
    }

    /// <summary>How many lines there are; 0 also when the list is missing or null.</summary>
    public int Count => Lines.Count;

    /// <summary>Whether the list was not observed.</summary>
    public bool IsMissing => _owner.Row[_slot].IsMissing;

    /// <inheritdoc/>
    public TLine this[int index] => Faces[index];

    private LineList Lines => _owner.Row[_slot].LinesOrNull() ?? LineList.Empty;

    /// <summary>The line of an identity, or null.</summary>
    public TLine? Find(LineId id) => Faces.Find(face => face.Id == id);

    /// <summary>Adds a line at the end.</summary>
    /// <exception cref="ArgumentException">The line is part of a document already.</exception>
    public void Add(TLine line) => Insert(Count, line);

    /// <summary>Adds a line at a place.</summary>
    /// <exception cref="ArgumentException">The line is part of a document already.</exception>
    public void Insert(int index, TLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.IsAttached)
        {
            throw new ArgumentException("The line is part of a document already.", nameof(line));
        }

        Learn(line.Extras);
        var faces = Faces;
        var added = new Line(line.Id, Fitted(line.Row));
        List<Line> lines = [.. Lines];
        lines.Insert(index, added);
        faces.Insert(index, line);
        line.Attach(this, added);
        Store(lines);
    }

    /// <summary>Removes a line and says whether it was there. The line keeps its values and belongs to no document.</summary>
    public bool Remove(TLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var index = Faces.IndexOf(line);
        if (index < 0)
        {
            return false;
        }

        RemoveAt(index);
        return true;
    }

    /// <summary>Removes the line at a place.</summary>
    public void RemoveAt(int index)
    {
        var faces = Faces;
        List<Line> lines = [.. Lines];
        lines.RemoveAt(index);
        faces[index].Detach();
        faces.RemoveAt(index);
        Store(lines);
    }

    /// <summary>Removes all lines; afterwards the list is known to be empty.</summary>
    public void Clear()
    {
        Faces.ForEach(face => face.Detach());
        _faces.Clear();
        Store([]);
    }

    /// <inheritdoc/>
    public IEnumerator<TLine> GetEnumerator() => Faces.ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of lines.</summary>
    public override string ToString() => $"{Count} lines";

    void ILineOwner.Replace(LineEntity face, Line line)
    {
        var index = Faces.FindIndex(known => ReferenceEquals(known, face));
        if (index < 0)
        {
            throw new InvalidOperationException("The line was removed from its document, or the document's lines were replaced.");
        }

        List<Line> lines = [.. Lines];
        lines[index] = line;
        Store(lines);
    }

    private EntityType LineType => _owner.LineTypeOf(_slot);

    EntityType ILineOwner.LineType => LineType;

    void ILineOwner.Extend(IReadOnlyList<EntityField> fields) => Learn(fields);

    // One face per line: two faces would not see each other's changes.
    private List<TLine> Faces
    {
        get
        {
            var lines = Lines;
            if (!ReferenceEquals(lines, _current))
            {
                var known = _faces;
                _faces = [.. lines.Select(line => known.Find(face => ReferenceEquals(face.Line, line)) ?? FaceOf(line))];
                _current = lines;
            }

            return _faces;
        }
    }

    private TLine FaceOf(Line line)
    {
        var face = TLine.Over(TLine.EntityType, line.Fields);
        face.Attach(this, line);
        return face;
    }

    private void Store(List<Line> lines)
    {
        _current = new LineList(lines);
        _owner.Write(_slot, FieldValue.From(_current));
    }

    private void Learn(IReadOnlyList<EntityField> fields)
    {
        EntityField[] unknown = [.. fields.Where(field => LineType.Find(field.Name) is null)];
        if (unknown.Length == 0)
        {
            return;
        }

        _owner.ExtendLines(_slot, unknown);
        var schema = LineType.Schema;
        foreach (var line in Lines)
        {
            line.Fields.Extend(schema);
        }
    }

    private Row Fitted(Row row)
    {
        var schema = LineType.Schema;
        if (ReferenceEquals(row.Schema, schema))
        {
            return row;
        }

        var fitted = new Row(schema);
        for (var slot = 0; slot < row.Count; slot++)
        {
            fitted[schema.SlotOf(row.Schema.Fields[slot])] = row[slot];
        }

        return fitted;
    }
}

/// <summary>The document's side of a line.</summary>
internal interface ILineOwner
{
    EntityType LineType { get; }

    void Replace(LineEntity face, Line line);

    void Extend(IReadOnlyList<EntityField> fields);
}
