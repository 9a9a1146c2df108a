using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>What all compiled rules share: the declared conditions.</summary>
internal abstract class CompiledRule(int group, IReadOnlyList<int> canonicalSlots, IReadOnlyList<int> wireSlots, ulong hash)
    : MapRule(group, canonicalSlots, wireSlots, hash)
{
    /// <summary>The canonical shape that conditions look at.</summary>
    public required EntityType Entity { get; init; }

    /// <summary>The declaration.</summary>
    public required RuleSpec Spec { get; init; }

    /// <summary>Conditions on the record without which nothing is read; empty when there are none.</summary>
    public CompiledFilter[] ReadWhen { get; init; } = [];

    public sealed override bool Applies(Row canonical) => Spec.When is null || Spec.When.Holds(Entity, canonical);

    public sealed override FieldValue Normalize(int canonicalSlot, FieldValue value) =>
        value.HasValue && Spec.Normalizer is { } normalizer ? normalizer.Normalize(value)
        : value.HasValue && Spec.Converter?.Normalize is { } normalize ? normalize(value)
        : value;

    public sealed override void Read(Row record, Row image, MapProblems problems)
    {
        if (ReadWhen.Length == 0 || CompiledFilter.All(ReadWhen, record))
        {
            ReadValues(record, image, problems);
        }
    }

    public sealed override void Write(Row canonical, Row record, MapProblems problems)
    {
        if (Applies(canonical))
        {
            WriteValues(canonical, record, problems);
        }
    }

    protected abstract void ReadValues(Row record, Row image, MapProblems problems);

    protected abstract void WriteValues(Row canonical, Row record, MapProblems problems);
}

/// <summary>A filter condition on a wire slot.</summary>
internal sealed record CompiledFilter(int Slot, RecordFilter Filter)
{
    public static bool All(CompiledFilter[] filters, Row record)
    {
        foreach (var filter in filters)
        {
            if (!filter.Holds(record[filter.Slot]))
            {
                return false;
            }
        }

        return true;
    }

    public bool Holds(FieldValue value) => Filter.Operator switch
    {
        FilterOperator.In => Contains(value),
        FilterOperator.NotIn => !Contains(value),
        FilterOperator.AtLeast => Compare(value, Filter.Values[0]) is >= 0,
        FilterOperator.AtMost => Compare(value, Filter.Values[0]) is <= 0,
        FilterOperator.IsEmpty => value.IsEmpty,
        FilterOperator.IsNotEmpty => !value.IsEmpty,
        _ => throw new InvalidOperationException($"Filter operator {Filter.Operator} is unknown."),
    };

    private bool Contains(FieldValue value)
    {
        foreach (var candidate in Filter.Values)
        {
            if (candidate == value || (candidate.IsEmpty && value.IsEmpty))
            {
                return true;
            }
        }

        return false;
    }

    // An empty value is neither at least nor at most anything; so is a value of another kind.
    private static int? Compare(FieldValue left, FieldValue right) => (left.Kind, right.Kind) switch
    {
        (FieldKind.Integer or FieldKind.Decimal, FieldKind.Integer or FieldKind.Decimal) => left.AsDecimal().CompareTo(right.AsDecimal()),
        (FieldKind.Date, FieldKind.Date) => left.AsDate().CompareTo(right.AsDate()),
        (FieldKind.Instant, FieldKind.Instant) => left.AsInstant().CompareTo(right.AsInstant()),
        (FieldKind.Text, FieldKind.Text) => string.CompareOrdinal(left.AsText(), right.AsText()),
        _ => null,
    };
}
