namespace CrmErp.Sdk.Connectors.Http.Json;

/// <summary>What a system writes for "empty" besides null and leaving a member out.</summary>
[Flags]
public enum EmptyForms
{
    /// <summary>Only null.</summary>
    None = 0,
    /// <summary>The empty text.</summary>
    Text = 1,
    /// <summary>The first day of the calendar, <c>0001-01-01</c>, also with a time.</summary>
    FirstDay = 2,
    /// <summary>The GUID of zeros.</summary>
    ZeroGuid = 4,
}

/// <summary>Reads a token in a system's own form.</summary>
/// <param name="field">The field.</param>
/// <param name="token">The raw JSON token, quotes included.</param>
/// <param name="value">The value.</param>
/// <returns>Whether the form was the system's own; otherwise the ordinary reading applies.</returns>
public delegate bool TokenReader(RecordField field, ReadOnlySpan<byte> token, out FieldValue value);

/// <summary>How a system writes values into JSON, as far as it differs from plain JSON with ISO 8601.</summary>
public sealed class JsonDialect
{
    /// <summary>Plain JSON.</summary>
    public static JsonDialect Plain { get; } = new();

    /// <summary>What stands for empty when it is read.</summary>
    public EmptyForms Empty { get; init; }

    /// <summary>Times without zone are UTC. Otherwise they are refused: guessing a zone moves times.</summary>
    public bool UnzonedIsUtc { get; init; }

    /// <summary>Reads a field in the system's own form; tried first. Null: none.</summary>
    public TokenReader? ReadToken { get; init; }

    /// <summary>Turns a text as it stands on the wire into the value (decoding of names, for fields that hold a closed list). Null: as it stands.</summary>
    public Func<RecordField, string, string>? DecodeText { get; init; }
}
