using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>One side of a conflict, as a policy sees it. Candidates are sorted by connection; none is "incoming".</summary>
/// <param name="Connection">The connection the value comes from; null when a workflow or a person set it.</param>
/// <param name="Values">The group's values, in the order of its slots.</param>
/// <param name="ChangedAfter">The value was changed after this time; null when unknown.</param>
/// <param name="ChangedBefore">The value was changed no later than this time; null when unknown.</param>
/// <param name="ClockError">The bound of clock and commit error of that system.</param>
public sealed record ConflictCandidate(ConnectionId? Connection, IReadOnlyList<FieldValue> Values, DateTimeOffset? ChangedAfter, DateTimeOffset? ChangedBefore, TimeSpan ClockError)
{
    /// <summary>Whether every value is empty.</summary>
    public bool IsEmpty => Values.All(v => v.IsEmpty);
}

/// <summary>
/// One step of a conflict policy. Steps form a chain; a step that cannot decide passes on, and the end of every chain is a person.
/// A step is pure and total over its candidates: the same candidates in the same order give the same answer.
/// </summary>
public sealed class Resolve
{
    private readonly Func<IReadOnlyList<ConflictCandidate>, ConnectionId?, int?> _decide;

    private Resolve(string name, Func<IReadOnlyList<ConflictCandidate>, ConnectionId?, int?> decide)
    {
        Name = name;
        _decide = decide;
    }

    /// <summary>The connection that the step names; null when it names none.</summary>
    internal string? Connection { get; private init; }

    /// <summary>The step's name, such as <c>Latest</c> or <c>Prefer(crm)</c>; stored with every decision.</summary>
    public string Name { get; }

    /// <summary>The value that was certainly changed later, beyond the clock and commit errors of both systems; else passes on.</summary>
    public static Resolve Latest { get; } = new("Latest", (candidates, _) => LatestOf(candidates));

    /// <summary>The value that is not empty, when exactly one is; else passes on.</summary>
    public static Resolve NonEmpty { get; } = new("NonEmpty", (candidates, _) => Single(candidates, c => !c.IsEmpty));

    /// <summary>A person decides; the group is held until then. The end of every chain.</summary>
    public static Resolve Ask { get; } = new("Ask", (_, _) => null);

    /// <summary>The value of a connection, when exactly one candidate comes from it; else passes on.</summary>
    public static Resolve Prefer(string connection)
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        return new($"Prefer({connection})", (candidates, _) => Single(candidates, c => c.Connection == new ConnectionId(connection))) { Connection = connection };
    }

    /// <summary>A rule of your own: the index of the winning candidate, or null to pass on. It must be pure.</summary>
    /// <param name="name">The step's name; stored with every decision.</param>
    /// <param name="decide">Gets the candidates sorted by connection.</param>
    public static Resolve Custom(string name, Func<IReadOnlyList<ConflictCandidate>, int?> decide)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(decide);
        return new(name, (candidates, _) => decide(candidates));
    }

    /// <summary>The index of the winning candidate, or null when this step passes on.</summary>
    public int? Decide(IReadOnlyList<ConflictCandidate> candidates) => _decide(candidates, null);

    /// <summary>The step's name.</summary>
    public override string ToString() => Name;

    private static int? LatestOf(IReadOnlyList<ConflictCandidate> candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].ChangedAfter is { } after && AllEarlier(candidates, i, after - candidates[i].ClockError))
            {
                return i;
            }
        }

        return null;
    }

    private static bool AllEarlier(IReadOnlyList<ConflictCandidate> candidates, int winner, DateTimeOffset after)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (i != winner && (candidates[i].ChangedBefore is not { } before || before + candidates[i].ClockError >= after))
            {
                return false;
            }
        }

        return candidates.Count > 1;
    }

    private static int? Single(IReadOnlyList<ConflictCandidate> candidates, Func<ConflictCandidate, bool> predicate)
    {
        int? found = null;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!predicate(candidates[i]))
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = i;
        }

        return found;
    }
}
