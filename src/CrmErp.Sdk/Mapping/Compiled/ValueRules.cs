namespace CrmErp.Sdk.Mapping;

/// <summary>An external field that is given a value on create: always, or when nothing else gave one.</summary>
internal sealed class WireValueRule(int wire, FieldValue value, bool onlyIfEmpty, ulong hash)
    : CompiledRule(-1, [], [wire], hash)
{
    protected override void ReadValues(Row record, Row image, MapProblems problems)
    {
    }

    protected override void WriteValues(Row canonical, Row record, MapProblems problems)
    {
        if (!onlyIfEmpty || record[wire].IsEmpty)
        {
            record[wire] = value;
        }
    }
}

/// <summary>A canonical field that has one value in this system.</summary>
internal sealed class FixedRule(int group, int canonical, FieldValue value, ulong hash)
    : CompiledRule(group, [canonical], [], hash)
{
    protected override void ReadValues(Row record, Row image, MapProblems problems) => image[canonical] = value;

    protected override void WriteValues(Row canonicalRow, Row record, MapProblems problems)
    {
    }
}
