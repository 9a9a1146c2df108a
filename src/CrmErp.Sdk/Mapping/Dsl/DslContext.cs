namespace CrmErp.Sdk.Mapping;

/// <summary>What a declaration is made in: where its problems go, and which extra fields it met.</summary>
internal sealed class DslContext(DefinitionProblems problems, string entity, string? connection)
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
            return FieldSelector.Resolve(type, field);
        }
        catch (FieldSelectionException exception)
        {
            Report(MappingCodes.FieldSelection, exception.Message);
            return null;
        }
    }

    public DslContext On(string name) => new(problems, entity, name);
}
