using System.Collections.Frozen;
using System.Text;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// Unicode normalisation form C, the same in every process. Text without combining marks, which is nearly all text, is answered as it is.
/// </summary>
internal static class Composition
{
    /// <summary>The first character that may combine with another; what is below stands for itself.</summary>
    public const char FirstCombining = '\u0300';

    private const int HangulSyllables = 0xAC00;
    private const int LeadingJamo = 0x1100;
    private const int VowelJamo = 0x1161;
    private const int TrailingJamo = 0x11A7;
    private const int Vowels = 21;
    private const int Trailings = 28;
    private const int Syllables = 11172;

    public static string Compose(string text)
    {
        // Texts are short; a plain loop is as fast as a vectorised search and never allocates.
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= FirstCombining)
            {
                return IsComposed(text.AsSpan(i)) ? text : Recompose(text);
            }
        }

        return text;
    }

    private static bool IsComposed(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value >= FirstCombining && Index.Suspects.Contains(rune.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static string Recompose(string text)
    {
        var points = new List<int>(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                Decompose(char.ConvertToUtf32(text[i], text[++i]), points);
            }
            else
            {
                Decompose(text[i], points);
            }
        }

        Reorder(points);
        ComposePairs(points);
        var result = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            // A lone half of a surrogate pair is not a character, but it is what the system served.
            _ = point is >= 0xD800 and <= 0xDFFF ? result.Append((char)point) : result.Append(new Rune(point).ToString());
        }

        return result.ToString();
    }

    private static void Decompose(int point, List<int> output)
    {
        var syllable = point - HangulSyllables;
        if (syllable is >= 0 and < Syllables)
        {
            output.Add(LeadingJamo + (syllable / (Vowels * Trailings)));
            output.Add(VowelJamo + (syllable % (Vowels * Trailings) / Trailings));
            if (syllable % Trailings != 0)
            {
                output.Add(TrailingJamo + (syllable % Trailings));
            }

            return;
        }

        if (point < 0xC0 || !TryFind(CompositionTable.Decompositions, point, out var entry))
        {
            output.Add(point);
            return;
        }

        Decompose(CompositionTable.Decompositions[entry + 1], output);
        if (Math.Abs(CompositionTable.Decompositions[entry + 2]) is not 0 and var second)
        {
            Decompose(second, output);
        }
    }

    private static void Reorder(List<int> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var rank = ClassOf(points[i]);
            for (var j = i; rank != 0 && j > 0 && ClassOf(points[j - 1]) > rank; j--)
            {
                (points[j - 1], points[j]) = (points[j], points[j - 1]);
            }
        }
    }

    private static void ComposePairs(List<int> points)
    {
        int starter = -1, last = 0, kept = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var rank = ClassOf(points[i]);
            var blocked = starter < 0 || (last != 0 && last >= rank) || (last == 0 && starter != kept - 1);
            if (!blocked && TryPair(points[starter], points[i], out var composed))
            {
                points[starter] = composed;
                continue;
            }

            if (rank == 0)
            {
                starter = kept;
            }

            last = rank;
            points[kept++] = points[i];
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static bool TryPair(int first, int second, out int composed)
    {
        composed = 0;
        if (first - LeadingJamo is >= 0 and < 19 and var leading && second - VowelJamo is >= 0 and < Vowels and var vowel)
        {
            composed = HangulSyllables + (((leading * Vowels) + vowel) * Trailings);
            return true;
        }

        if (first - HangulSyllables is >= 0 and < Syllables and var syllable && syllable % Trailings == 0 && second - TrailingJamo is > 0 and < Trailings and var trailing)
        {
            composed = first + trailing;
            return true;
        }

        return Index.Pairs.TryGetValue((first, second), out composed);
    }

    private static int ClassOf(int point)
    {
        var ranges = CompositionTable.CombiningClasses;
        int low = 0, high = (ranges.Length / 3) - 1;
        while (point >= FirstCombining && low <= high)
        {
            var middle = (low + high) / 2;
            if (point < ranges[middle * 3])
            {
                high = middle - 1;
            }
            else if (point > ranges[(middle * 3) + 1])
            {
                low = middle + 1;
            }
            else
            {
                return ranges[(middle * 3) + 2];
            }
        }

        return 0;
    }

    private static bool TryFind(ReadOnlySpan<int> triples, int point, out int entry)
    {
        int low = 0, high = (triples.Length / 3) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            entry = middle * 3;
            if (triples[entry] == point)
            {
                return true;
            }

            if (triples[entry] < point)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        entry = -1;
        return false;
    }

    // Built when the first text with characters beyond Latin is met.
    private static class Index
    {
        public static readonly FrozenDictionary<(int First, int Second), int> Pairs = MakePairs();

        /// <summary>Characters whose presence may mean that a text is not composed.</summary>
        public static readonly FrozenSet<int> Suspects = MakeSuspects();

        private static FrozenDictionary<(int First, int Second), int> MakePairs()
        {
            var pairs = new Dictionary<(int, int), int>();
            var triples = CompositionTable.Decompositions;
            for (var i = 0; i < triples.Length; i += 3)
            {
                if (triples[i + 2] > 0)
                {
                    pairs.Add((triples[i + 1], triples[i + 2]), triples[i]);
                }
            }

            return pairs.ToFrozenDictionary();
        }

        private static FrozenSet<int> MakeSuspects()
        {
            var suspects = new HashSet<int>();
            var triples = CompositionTable.Decompositions;
            for (var i = 0; i < triples.Length; i += 3)
            {
                suspects.Add(triples[i + 2] > 0 ? triples[i + 2] : triples[i]);
            }

            var ranges = CompositionTable.CombiningClasses;
            for (var i = 0; i < ranges.Length; i += 3)
            {
                suspects.UnionWith(Enumerable.Range(ranges[i], ranges[i + 1] - ranges[i] + 1));
            }

            suspects.UnionWith(Enumerable.Range(VowelJamo, Vowels));
            suspects.UnionWith(Enumerable.Range(TrailingJamo + 1, Trailings - 1));
            return suspects.ToFrozenSet();
        }
    }
}
