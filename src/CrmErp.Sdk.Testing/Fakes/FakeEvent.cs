namespace CrmErp.Sdk.Testing;

/// <summary>Who changed a record.</summary>
public enum FakeActor
{
    /// <summary>A person, or another program of the house.</summary>
    People = 1,
    /// <summary>The sync engine, through a connector.</summary>
    Engine = 2,
    /// <summary>The system's own automation.</summary>
    Automation = 3,
}

/// <summary>What happened to a record.</summary>
public enum FakeEventKind
{
    /// <summary>It was made.</summary>
    Created = 1,
    /// <summary>Fields were changed.</summary>
    Updated = 2,
    /// <summary>It was deleted.</summary>
    Deleted = 3,
    /// <summary>It came back under its id.</summary>
    Restored = 4,
    /// <summary>It was merged into <see cref="FakeEvent.Related"/>.</summary>
    Merged = 5,
    /// <summary>It became <see cref="FakeEvent.Related"/> in another object.</summary>
    Consumed = 6,
}

/// <summary>One version of one record: the truth that laws are checked against. Never changed, never forgotten.</summary>
public sealed record FakeEvent
{
    /// <summary>The number in the world's one order of events.</summary>
    public required long Order { get; init; }

    /// <summary>The scope.</summary>
    public required string Scope { get; init; }

    /// <summary>The object.</summary>
    public required string Object { get; init; }

    /// <summary>The record.</summary>
    public required string Id { get; init; }

    /// <summary>What happened.</summary>
    public required FakeEventKind Kind { get; init; }

    /// <summary>Who did it.</summary>
    public required FakeActor Actor { get; init; }

    /// <summary>When it became visible, in real time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The modification time that the record shows, by the server's clock.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>The version that the record shows; null where the object has none.</summary>
    public string? Version { get; init; }

    /// <summary>All values afterwards; for deletions the last ones.</summary>
    public required IReadOnlyDictionary<string, FieldValue> Values { get; init; }

    /// <summary>The fields whose value moved.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The fields that the writer sent, with the values before the system coerced them.</summary>
    public IReadOnlyDictionary<string, FieldValue> Sent { get; init; } = new Dictionary<string, FieldValue>();

    /// <summary>For the engine's writes: its identity key.</summary>
    public string? Key { get; init; }

    /// <summary>For the engine's writes: the version it built on, if it said.</summary>
    public string? IfVersion { get; init; }

    /// <summary>The marker that the record carries.</summary>
    public string? Marker { get; init; }

    /// <summary>The survivor of a merge or the successor of a consumed record.</summary>
    public string? Related { get; init; }

    /// <summary>Order, actor, kind and record, without values.</summary>
    public override string ToString() => $"#{Order} {Actor} {Kind} {Object}/{Id}";
}
