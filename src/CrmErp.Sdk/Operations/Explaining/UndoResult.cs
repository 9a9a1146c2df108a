namespace CrmErp.Sdk;

/// <summary>What is to be undone: all that one run set, or the last change of one field group.</summary>
public sealed record UndoScope
{
    private UndoScope()
    {
    }

    internal Guid RunId { get; private init; }

    internal string? Entity { get; private init; }

    internal GoldenId GoldenId { get; private init; }

    internal string Field { get; private init; } = "";

    /// <summary>All golden values that a run changed (<see cref="RunResult.Id"/>, <see cref="ValueOrigin.RunId"/>).</summary>
    /// <exception cref="ArgumentException">The identity is empty.</exception>
    public static UndoScope Run(Guid runId) =>
        runId == Guid.Empty ? throw new ArgumentException("Name the run: the empty identity is none.", nameof(runId)) : new UndoScope { RunId = runId };

    /// <summary>The last change of a field of a golden record, with the fields that change hands with it.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="goldenId">The golden record.</param>
    /// <param name="field">The canonical field.</param>
    public static UndoScope Change(string entity, GoldenId goldenId, string field)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entity);
        ArgumentException.ThrowIfNullOrWhiteSpace(field);
        return new UndoScope { Entity = entity, GoldenId = goldenId, Field = field };
    }

    /// <summary>The run or the field.</summary>
    public override string ToString() => Entity is null ? $"run {RunId:n}" : $"{Entity} {GoldenId} {Field}";
}

/// <summary>What became of one change that was to be undone.</summary>
public enum UndoOutcome
{
    /// <summary>The value before is golden again, and is sent to every side that lacks it.</summary>
    Undone = 1,
    /// <summary>Somebody changed it since, or a conflict about it is open: it was left alone.</summary>
    ChangedSince = 2,
    /// <summary>It cannot be taken back by values: a record was made, deleted or merged. It is listed for a person.</summary>
    NotReversible = 3,
}

/// <summary>One change that was to be undone.</summary>
public sealed record UndoItem
{
    /// <summary>The entity.</summary>
    public required string Entity { get; init; }

    /// <summary>The golden record.</summary>
    public required GoldenId GoldenId { get; init; }

    /// <summary>The field group; empty for what is about the record as a whole.</summary>
    public string Group { get; init; } = "";

    /// <summary>What became of it.</summary>
    public required UndoOutcome Outcome { get; init; }

    /// <summary>The fields: what is golden now, and what was before the change.</summary>
    public IReadOnlyList<PlanField> Fields { get; init; } = [];

    /// <summary>Why it was left, in words; empty when it was undone.</summary>
    public string Why { get; init; } = "";

    /// <summary>Record, group and outcome; the values may be personal data.</summary>
    public override string ToString() => $"{Entity} {GoldenId} {Group} {Outcome}";
}

/// <summary>What an undo does, or did.</summary>
public sealed class UndoResult
{
    /// <summary>Every change of the scope, in the order in which they were made.</summary>
    public required IReadOnlyList<UndoItem> Items { get; init; }

    /// <summary>How many came out so.</summary>
    public int Count(UndoOutcome outcome) => Items.Count(i => i.Outcome == outcome);
}
