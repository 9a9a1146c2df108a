using System.Text;
using CrmErp.Sdk.Diagnostics;

namespace CrmErp.Sdk;

/// <summary>A definition cannot run. It lists everything that is wrong, all at once; nothing was read or written.</summary>
public sealed class SyncDefinitionException : InvalidOperationException
{
    /// <summary>Creates the error.</summary>
    public SyncDefinitionException(IReadOnlyList<DefinitionProblem> problems)
        : base(Text(problems)) => Problems = problems;

    /// <summary>Everything that was found, warnings included.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; }

    private static string Text(IReadOnlyList<DefinitionProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        DefinitionProblem[] errors = [.. problems.Where(p => p.Severity == ErrorSeverity.Error)];
        var text = new StringBuilder(errors.Length == 1 ? "The sync definition has a problem:" : $"The sync definition has {errors.Length} problems:");
        foreach (var problem in errors)
        {
            text.Append('\n').Append("  ").Append(problem);
        }

        return text.ToString();
    }
}
