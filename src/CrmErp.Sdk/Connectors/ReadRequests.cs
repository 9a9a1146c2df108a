namespace CrmErp.Sdk.Connectors;

/// <summary>Asks for one page of all records, in id order.</summary>
public sealed class ReadPageRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object and its fields.</summary>
    public required RecordShape Shape { get; init; }

    /// <summary>The <see cref="ReadPageResult.Continuation"/> of the page before; null for the first page.</summary>
    public string? Continuation { get; init; }

    /// <summary>The most records wanted; 0 lets the connector choose.</summary>
    public int PageSize { get; init; }

    /// <summary>Only records that pass these conditions are wanted; a connector may serve more, never fewer.</summary>
    public IReadOnlyList<RecordFilter> Filters { get; init; } = [];

    /// <summary>Only ids and versions are wanted (a sweep); other fields may be left missing and hashes zero.</summary>
    public bool HeadsOnly { get; init; }
}

/// <summary>One page of all records.</summary>
/// <param name="Page">The records.</param>
/// <param name="Continuation">Asks for the next page; null after the last. Storable: a later process may go on with it.</param>
public sealed record ReadPageResult(RecordPage Page, string? Continuation);

/// <summary>Asks for records by id.</summary>
public sealed class GetManyRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object and its fields.</summary>
    public required RecordShape Shape { get; init; }

    /// <summary>The ids; none twice.</summary>
    public required IReadOnlyList<string> Ids { get; init; }
}

/// <summary>Asks for records by the value of a field.</summary>
public sealed class FindRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object and its fields.</summary>
    public required RecordShape Shape { get; init; }

    /// <summary>The field asked about: a path, or <see cref="RecordFilter.MarkerField"/> for our own marker.</summary>
    public required string Field { get; init; }

    /// <summary>The values, any of which matches.</summary>
    public required IReadOnlyList<FieldValue> Values { get; init; }

    /// <summary>Ask only for records created (or, where the system has no creation time, changed) since then. With no values this alone is asked.</summary>
    public DateTimeOffset? BornSince { get; init; }

    /// <summary>The most records wanted.</summary>
    public int Limit { get; init; } = 200;
}

/// <summary>Asks for the number of records.</summary>
public sealed class CountRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object.</summary>
    public required string Object { get; init; }

    /// <summary>The conditions.</summary>
    public IReadOnlyList<RecordFilter> Filters { get; init; } = [];
}

/// <summary>Asks for the cursor that stands for now.</summary>
public sealed class CurrentCursorRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object.</summary>
    public required string Object { get; init; }
}

/// <summary>Asks for the changes after a cursor.</summary>
public sealed class ChangesRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The object and its fields.</summary>
    public required RecordShape Shape { get; init; }

    /// <summary>The cursor: of the page before, or of <see cref="IChangeReader.GetCurrentCursorAsync"/>. Null reads from the beginning of time.</summary>
    public string? Cursor { get; init; }

    /// <summary>The most records wanted; 0 lets the connector choose.</summary>
    public int PageSize { get; init; }

    /// <summary>Only records that pass these conditions are wanted; a connector may serve more, never fewer.</summary>
    public IReadOnlyList<RecordFilter> Filters { get; init; } = [];
}

/// <summary>One page of changes and the cursor that is valid after it.</summary>
public sealed class ChangePage : IDisposable
{
    /// <summary>The changed records.</summary>
    public required RecordPage Records { get; init; }

    /// <summary>The deletions.</summary>
    public IReadOnlyList<Deletion> Deletions { get; init; } = [];

    /// <summary>Records whose content the source could not give (gap events): to be read by id.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>The source lost track of more than it can name: a full read is needed beside the feed.</summary>
    public bool NeedsFullRead { get; init; }

    /// <summary>Valid after this page, also when the page is empty.</summary>
    public required string Cursor { get; init; }

    /// <summary>Whether the window has more pages now.</summary>
    public bool HasMore { get; init; }

    /// <summary>Returns the page's buffers.</summary>
    public void Dispose() => Records.Dispose();
}

/// <summary>How a filter compares.</summary>
public enum FilterOperator
{
    /// <summary>Equal to one of the values.</summary>
    In = 1,
    /// <summary>Equal to none of the values.</summary>
    NotIn = 2,
    /// <summary>At least the one value.</summary>
    AtLeast = 3,
    /// <summary>At most the one value.</summary>
    AtMost = 4,
    /// <summary>Empty.</summary>
    IsEmpty = 5,
    /// <summary>Not empty.</summary>
    IsNotEmpty = 6,
}

/// <summary>One condition of a filter; all of a list must hold.</summary>
/// <param name="Field">The external field's path.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Values">What it compares with.</param>
public sealed record RecordFilter(string Field, FilterOperator Operator, IReadOnlyList<FieldValue> Values)
{
    /// <summary>Stands for our own marker or external id field in a <see cref="FindRequest"/>.</summary>
    public const string MarkerField = "$marker";
}
