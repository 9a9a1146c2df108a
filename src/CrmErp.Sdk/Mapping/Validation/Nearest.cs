namespace CrmErp.Sdk.Mapping;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The nearest name without regard to case; null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var limit = Math.Max(2, name.Length / 3);
        foreach (var candidate in candidates)
        {
            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant(), limit);
            if (distance <= limit && (best is null || distance < limit))
            {
                (best, limit) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>The end of a sentence: a question when a name is near, else a full stop.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) => Find(name, candidates) is { } near ? $". Did you mean '{near}'?" : ".";

    // Edits, and swaps of neighbours, between two texts; more than the limit is not counted out.
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return limit + 1;
        }

        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1),
                    Math.Min(rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), Swapped(left, right, i, j) ? rows[i - 2, j - 2] + 1 : int.MaxValue));
            }
        }

        return rows[left.Length, right.Length];
    }

    private static bool Swapped(string left, string right, int i, int j) => i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
}
