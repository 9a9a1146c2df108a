using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Document lines: what a line looks like on the other side, and what must be sent (R72).
internal partial class Reconciler
{
    private Row LiftLine(LineMap map, Row image, Row seen, Row stands)
    {
        var lifted = image.Clone();
        for (var slot = 0; slot < image.Count; slot++)
        {
            if (!Reads(map, slot) || image[slot].IsMissing || SameValue(image[slot], seen[slot]))
            {
                lifted[slot] = stands[slot];
            }
        }

        return lifted;
    }

    private bool SameLine(LineMap map, Row left, Row right)
    {
        foreach (var rule in map.Rules)
        {
            foreach (var slot in rule.CanonicalSlots)
            {
                if (rule.Reads && !left[slot].IsMissing && !right[slot].IsMissing && !SameValue(left[slot], right[slot]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a stored line is what a golden line looks like there, over the fields the map reads.</summary>
    private bool Fits(FlowSpoke spoke, LineMap map, Row golden, Row stored)
    {
        Row? projection = null;
        foreach (var rule in map.Rules.Where(r => r.Reads))
        {
            foreach (var slot in rule.CanonicalSlots)
            {
                if (stored[slot].IsMissing || golden[slot].IsMissing || SameValue(golden[slot], stored[slot]) || (golden[slot].IsEmpty && stored[slot].IsEmpty))
                {
                    continue;
                }

                projection ??= ProjectLine(spoke, map, golden);
                if (!SameValue(projection[slot], stored[slot]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private Row ProjectLine(FlowSpoke spoke, LineMap map, Row golden)
    {
        var problems = new MapProblems();
        var external = ExternalLine(spoke, 0, map.Entity, golden, null);
        var wire = new Row(map.Shape.Schema);
        foreach (var rule in map.Rules)
        {
            rule.Write(external, wire, problems);
        }

        for (var slot = 0; slot < wire.Count; slot++)
        {
            wire[slot] = map.Metadata?.Find(map.Shape.Fields[slot].Path) is { } field ? Coercion.Apply(field, wire[slot]) : wire[slot];
        }

        var image = new Row(map.Entity.Schema);
        foreach (var rule in map.Rules.Where(r => r.Reads))
        {
            rule.Read(wire, image, problems);
        }

        foreach (var field in map.Entity.Fields.Where(f => f.Kind == FieldKind.Reference))
        {
            image[field.Slot] = golden[field.Slot];
        }

        return image;
    }

    private static bool Reads(LineMap map, int slot) => map.Rules.Any(r => r.Reads && r.CanonicalSlots.Contains(slot));

    /// <summary>R72: golden - base as operations by line id, over the fields that the map writes.</summary>
    private List<LineOperation> PlanLines(FlowSpoke spoke, int slot, FieldValue golden, FieldValue agreed)
    {
        var operations = new List<LineOperation>();
        if (spoke.Map.RuleOf(slot)?.Lines is not { } map)
        {
            return operations;
        }

        var mine = golden.LinesOrNull() ?? LineList.Empty;
        var known = agreed.LinesOrNull() ?? LineList.Empty;
        foreach (var line in known.Where(l => mine.Find(l.Id) is null))
        {
            operations.Add(new LineOperation(LineChangeKind.Remove, line, [], -1));
        }

        for (var position = 0; position < mine.Count; position++)
        {
            var line = mine[position];
            if (known.Find(line.Id) is not { } before)
            {
                operations.Add(new LineOperation(LineChangeKind.Add, line, WrittenSlots(map, WriteOperation.Create), position));
                continue;
            }

            int[] changed = [.. WrittenSlots(map, WriteOperation.Update).Where(s => !line.Fields[s].IsMissing && !SameValue(line.Fields[s], before.Fields[s]))];
            if (changed.Length > 0)
            {
                operations.Add(new LineOperation(LineChangeKind.Change, line, changed, position));
            }
        }

        return operations;
    }

    private static int[] WrittenSlots(LineMap map, WriteOperation operation) => [.. map.Rules.Where(r => r.Writes(operation)).SelectMany(r => r.CanonicalSlots)];
}
