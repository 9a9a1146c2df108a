namespace CrmErp.Sdk.Mapping;

/// <summary>The lines of a document. Remote ids go along; our identities are the engine's to give.</summary>
internal sealed class LinesRule(int group, int canonical, int wire, ulong hash)
    : CompiledRule(group, [canonical], [wire], hash)
{
    protected override void ReadValues(Row record, Row image, MapProblems problems)
    {
        var value = record[wire];
        if (value.IsMissing)
        {
            return;
        }

        if (value.LinesOrNull() is not { } lines)
        {
            if (value.HasValue)
            {
                problems.Add(MapProblemText.NotRead(MappingCodes.WrongKind, this, value));
                return;
            }

            lines = LineList.Empty;
        }

        image[canonical] = FieldValue.From(new LineList(lines.Select(line => line with { Fields = ReadLine(line.Fields, problems) })));
    }

    protected override void WriteValues(Row canonicalRow, Row record, MapProblems problems)
    {
        var value = canonicalRow[canonical];
        if (!value.IsMissing)
        {
            var lines = value.LinesOrNull() ?? LineList.Empty;
            record[wire] = FieldValue.From(new LineList(lines.Select(line => line with { Fields = WriteLine(line.Fields, problems) })));
        }
    }

    private Row ReadLine(Row line, MapProblems problems)
    {
        var image = new Row(Lines!.Entity.Schema);
        foreach (var rule in Lines.Rules)
        {
            if (rule.Reads)
            {
                rule.Read(line, image, problems);
            }
        }

        return image;
    }

    private Row WriteLine(Row line, MapProblems problems)
    {
        var wireLine = new Row(Lines!.Shape.Schema);
        foreach (var rule in Lines.Rules)
        {
            if (rule.WritesOnCreate || rule.WritesOnUpdate)
            {
                rule.Write(line, wireLine, problems);
            }
        }

        return wireLine;
    }
}
