using System.IO.Hashing;
using System.Text;

namespace CrmErp.Sdk.Connectors;

/// <summary>The schema of one object, as the system describes it to this user, or as the connector package ships it for its standard maps.</summary>
public sealed class ObjectMetadata
{
    /// <summary>The object, as the system calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The fields.</summary>
    public required IReadOnlyList<FieldMetadata> Fields { get; init; }

    /// <summary>Whether this user may create records; null where the system does not say.</summary>
    public bool? CanCreate { get; init; }

    /// <summary>Whether this user may change records; null where the system does not say.</summary>
    public bool? CanUpdate { get; init; }

    /// <summary>Whether this user may delete records; null where the system does not say.</summary>
    public bool? CanDelete { get; init; }

    /// <summary>The field of a path, or null.</summary>
    public FieldMetadata? Find(string path)
    {
        foreach (var candidate in Fields)
        {
            if (string.Equals(candidate.Path, path, StringComparison.Ordinal))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>A hash over everything that a map depends on: when it moves, the schema drifted.</summary>
    public ulong ComputeHash()
    {
        var text = new StringBuilder(Name);
        foreach (var entry in Fields.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            text.Append('\n').Append(entry.Fingerprint());
        }

        return XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>The schema of one external field.</summary>
public sealed class FieldMetadata
{
    /// <summary>The path in the connector's vocabulary.</summary>
    public required string Path { get; init; }

    /// <summary>The kind its values are read as.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>The system's own type name.</summary>
    public string? NativeType { get; init; }

    /// <summary>The most UTF-16 code units of a text; null where unlimited or unknown.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Digits in total, for numbers.</summary>
    public int? Precision { get; init; }

    /// <summary>Digits behind the point, for numbers: values are rounded to it by the system.</summary>
    public int? Scale { get; init; }

    /// <summary>Must be given on create.</summary>
    public bool Required { get; init; }

    /// <summary>May be given on create. The default is true.</summary>
    public bool Createable { get; init; } = true;

    /// <summary>May be changed. The default is true.</summary>
    public bool Updateable { get; init; } = true;

    /// <summary>Can be cleared. The default is true.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>No two records hold the same value.</summary>
    public bool Unique { get; init; }

    /// <summary>Can be searched by.</summary>
    public bool Filterable { get; init; } = true;

    /// <summary>The closed list of values, if there is one and it is enforced.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>For references: the object pointed to.</summary>
    public string? ReferenceTo { get; init; }

    /// <summary>For lines: the schema of a line.</summary>
    public ObjectMetadata? Lines { get; init; }

    /// <summary>What the system does to a value when it stores it, as far as it is declared.</summary>
    public Coercions Coercion { get; init; }

    /// <summary>The currency of the amounts when the system has no currency field beside it.</summary>
    public string? Currency { get; init; }

    internal string Fingerprint() =>
        $"{Path}|{Kind}|{MaxLength}|{Precision}|{Scale}|{Required}|{Createable}|{Updateable}|{Nullable}|{Unique}|{ReferenceTo}|{Coercion}|{string.Join(',', Values)}|{Lines?.ComputeHash()}";
}

/// <summary>What a system does to a value when it stores it. Applied in the order of the members.</summary>
[Flags]
public enum Coercions
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>White space at the end is cut.</summary>
    TrimEnd = 1,
    /// <summary>White space at both ends is cut.</summary>
    Trim = 2,
    /// <summary>Letters become upper case.</summary>
    UpperCase = 4,
    /// <summary>Letters become lower case.</summary>
    LowerCase = 8,
    /// <summary>Text is cut at <see cref="FieldMetadata.MaxLength"/> (instead of being refused).</summary>
    Truncate = 16,
    /// <summary>Numbers are rounded half away from zero to <see cref="FieldMetadata.Scale"/>.</summary>
    Round = 32,
    /// <summary>The empty text is stored as null, or null as the empty text: they are one value.</summary>
    EmptyIsNull = 64,
    /// <summary>Times lose everything below the second.</summary>
    WholeSeconds = 128,
    /// <summary>Line ends become a single \n.</summary>
    NormalizeLineEnds = 256,
}

/// <summary>Asks for metadata.</summary>
public sealed class MetadataRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The objects wanted.</summary>
    public required IReadOnlyList<string> Objects { get; init; }
}
