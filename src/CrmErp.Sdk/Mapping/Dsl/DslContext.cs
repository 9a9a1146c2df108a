namespace CrmErp.Sdk.Mapping;

/// <summary>What a declaration is made in: where its problems go, and where extra fields that nobody registered are noted.</summary>
internal sealed class DslContext(DefinitionProblems problems, string entity, string? connection, ExtraFields? extras = null, string? linesOf = null)
{
    public DefinitionProblems Problems => problems;

    public void Report(string code, string message, string? field = null) => problems.Add(code, message, entity, connection, field);

    /// <summary>The field that a lambda names, or null after a report.</summary>
    public FieldSelection? Select<T, TValue>(EntityType type, Func<T, TValue> field)
        where T : RowFace, IRowFace<T>
    {
        ArgumentNullException.ThrowIfNull(field);
        try
        {
            // An extra field is registered by being used: it is noted, and the declaration runs again with it.
            if (extras is not null && FieldSelector.FindUnregistered(type, field) is { } extra)
            {
                extras.Add(entity, linesOf, extra);
                return null;
            }

            return FieldSelector.Resolve(type, field);
        }
        catch (FieldSelectionException exception)
        {
            Report(MappingCodes.FieldSelection, exception.Message);
            return null;
        }
    }

    public DslContext On(string name) => new(problems, entity, name, extras, linesOf);

    public DslContext ForLines(string field) => new(problems, entity, connection, extras, field);
}
