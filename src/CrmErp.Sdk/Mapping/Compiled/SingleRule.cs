using System.Collections.Frozen;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>One canonical slot and one wire slot.</summary>
internal sealed class SingleRule : CompiledRule
{
    private readonly int _canonical;
    private readonly int _wire;
    private readonly Conversion _conversion;

    public SingleRule(int group, int canonical, int wire, ulong hash, Conversion conversion)
        : base(group, [canonical], [wire], hash)
    {
        _canonical = canonical;
        _wire = wire;
        _conversion = conversion;
    }

    /// <summary>The wire value that stands for empty; missing when the system has null.</summary>
    public FieldValue EmptyIs { get; init; }

    /// <summary>Whether an empty text is read as empty.</summary>
    public bool EmptyTextIsNull { get; init; }

    /// <summary>How long texts may be on the wire.</summary>
    public TextLimit Limit { get; init; }

    /// <summary>The closed list of texts that the external field accepts; null when it is open.</summary>
    public FrozenSet<string>? Accepted { get; init; }

    protected override void ReadValues(Row record, Row image, MapProblems problems)
    {
        var wire = record[_wire];
        if (wire.IsMissing)
        {
            return;
        }

        if (IsEmpty(wire))
        {
            wire = FieldValue.Null;
            if (!_conversion.HandlesNull)
            {
                image[_canonical] = wire;
                return;
            }
        }

        if (!_conversion.TryRead(wire, out var canonical))
        {
            problems.Add(MapProblemText.NotRead(_conversion.ReadProblem, this, wire));
            return;
        }

        image[_canonical] = canonical.TextOrNull() is { } text ? FieldValue.From(TextForm.Normalize(text)) : canonical;
    }

    protected override void WriteValues(Row canonical, Row record, MapProblems problems)
    {
        var value = canonical[_canonical];
        if (value.IsMissing)
        {
            return;
        }

        var wire = FieldValue.Null;
        if ((value.HasValue || _conversion.HandlesNull) && !_conversion.TryWrite(value, out wire))
        {
            problems.Add(MapProblemText.NotWritten(_conversion.WriteProblem, this, value));
            return;
        }

        if (wire.TextOrNull() is { } text)
        {
            if (!Limit.TryFit(text, out text))
            {
                problems.Add(MapProblemText.TooLong(this, Limit.Length!.Value));
                return;
            }

            if (Accepted is not null && text.Length > 0 && !Accepted.Contains(text))
            {
                problems.Add(MapProblemText.NotWritten(MappingCodes.ValueNotWritten, this, value));
                return;
            }

            wire = FieldValue.From(text);
        }

        record[_wire] = wire.IsNull && !EmptyIs.IsMissing ? EmptyIs : wire;
    }

    private bool IsEmpty(FieldValue wire) =>
        wire.IsNull || (EmptyTextIsNull && wire.TextOrNull() is { Length: 0 }) || (!EmptyIs.IsMissing && wire == EmptyIs);
}

/// <summary>How long a text may be on the wire, in UTF-16 code units.</summary>
/// <param name="Length">The length; null is unlimited.</param>
/// <param name="Cuts">Whether longer texts are cut rather than refused.</param>
internal readonly record struct TextLimit(int? Length, bool Cuts)
{
    public bool TryFit(string text, out string fitted)
    {
        fitted = text;
        if (Length is not { } length || text.Length <= length)
        {
            return true;
        }

        if (Cuts)
        {
            fitted = Coercion.Cut(text, length);
        }

        return Cuts;
    }
}
