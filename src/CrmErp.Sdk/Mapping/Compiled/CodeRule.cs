using System.Runtime.CompilerServices;

namespace CrmErp.Sdk.Mapping;

/// <summary>Declared code between several canonical slots and several wire slots.</summary>
internal sealed class CodeRule(int group, IReadOnlyList<int> canonicalSlots, IReadOnlyList<int> wireSlots, ulong hash)
    : CompiledRule(group, canonicalSlots, wireSlots, hash)
{
    /// <summary>The most slots on a side.</summary>
    public const int MaxSlots = 16;

    protected override void ReadValues(Row record, Row image, MapProblems problems)
    {
        Values from = default, to = default;
        var missing = true;
        for (var i = 0; i < WireSlots.Count; i++)
        {
            from[i] = record[WireSlots[i]];
            missing &= from[i].IsMissing;
        }

        if (!missing && TryRead(from[..WireSlots.Count], to[..CanonicalSlots.Count]))
        {
            for (var i = 0; i < CanonicalSlots.Count; i++)
            {
                image[CanonicalSlots[i]] = to[i].TextOrNull() is { } text ? FieldValue.From(TextForm.Normalize(text)) : to[i];
            }
        }
        else if (!missing)
        {
            problems.Add(new(MappingCodes.ConverterFailed, Spec.Name, $"The rule '{Spec.Custom!.Name}' could not read {MapProblemText.Paths(this)}."));
        }
    }

    protected override void WriteValues(Row canonical, Row record, MapProblems problems)
    {
        Values from = default, to = default;
        var missing = true;
        for (var i = 0; i < CanonicalSlots.Count; i++)
        {
            from[i] = canonical[CanonicalSlots[i]];
            missing &= from[i].IsMissing;
        }

        if (!missing && TryWrite(from[..CanonicalSlots.Count], to[..WireSlots.Count]))
        {
            for (var i = 0; i < WireSlots.Count; i++)
            {
                record[WireSlots[i]] = to[i];
            }
        }
        else if (!missing)
        {
            problems.Add(new(MappingCodes.ConverterFailed, Spec.Name, $"The rule '{Spec.Custom!.Name}' could not write {MapProblemText.Fields(this)}."));
        }
    }

    // Code of the definition's author: whatever it throws concerns this one record.
    private bool TryRead(ReadOnlySpan<FieldValue> wire, Span<FieldValue> canonical)
    {
        try
        {
            Spec.Custom!.Read(wire, canonical);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    private bool TryWrite(ReadOnlySpan<FieldValue> canonical, Span<FieldValue> wire)
    {
        try
        {
            Spec.Custom!.Write(canonical, wire);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    [InlineArray(MaxSlots)]
    private struct Values
    {
        private FieldValue _first;
    }
}
