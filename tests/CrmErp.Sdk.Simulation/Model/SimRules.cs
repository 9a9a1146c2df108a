using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Simulation.Model;

/// <summary>One canonical field and one wire field, with a converter.</summary>
internal sealed class SimFieldRule(EntityField field, int wire, SimConverter converter) : MapRule(field.GroupIndex, [field.Slot], [wire], SimHash.Of(field.Name, converter.Name))
{
    public SimConverter Converter => converter;

    public override void Read(Row record, Row image, MapProblems problems)
    {
        var value = record[WireSlots[0]];
        if (!value.IsMissing)
        {
            image[CanonicalSlots[0]] = value.IsEmpty ? FieldValue.Null : converter.Read(value);
        }
    }

    public override void Write(Row canonical, Row record, MapProblems problems)
    {
        var value = canonical[CanonicalSlots[0]];
        if (!value.IsMissing)
        {
            record[WireSlots[0]] = value.HasValue ? converter.Write(value) : value;
        }
    }
}

/// <summary>The lines of a document.</summary>
internal sealed class SimLinesRule : MapRule
{
    public SimLinesRule(EntityField field, int wire, LineMap lines)
        : base(field.GroupIndex, [field.Slot], [wire], SimHash.Of(field.Name, "lines")) => Lines = lines;

    public override void Read(Row record, Row image, MapProblems problems)
    {
        var value = record[WireSlots[0]];
        if (!value.IsMissing)
        {
            image[CanonicalSlots[0]] = FieldValue.From(new LineList((value.LinesOrNull() ?? LineList.Empty).Select(l => l with { Fields = Convert(l.Fields, Lines!.Entity.Schema, (r, from, to) => r.Read(from, to, problems)) })));
        }
    }

    public override void Write(Row canonical, Row record, MapProblems problems)
    {
        var value = canonical[CanonicalSlots[0]];
        if (!value.IsMissing)
        {
            record[WireSlots[0]] = FieldValue.From(new LineList((value.LinesOrNull() ?? LineList.Empty).Select(l => l with { Fields = Convert(l.Fields, Lines!.Shape.Schema, (r, from, to) => r.Write(from, to, problems)) })));
        }
    }

    private Row Convert(Row from, RowSchema schema, Action<MapRule, Row, Row> convert)
    {
        var to = new Row(schema);
        foreach (var rule in Lines!.Rules)
        {
            convert(rule, from, to);
        }

        return to;
    }
}

internal static class SimHash
{
    public static ulong Of(params string[] parts)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in string.Join('\n', parts))
        {
            hash = unchecked((hash ^ letter) * 1099511628211UL);
        }

        return hash;
    }
}
