namespace CrmErp.Sdk.Mapping;

/// <summary>
/// Several canonical texts and the lines of one external text (a street of three lines and one text area). The last canonical field
/// takes all lines that are left, line ends included, so nothing is lost.
/// </summary>
internal sealed class JoinedLinesRule(int group, IReadOnlyList<int> canonicalSlots, int wire, ulong hash)
    : CompiledRule(group, canonicalSlots, [wire], hash)
{
    /// <summary>How long the external text may be.</summary>
    public TextLimit Limit { get; init; }

    protected override void ReadValues(Row record, Row image, MapProblems problems)
    {
        var value = record[wire];
        if (value.IsMissing)
        {
            return;
        }

        if (value.HasValue && value.Kind != FieldKind.Text)
        {
            problems.Add(MapProblemText.NotRead(MappingCodes.WrongKind, this, value));
            return;
        }

        var rest = TextForm.Normalize(value.TextOrNull() ?? "");
        for (var i = 0; i < CanonicalSlots.Count; i++)
        {
            var end = i == CanonicalSlots.Count - 1 ? -1 : rest.IndexOf('\n', StringComparison.Ordinal);
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? "" : rest[(end + 1)..];
            image[CanonicalSlots[i]] = line.Length == 0 ? FieldValue.Null : FieldValue.From(line);
        }
    }

    protected override void WriteValues(Row canonical, Row record, MapProblems problems)
    {
        int last = -1, missing = 0;
        for (var i = 0; i < CanonicalSlots.Count; i++)
        {
            var value = canonical[CanonicalSlots[i]];
            missing += value.IsMissing ? 1 : 0;
            last = value.IsEmpty ? last : i;
        }

        if (missing == CanonicalSlots.Count)
        {
            return;
        }

        if (last < 0)
        {
            record[wire] = FieldValue.Null;
            return;
        }

        var text = string.Join('\n', CanonicalSlots.Take(last + 1).Select(slot => canonical[slot].TextOrNull() ?? ""));
        if (!Limit.TryFit(text, out var fitted))
        {
            problems.Add(MapProblemText.TooLong(this, Limit.Length!.Value));
            return;
        }

        record[wire] = FieldValue.From(fitted);
    }
}
