using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>Applies line operations, or whole lists, to the lines of a record.</summary>
internal sealed class FakeLineWrites(FakeSystem system, FakeTable table, RecordShape shape, FakeRow row)
{
    /// <summary>Whether every line that an item changes or removes is there; else the whole item fails.</summary>
    public static bool LinesExist(FakeRow row, RecordShape shape, WriteItem item) =>
        item.Lines.All(op => op.Kind == LineChangeKind.Add || Lines(row, shape, op.Slot).Any(l => l.RemoteId == op.RemoteId));

    public IEnumerable<KeyValuePair<string, FieldValue>> Apply(WriteItem item)
    {
        if (system.DescriptorOf(table.Object).WholeLists)
        {
            return item.WholeLists.Select(list => KeyValuePair.Create(shape.Fields[list.Slot].Path, Whole(list.Slot, list.Value.LinesOrNull() ?? LineList.Empty)));
        }

        return item.Lines.GroupBy(op => op.Slot).Select(ops => KeyValuePair.Create(shape.Fields[ops.Key].Path, Keyed(ops.Key, [.. ops])));
    }

    private FieldValue Keyed(int slot, IReadOnlyList<LineChange> operations)
    {
        var touched = operations.Where(o => o.RemoteId is not null).ToDictionary(o => o.RemoteId!, StringComparer.Ordinal);
        var lines = Lines(row, shape, slot).Where(l => !touched.ContainsKey(l.RemoteId!)).ToList();
        foreach (var operation in operations.Where(o => o.Kind != LineChangeKind.Remove).OrderBy(o => o.Position))
        {
            var old = operation.RemoteId is { } id ? Lines(row, shape, slot).First(l => l.RemoteId == id) : null;
            lines.Insert(Math.Min(operation.Position, lines.Count), new Line(default, Overlay(slot, old, operation.Fields), old?.RemoteId));
        }

        return FieldValue.From(new LineList(lines));
    }

    private FieldValue Whole(int slot, LineList wished) =>
        FieldValue.From(new LineList(wished.Select(line =>
        {
            var old = line.RemoteId is { } id ? Lines(row, shape, slot).FirstOrDefault(l => l.RemoteId == id) : null;
            return new Line(default, Overlay(slot, old, line.Fields), old?.RemoteId);
        })));

    /// <summary>The old line with the sent fields over it; a field that is missing is not written.</summary>
    private Row Overlay(int slot, Line? old, Row? sent)
    {
        var field = system.Schema.Get(table.Object).Find(shape.Fields[slot].Path)!;
        var schema = system.Schema.LinesOf(table.Object, field);
        var content = sent is null ? new Row(schema) : system.Rules.StoreLine(table.Object, field, schema, sent);
        for (var i = 0; i < schema.Count; i++)
        {
            if (content[i].IsMissing)
            {
                content[i] = old?.Fields.GetOrMissing(schema.Fields[i]) is { IsMissing: false } kept ? kept : FieldValue.Null;
            }
        }

        return content;
    }

    private static LineList Lines(FakeRow row, RecordShape shape, int slot) =>
        row.Last.Values.GetValueOrDefault(shape.Fields[slot].Path, FieldValue.Null).LinesOrNull() ?? LineList.Empty;
}
