namespace CrmErp.Sdk.Diagnostics;

/// <summary>One entry of the catalogue of errors and warnings.</summary>
/// <param name="Code">The stable code, such as <c>CES1003</c>.</param>
/// <param name="Severity">Whether it stops anything.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Cause">How it comes about.</param>
/// <param name="Fix">What to do.</param>
/// <param name="RetryIsSafe">Whether trying again unchanged can do no harm (it may do no good).</param>
public sealed record ErrorDescriptor(string Code, ErrorSeverity Severity, string Title, string Cause, string Fix, bool RetryIsSafe = true);

/// <summary>How bad it is.</summary>
public enum ErrorSeverity
{
    /// <summary>Worth knowing; nothing stops.</summary>
    Warning = 1,
    /// <summary>What it is about does not run until it is mended.</summary>
    Error = 2,
}
