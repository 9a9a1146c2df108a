namespace CrmErp.Sdk;

/// <summary>What became of a table of decisions.</summary>
public sealed class ReviewImport
{
    /// <summary>Pairs that were judged now.</summary>
    public int Judged { get; internal set; }

    /// <summary>Pairs without a decision; they stay open.</summary>
    public int Undecided { get; internal set; }

    /// <summary>Pairs that are not in question any more, or about which the same was said before.</summary>
    public int AlreadyClosed { get; internal set; }

    /// <summary>Pairs with a record that moved since the table was written; look at them again.</summary>
    public int Stale { get; internal set; }

    /// <summary>Pairs with a record that is not known.</summary>
    public int NotFound { get; internal set; }

    /// <summary>What is wrong with the table, by line. When anything is, nothing was judged.</summary>
    public IReadOnlyList<ReviewProblem> Problems { get; internal init; } = [];
}

/// <summary>What is wrong with one line of a table.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Message">What is wrong.</param>
public sealed record ReviewProblem(int Line, string Message);
