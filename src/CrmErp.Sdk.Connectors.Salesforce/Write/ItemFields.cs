namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>The fields of an item under their API names.</summary>
internal static class ItemFields
{
    /// <summary>The fields of the record itself, without lists.</summary>
    public static FieldSet Of(WriteItem item, RecordShape shape, string? keyField)
    {
        var fields = new FieldSet();
        foreach (var change in item.Fields)
        {
            var field = shape.Fields[change.Slot];
            if (field.Kind != FieldKind.Lines)
            {
                fields.Add(field.Path, change.Value);
            }
        }

        return keyField is null ? fields : fields.Add(keyField, item.Key);
    }

    /// <summary>The lines of an item: those of a create, and the operations of an update.</summary>
    public static List<DocumentLine> LinesOf(WriteItem item, RecordShape shape)
    {
        var lines = new List<DocumentLine>();
        foreach (var change in item.Fields)
        {
            if (shape.Fields[change.Slot].Kind == FieldKind.Lines && change.Value.LinesOrNull() is { } list)
            {
                lines.AddRange(list.Select((l, i) => new DocumentLine(shape.Fields[change.Slot].Path, LineChangeKind.Add, null, Of(l.Fields), i)));
            }
        }

        foreach (var change in item.Lines)
        {
            lines.Add(new DocumentLine(shape.Fields[change.Slot].Path, change.Kind, change.RemoteId, change.Fields is { } fields ? Of(fields) : new FieldSet(), change.Position));
        }

        return lines;
    }

    /// <summary>Why an item can never be sent, or null: a field of another object, or half a character.</summary>
    public static WriteOutcome? FindUnsendable(WriteItem item, RecordShape shape)
    {
        var header = Of(item, shape, null);
        return Find(header, "") ?? LinesOf(item, shape).Select(l => Find(l.Fields, l.Path + ".")).FirstOrDefault(f => f is not null);
    }

    private static WriteOutcome? Find(FieldSet fields, string path)
    {
        foreach (var (name, value) in fields.Fields)
        {
            if (name.Contains('.', StringComparison.Ordinal))
            {
                return Outcomes.Rejected(ErrorKind.SchemaDrift, "READ_ONLY_PATH", "The field belongs to another object and can only be read through this one.", path + name);
            }

            if (value.TextOrNull() is { } text && HasLoneSurrogate(text))
            {
                return Outcomes.Rejected(ErrorKind.Validation, "INVALID_TEXT", "The text holds half a surrogate pair, which cannot be sent.", path + name);
            }
        }

        return null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static FieldSet Of(Row row)
    {
        var fields = new FieldSet();
        for (var slot = 0; slot < row.Count; slot++)
        {
            fields.Add(row.Schema.Fields[slot], row[slot]);
        }

        return fields;
    }
}
