namespace CrmErp.Sdk.Testing;

/// <summary>People at work on the lines of a document.</summary>
public static class FakeLines
{
    /// <summary>Lines as a field value, for <see cref="FakeScope.Add"/>; the system numbers them.</summary>
    /// <param name="lines">One entry per line: its fields.</param>
    public static FieldValue Of(params IReadOnlyList<(string Field, FieldValue Value)>[] lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return FieldValue.From(new LineList(lines.Select(fields => new Line(default, Content(fields)))));
    }

    /// <summary>The lines of a record's field with one more, at the end or at a position.</summary>
    public static FieldValue Add(this FakeRecord record, string field, IReadOnlyList<(string Field, FieldValue Value)> line, int? position = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var lines = record.Lines(field).ToList();
        lines.Insert(position ?? lines.Count, new Line(default, Content(line)));
        return FieldValue.From(new LineList(lines));
    }

    /// <summary>The lines of a record's field with fields of one line changed.</summary>
    public static FieldValue Change(this FakeRecord record, string field, string remoteId, IReadOnlyList<(string Field, FieldValue Value)> fields)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(fields);
        return FieldValue.From(new LineList(record.Lines(field).Select(line =>
        {
            if (line.RemoteId != remoteId)
            {
                return line;
            }

            var content = line.Fields.Clone();
            foreach (var (name, value) in fields)
            {
                content[name] = value;
            }

            return line with { Fields = content };
        })));
    }

    /// <summary>The lines of a record's field without one.</summary>
    public static FieldValue Remove(this FakeRecord record, string field, string remoteId)
    {
        ArgumentNullException.ThrowIfNull(record);
        return FieldValue.From(new LineList(record.Lines(field).Where(l => l.RemoteId != remoteId)));
    }

    private static Row Content(IReadOnlyList<(string Field, FieldValue Value)> fields)
    {
        var row = new Row(new RowSchema("line", fields.Select(f => f.Field)));
        foreach (var (name, value) in fields)
        {
            row[name] = value;
        }

        return row;
    }
}
