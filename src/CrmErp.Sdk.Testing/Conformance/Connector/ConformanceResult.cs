namespace CrmErp.Sdk.Testing;

/// <summary>How a check ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>The connector does what it declares.</summary>
    Passed = 1,
    /// <summary>The connector does not declare what is checked.</summary>
    NotApplicable = 2,
    /// <summary>The connector does something else than it declares.</summary>
    Failed = 3,
}

/// <summary>What one check found.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">What was seen and what was expected, or why it does not apply; empty when it passed.</param>
public sealed record ConformanceResult(string Check, ConformanceOutcome Outcome, string Message)
{
    /// <summary>Throws when the check failed, for test frameworks.</summary>
    /// <exception cref="InvalidOperationException">The check failed.</exception>
    public void EnsurePassed()
    {
        if (Outcome == ConformanceOutcome.Failed)
        {
            throw new InvalidOperationException(ToString());
        }
    }

    /// <summary>Name, outcome and message.</summary>
    public override string ToString() => Message.Length == 0 ? $"{Check}: {Outcome}" : $"{Check}: {Outcome}. {Message}";
}
