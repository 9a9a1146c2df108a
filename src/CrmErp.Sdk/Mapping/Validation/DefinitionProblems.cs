using CrmErp.Sdk.Diagnostics;

namespace CrmErp.Sdk.Mapping;

/// <summary>Collects problems, so that all are told at once.</summary>
internal sealed class DefinitionProblems
{
    private readonly List<DefinitionProblem> _items = [];

    public IReadOnlyList<DefinitionProblem> Items => _items;

    public bool HasErrors => _items.Exists(p => p.Severity == ErrorSeverity.Error);

    public void Add(DefinitionProblem problem)
    {
        if (!_items.Contains(problem))
        {
            _items.Add(problem);
        }
    }

    public void Add(string code, string message, string? entity = null, string? connection = null, string? field = null, ErrorSeverity? severity = null) =>
        Add(new DefinitionProblem(code, severity ?? MappingErrors.Find(code).Severity, message) { Entity = entity, Connection = connection, Field = field });
}
