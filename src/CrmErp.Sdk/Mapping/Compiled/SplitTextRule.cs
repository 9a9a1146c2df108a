using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>
/// One canonical text in pieces over several external texts of one length. It is split at the last blank that lets a piece fit, and
/// read back with one blank between the pieces; a word that is longer than a piece is cut.
/// </summary>
internal sealed class SplitTextRule(int group, int canonical, IReadOnlyList<int> wireSlots, int length, bool cuts, ulong hash)
    : CompiledRule(group, [canonical], wireSlots, hash)
{
    protected override void ReadValues(Row record, Row image, MapProblems problems)
    {
        var pieces = new List<string>(WireSlots.Count);
        foreach (var slot in WireSlots)
        {
            var value = record[slot];
            if (value.IsMissing)
            {
                return;
            }

            if (value.HasValue && value.Kind != FieldKind.Text)
            {
                problems.Add(MapProblemText.NotRead(MappingCodes.WrongKind, this, value));
                return;
            }

            if (value.TextOrNull() is { Length: > 0 } piece)
            {
                pieces.Add(piece);
            }
        }

        image[canonical] = pieces.Count == 0 ? FieldValue.Null : FieldValue.From(TextForm.Normalize(string.Join(' ', pieces)));
    }

    protected override void WriteValues(Row canonicalRow, Row record, MapProblems problems)
    {
        var value = canonicalRow[canonical];
        if (value.IsMissing)
        {
            return;
        }

        var rest = value.TextOrNull() ?? "";
        var pieces = new FieldValue[WireSlots.Count];
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = Piece(rest, length, out rest);
            pieces[i] = piece.Length == 0 ? FieldValue.Null : FieldValue.From(piece);
        }

        if (rest.Length > 0 && !cuts)
        {
            problems.Add(MapProblemText.TooLong(this, length * WireSlots.Count));
            return;
        }

        for (var i = 0; i < pieces.Length; i++)
        {
            record[WireSlots[i]] = pieces[i];
        }
    }

    private static string Piece(string text, int length, out string rest)
    {
        if (text.Length <= length)
        {
            rest = "";
            return text;
        }

        var blank = text.LastIndexOf(' ', length);
        if (blank > 0)
        {
            rest = text[(blank + 1)..];
            return text[..blank];
        }

        var piece = Coercion.Cut(text, length);
        rest = text[piece.Length..];
        return piece;
    }
}
