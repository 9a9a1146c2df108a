namespace CrmErp.Sdk.Mapping;

/// <summary>The extra fields of a definition, by entity and, for lines, by the field that holds them.</summary>
internal sealed class ExtraFields
{
    private readonly List<(string Entity, string? LinesOf, EntityField Field)> _fields = [];

    /// <summary>How many there are; when it grows, declarations have to run again.</summary>
    public int Count => _fields.Count;

    public void Add(string entity, string? linesOf, EntityField field)
    {
        if (!_fields.Exists(f => Same(f, entity, linesOf) && string.Equals(f.Field.Name, field.Name, StringComparison.Ordinal) && f.Field.ValueType == field.ValueType))
        {
            _fields.Add((entity, linesOf, field));
        }
    }

    /// <summary>The shape with its extra fields. A field whose name is taken is reported and left out.</summary>
    public EntityType Extend(EntityType type, DefinitionProblems problems)
    {
        var own = Free(type, null, type, problems);
        var extended = own.Count == 0 ? type : type.With(own);
        foreach (var lines in _fields.Where(f => string.Equals(f.Entity, type.Name, StringComparison.Ordinal)).Select(f => f.LinesOf).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (extended.Find(lines)?.Lines is { } lineType && Free(type, lines, lineType, problems) is { Count: > 0 } more)
            {
                extended = extended.WithLines(lines, more);
            }
        }

        return extended;
    }

    private List<EntityField> Free(EntityType owner, string? linesOf, EntityType type, DefinitionProblems problems)
    {
        var free = new List<EntityField>();
        foreach (var (_, _, field) in _fields.Where(f => Same(f, owner.Name, linesOf)))
        {
            if (type.Find(field.Name) is not null || free.Exists(f => string.Equals(f.Name, field.Name, StringComparison.Ordinal)))
            {
                problems.Add(MappingCodes.ExtraFieldClash, $"Extra field '{field.Name}' clashes with another field of {type.Name}. Give it another name.", owner.Name, null, field.Name);
            }
            else
            {
                free.Add(field);
            }
        }

        return free;
    }

    private static bool Same((string Entity, string? LinesOf, EntityField Field) entry, string entity, string? linesOf) =>
        string.Equals(entry.Entity, entity, StringComparison.Ordinal) && string.Equals(entry.LinesOf, linesOf, StringComparison.Ordinal);
}
