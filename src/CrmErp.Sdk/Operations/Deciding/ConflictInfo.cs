namespace CrmErp.Sdk;

/// <summary>What a field conflict is about. It holds field values: for people, never for logs.</summary>
public sealed record ConflictInfo
{
    /// <summary>The contested fields.</summary>
    public required IReadOnlyList<ConflictField> Fields { get; init; }

    /// <summary>Why a person is asked, such as <c>chain ended</c>, <c>clear</c>, <c>oscillation</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Who set the golden value.</summary>
    public required ConflictSide Golden { get; init; }

    /// <summary>Whose value stands against it.</summary>
    public required ConflictSide Candidate { get; init; }

    /// <summary>The answer that the evidence speaks for; null when it speaks for none.</summary>
    public ConflictAnswer? Suggestion { get; init; }

    /// <summary>What speaks for it.</summary>
    public string? Because { get; init; }

    /// <summary>The fields; the values may be personal data.</summary>
    public override string ToString() => string.Join(", ", Fields);
}

/// <summary>One contested field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Golden">The golden value.</param>
/// <param name="Candidate">The spoke's value.</param>
/// <param name="Before">What was agreed before; missing when nothing was.</param>
public sealed record ConflictField(string Field, FieldValue Golden, FieldValue Candidate, FieldValue Before)
{
    /// <summary>The field; the values may be personal data.</summary>
    public override string ToString() => Field;
}

/// <summary>One side of a conflict: who, and when as far as it is known.</summary>
/// <param name="By">The spoke, or <c>workflow:...</c>, <c>person:...</c>; empty when nobody set the value.</param>
/// <param name="ChangedAfter">It was changed after this time, by that system's clock; null when nothing is known.</param>
/// <param name="ChangedBefore">It was changed at this time at the latest, by that system's clock; null when nothing is known.</param>
public sealed record ConflictSide(string By, DateTimeOffset? ChangedAfter, DateTimeOffset? ChangedBefore);

/// <summary>What one answer to many conflicts would do.</summary>
public sealed class ConflictPreview
{
    /// <summary>What would become of each entry, in their order.</summary>
    public required IReadOnlyList<OperationOutcome> Outcomes { get; init; }

    /// <summary>The writes that would follow, with old and new values, and what else would be open.</summary>
    public required IReadOnlyList<PlanItem> Items { get; init; }
}
