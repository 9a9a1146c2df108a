using System.Text;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>How a value becomes a part of a match key: values with one key are one value for matching. Name and version stand for the code.</summary>
public sealed class MatchBy
{
    private readonly Func<string, string?> _normalize;

    private MatchBy(string name, int version, Func<string, string?> normalize)
    {
        Name = name;
        Version = version;
        _normalize = normalize;
    }

    /// <summary>The name; stable.</summary>
    public string Name { get; }

    /// <summary>The version of the code behind the name.</summary>
    public int Version { get; }

    /// <summary>Text without regard to case, with single blanks. The default.</summary>
    public static MatchBy Text { get; } = new("Text", 1, value => string.Join(' ', value.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>The text as it is, case and all.</summary>
    public static MatchBy Exact { get; } = new("Exact", 1, value => value);

    /// <summary>Letters and digits only, without regard to case: tax ids, numbers, codes.</summary>
    public static MatchBy Code { get; } = new("Code", 1, value => Keep(value.ToUpperInvariant(), char.IsLetterOrDigit));

    /// <summary>An e-mail address: without regard to case and without blanks around; no address, no key.</summary>
    public static MatchBy Email { get; } = new("Email", 1, value => value.Trim() is var address && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1 ? address.ToLowerInvariant() : null);

    /// <summary>Digits only, the last nine of them; fewer than six make no key.</summary>
    public static MatchBy Phone { get; } = new("Phone", 1, value => Keep(value, char.IsAsciiDigit) is { Length: >= 6 } digits ? digits[Math.Max(0, digits.Length - 9)..] : null);

    /// <summary>A key of your own.</summary>
    /// <param name="name">Names the code; stable.</param>
    /// <param name="version">Raise it whenever the code gives other keys; from 1.</param>
    /// <param name="normalize">Pure; null or an empty text means no key.</param>
    public static MatchBy Custom(string name, int version, Func<string, string?> normalize)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentNullException.ThrowIfNull(normalize);
        return new(name, version, normalize);
    }

    /// <summary>Name and version.</summary>
    public override string ToString() => $"{Name} v{Version}";

    internal string? Of(FieldValue value) => value.HasValue ? _normalize(value.TextOrNull() ?? ValueText.Plain(value)) : null;

    private static string Keep(string text, Func<char, bool> keep)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (keep(character))
            {
                kept.Append(character);
            }
        }

        return kept.ToString();
    }
}
