namespace CrmErp.Sdk.Connectors.Http.Json;

/// <summary>
/// Where things stand in a system's JSON. Paths are dotted (<c>d.results</c>, <c>Account.Name</c>); a path that begins with
/// <c>@</c> is one name (<c>@odata.etag</c>).
/// </summary>
public sealed class JsonRecordLayout
{
    /// <summary>The array of records in a page; null when the body is a record, or an array of records, itself.</summary>
    public string? Items { get; init; }

    /// <summary>The link or token of the next page.</summary>
    public string? NextLink { get; init; }

    /// <summary>The number of records in all.</summary>
    public string? TotalCount { get; init; }

    /// <summary>A record's id.</summary>
    public required string Id { get; init; }

    /// <summary>A record's version.</summary>
    public string? Version { get; init; }

    /// <summary>When a record was changed.</summary>
    public string? Modified { get; init; }

    /// <summary>When a record was made.</summary>
    public string? Created { get; init; }

    /// <summary>Our marker on a record.</summary>
    public string? Marker { get; init; }

    /// <summary>Members that the connector itself needs, read with <see cref="JsonRecordPage.Extra"/>.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];

    /// <summary>A line's id. The default is that of a record.</summary>
    public string? LineId { get; init; }

    /// <summary>Where the lines of a record stand when they have an envelope of their own; null when they are a plain array.</summary>
    public string? LineItems { get; init; }

    /// <summary>The link to further lines in such an envelope.</summary>
    public string? LineNextLink { get; init; }

    /// <summary>The path of a field in a record, where it is not the field's own.</summary>
    public Func<RecordField, string>? PathOf { get; init; }

    internal static string[] Split(string path) => path.StartsWith('@') ? [path] : path.Split('.');
}
