using CrmErp.Sdk.Diagnostics;

namespace CrmErp.Sdk;

/// <summary>One thing that is wrong, or worth knowing, with a definition or with a map against a live schema.</summary>
/// <param name="Code">The stable code; see the error catalogue.</param>
/// <param name="Severity">Whether it stops anything.</param>
/// <param name="Message">What is wrong and what to do, with the names.</param>
public sealed record DefinitionProblem(string Code, ErrorSeverity Severity, string Message)
{
    /// <summary>The entity, if it is about one.</summary>
    public string? Entity { get; init; }

    /// <summary>The connection, if it is about one.</summary>
    public string? Connection { get; init; }

    /// <summary>The canonical field or external path, if it is about one.</summary>
    public string? Field { get; init; }

    /// <summary>The code and the message.</summary>
    public override string ToString() => $"{Code} {(Severity == ErrorSeverity.Warning ? "warning: " : "")}{Message}";
}
