using System.Collections;

namespace CrmErp.Sdk;

/// <summary>One line of a document: our identity and its content.</summary>
/// <param name="Id">Our identity of the line; empty on external records, where <paramref name="RemoteId"/> names it.</param>
/// <param name="Fields">The content.</param>
/// <param name="RemoteId">The line's key in the system it was read from; null on canonical images.</param>
public sealed record Line(LineId Id, Row Fields, string? RemoteId = null)
{
    /// <summary>The identity only.</summary>
    public override string ToString() => RemoteId ?? Id.ToString();
}

/// <summary>The lines of a document, in order. Immutable: an edit makes a new list. Equal when order, identities and contents are.</summary>
public sealed class LineList : IReadOnlyList<Line>, IEquatable<LineList>
{
    private readonly Line[] _lines;

    /// <summary>Creates a list.</summary>
    public LineList(IEnumerable<Line> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        _lines = [.. lines];
    }

    /// <summary>The list without lines.</summary>
    public static LineList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _lines.Length;

    /// <inheritdoc/>
    public Line this[int index] => _lines[index];

    /// <summary>The line of an identity, or null.</summary>
    public Line? Find(LineId id) => Array.Find(_lines, l => l.Id == id);

    /// <inheritdoc/>
    public bool Equals(LineList? other)
    {
        if (other is null || other._lines.Length != _lines.Length)
        {
            return false;
        }

        for (var i = 0; i < _lines.Length; i++)
        {
            var (left, right) = (_lines[i], other._lines[i]);
            if (left.Id != right.Id || !string.Equals(left.RemoteId, right.RemoteId, StringComparison.Ordinal) || !left.Fields.Values.SequenceEqual(right.Fields.Values))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LineList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var line in _lines)
        {
            hash.Add(line.Id);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<Line> GetEnumerator() => ((IEnumerable<Line>)_lines).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of lines.</summary>
    public override string ToString() => $"{Count} lines";
}
