using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Sends sample values through a map and back, and tells which lines do not give them back: golden keeps the full value, that system shows less.</summary>
internal static class LossCheck
{
    public static void Run(EntityMap map, DefinitionProblems problems) => Run(map.Entity, map.Rules, map.Declared, map.Shape, map.Entity.Name, map.Connection, problems);

    private static void Run(EntityType type, IReadOnlyList<MapRule> rules, Func<int, FieldValue, FieldValue> declared, RecordShape shape, string entity, ConnectionId connection, DefinitionProblems problems)
    {
        foreach (var rule in rules)
        {
            if (rule is { Reads: true, CanonicalSlots: [var slot], WireSlots.Count: > 0 } && rule is SingleRule or SplitTextRule && (rule.WritesOnCreate || rule.WritesOnUpdate))
            {
                string[] lost = [.. Samples(type.Fields[slot]).Where(s => !ComesBack(type, rule, slot, s.Value, declared, shape)).Select(s => s.Name).Distinct()];
                if (lost.Length > 0)
                {
                    problems.Add(MappingCodes.LossyRoundTrip, $"{entity}: {rule.Description} on '{connection}' does not give back {string.Join(", ", lost)}.", entity, connection.Value, type.Fields[slot].Name);
                }
            }
        }
    }

    private static bool ComesBack(EntityType type, MapRule rule, int slot, FieldValue value, Func<int, FieldValue, FieldValue> declared, RecordShape shape)
    {
        var problems = new MapProblems();
        var golden = new Row(type.Schema) { [slot] = value };
        var wire = new Row(shape.Schema);
        if (!rule.Applies(golden))
        {
            return true;
        }

        rule.Write(golden, wire, problems);
        if (problems.Any)
        {
            // A value that is refused is parked, loudly; that is no silent loss.
            return true;
        }

        foreach (var wireSlot in rule.WireSlots)
        {
            wire[wireSlot] = declared(wireSlot, wire[wireSlot]);
        }

        var image = new Row(type.Schema);
        rule.Read(wire, image, problems);
        return !problems.Any && (image[slot].IsMissing || rule.Normalize(slot, image[slot]) == rule.Normalize(slot, value));
    }

    private static IEnumerable<(string Name, FieldValue Value)> Samples(EntityField field) => field.Kind switch
    {
        FieldKind.Text when field.Values.Count > 0 => field.Values.Select(v => ($"'{v}'", FieldValue.From(v))),
        FieldKind.Text => TextSamples(field.MaxLength ?? 4000),
        FieldKind.Decimal => [("fractions of four digits", 1234.5678m), ("negative numbers", -1m)],
        FieldKind.Integer => [("whole numbers", 1234L)],
        FieldKind.Boolean => [("true", true), ("false", false)],
        FieldKind.Date => [("dates", new DateOnly(2024, 2, 29))],
        FieldKind.Instant => [("fractions of a second", new DateTimeOffset(2024, 2, 29, 12, 30, 15, 123, TimeSpan.Zero))],
        FieldKind.Guid => [("identifiers", new Guid("0d9ad1b5-9a7e-4f5e-8a44-1f0c5b6a7e01"))],
        _ => [],
    };

    private static IEnumerable<(string Name, FieldValue Value)> TextSamples(int length)
    {
        yield return ("texts of full length", new string('x', Math.Min(length, 4000)));
        if (length >= 3)
        {
            yield return ("the case of letters", "aBc");
            yield return ("blanks at the end", "ab ");
        }

        if (length >= 10)
        {
            yield return ("line breaks", "ab\ncd");
        }
    }
}
