namespace CrmErp.Sdk.Mapping;

/// <summary>
/// Sends sample values through a map and back, and tells which lines do not give them back: golden keeps the full value, that system
/// shows less. What a line declares itself (a cut text) is no news, and neither is what every other system does (blanks at the end).
/// </summary>
internal static class LossCheck
{
    /// <param name="map">The map.</param>
    /// <param name="problems">Takes the warnings.</param>
    /// <param name="standard">Whether the lines of the connector's standard map are tried as well.</param>
    public static void Run(EntityMap map, DefinitionProblems problems, bool standard)
    {
        foreach (var rule in map.Rules)
        {
            if (rule is SingleRule { Reads: true, Spec: var spec } single && (rule.WritesOnCreate || rule.WritesOnUpdate) && (standard || !spec.IsStandard))
            {
                var field = map.Entity.Fields[single.CanonicalSlots[0]];
                string[] lost = [.. Samples(field, spec).Where(s => !ComesBack(map, rule, field.Slot, s.Value)).Select(s => s.Name).Distinct()];
                if (lost.Length > 0)
                {
                    problems.Add(MappingCodes.LossyRoundTrip, $"{map.Entity.Name}: {rule.Description} on '{map.Connection}' does not give back {string.Join(", ", lost)}.", map.Entity.Name, map.Connection.Value, field.Name);
                }
            }
        }
    }

    private static bool ComesBack(EntityMap map, MapRule rule, int slot, FieldValue value)
    {
        var problems = new MapProblems();
        var golden = new Row(map.Entity.Schema) { [slot] = value };
        var wire = new Row(map.Shape.Schema);
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
            wire[wireSlot] = map.Declared(wireSlot, wire[wireSlot]);
        }

        var image = new Row(map.Entity.Schema);
        rule.Read(wire, image, problems);
        return !problems.Any && (image[slot].IsMissing || rule.Normalize(slot, image[slot]) == rule.Normalize(slot, value));
    }

    private static IEnumerable<(string Name, FieldValue Value)> Samples(EntityField field, RuleSpec spec) => field.Kind switch
    {
        FieldKind.Text when field.Values.Count > 0 => field.Values.Select(v => ($"'{v}'", FieldValue.From(v))),
        FieldKind.Text => TextSamples(field.MaxLength ?? 4000, spec.TooLong == TooLong.Truncate),
        FieldKind.Decimal => [("fractions of four digits", 1234.5678m), ("negative numbers", -1m)],
        FieldKind.Integer => [("whole numbers", 1234L)],
        FieldKind.Boolean => [("true", true), ("false", false)],
        FieldKind.Date => [("dates", new DateOnly(2024, 2, 29))],
        FieldKind.Instant => [("fractions of a second", new DateTimeOffset(2024, 2, 29, 12, 30, 15, 123, TimeSpan.Zero))],
        FieldKind.Guid => [("identifiers", new Guid("0d9ad1b5-9a7e-4f5e-8a44-1f0c5b6a7e01"))],
        _ => [],
    };

    private static IEnumerable<(string Name, FieldValue Value)> TextSamples(int length, bool isCut)
    {
        if (!isCut)
        {
            yield return ("texts of full length", new string('x', Math.Min(length, 4000)));
        }

        if (length >= 3)
        {
            yield return ("the case of letters", "aBc");
        }

        if (length >= 10)
        {
            yield return ("line breaks", "ab\ncd");
        }
    }
}
