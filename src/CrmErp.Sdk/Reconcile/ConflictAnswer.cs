namespace CrmErp.Sdk;

/// <summary>How a person decides a field conflict.</summary>
public sealed record ConflictAnswer
{
    private ConflictAnswer(string kind) => Kind = kind;

    /// <summary>takeCandidate, keepGolden, keepApart or custom.</summary>
    public string Kind { get; }

    /// <summary>For custom answers: the values by field name.</summary>
    public IReadOnlyDictionary<string, FieldValue>? Values { get; private init; }

    /// <summary>The spoke's value becomes golden.</summary>
    public static ConflictAnswer TakeCandidate { get; } = new("takeCandidate");

    /// <summary>The golden value stands and is sent to the spoke.</summary>
    public static ConflictAnswer KeepGolden { get; } = new("keepGolden");

    /// <summary>Both stay as they are until one of them changes.</summary>
    public static ConflictAnswer KeepApart { get; } = new("keepApart");

    /// <summary>A third value becomes golden everywhere.</summary>
    public static ConflictAnswer Custom(IReadOnlyDictionary<string, FieldValue> values) => new("custom") { Values = values };
}
