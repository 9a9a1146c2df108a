using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Shadows that another map made (R51 to R54), and old values in the new form (R50: reapply and drift).
internal partial class Reconciler
{
    /// <summary>
    /// R52: whether this read cannot tell if somebody edited a group that another map made, because it did not ask for the fields that
    /// the old map read.
    /// </summary>
    private static bool LacksEvidence(FlowSpoke spoke, LinkWork link, Record record)
    {
        if (link.MapHash == spoke.MapHash || record.Earlier is not null)
        {
            return false;
        }

        foreach (var group in link.Golden.Entity.Groups)
        {
            var mark = link.Shadow.Groups[group.Index];
            if (spoke.Map.GroupHash(group.Index) is not { } hash || mark.Hash is not { } old || (old == hash && !mark.Frozen) || IsList(spoke, group))
            {
                continue;
            }

            if (spoke.Maps.FieldsOf(group.Name, old) is { } fields && fields.Values.SelectMany(p => p).Any(p => !spoke.Map.Shape.Schema.TryGetSlot(p, out _)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// R51: the shadow of a group that another map made is made again; the base stays. R52: whether somebody edited is decided on the
    /// wire values of the fields that the old map read.
    /// </summary>
    /// <param name="spoke">The spoke.</param>
    /// <param name="link">The link.</param>
    /// <param name="image">The image under the map of now.</param>
    /// <param name="record">The record.</param>
    /// <param name="skip">Values that were just sent: their shadow is known.</param>
    /// <returns>Slots that their group gained: they were never met. Null when there are none.</returns>
    protected virtual HashSet<int>? Remake(FlowSpoke spoke, LinkWork link, Row image, Record record, Row? skip)
    {
        if (link.MapHash == spoke.MapHash)
        {
            return null;
        }

        HashSet<int>? unmet = null;
        foreach (var group in link.Golden.Entity.Groups)
        {
            var mark = link.Shadow.Groups[group.Index];
            if (spoke.Map.GroupHash(group.Index) is not { } hash)
            {
                if (mark is { Hash: { } old, Frozen: false })
                {
                    Freeze(link, group, old);
                }

                continue;
            }

            if (mark.Hash is null || (mark.Hash == hash && !mark.Frozen))
            {
                continue;
            }

            if (mark.Frozen)
            {
                link.Shadow.Loose.Add(group.Index);
            }

            foreach (var slot in spoke.Map.RulesOf(group.Index).Where(r => r.Reads).SelectMany(r => r.CanonicalSlots).Where(s => skip is null || skip[s].IsMissing))
            {
                if (!RemakeSlot(spoke, link, image, record, group, mark, slot))
                {
                    (unmet ??= []).Add(slot);
                }
            }

            link.Shadow.Groups[group.Index] = new GroupMark(hash, Frozen: false);
        }

        return unmet;
    }

    // False: the slot was never met.
    private bool RemakeSlot(FlowSpoke spoke, LinkWork link, Row image, Record record, FieldGroup group, GroupMark mark, int slot)
    {
        if (IsUnmet(spoke, group, mark, slot))
        {
            if (WasMet(spoke, link, slot))
            {
                // R54 for a single field: it was left out for a while, and is merged with what was agreed before.
                link.Shadow.Loose.Add(group.Index);
                return RemakeMet(spoke, link, image, record, group, mark, slot);
            }

            link.Shadow.Seen[slot] = FieldValue.Missing;
            link.Shadow.Base[slot] = FieldValue.Missing;
            return false;
        }

        return RemakeMet(spoke, link, image, record, group, mark, slot);
    }

    private static bool WasMet(FlowSpoke spoke, LinkWork link, int slot) =>
        !link.Base[slot].IsMissing && spoke.Map.RuleOf(slot) is { Lines: null, WireSlots.Count: > 0 } rule && rule.WireSlots.All(w => link.Shadow.Raw.ContainsKey(spoke.Map.Shape.Fields[w].Path));

    private bool RemakeMet(FlowSpoke spoke, LinkWork link, Row image, Record record, FieldGroup group, GroupMark mark, int slot)
    {
        var paths = spoke.Maps.FieldsOf(group.Name, mark.Hash!.Value)?.GetValueOrDefault(spoke.Map.Entity.Fields[slot].Name)
            ?? [.. spoke.Map.RuleOf(slot)!.WireSlots.Select(w => spoke.Map.Shape.Fields[w].Path)];
        if (!paths.All(p => IsUntouched(spoke, link, record, p)))
        {
            if (!IsList(spoke, group))
            {
                // It stays different from any image: an ordinary edit.
                link.Shadow.Seen[slot] = FieldValue.Missing;
            }
        }
        else if (!image[slot].IsMissing)
        {
            RememberForm(link, image, slot);
            // A list is known by our line ids, an image has only the system's.
            link.Shadow.Seen[slot] = image[slot].LinesOrNull() is { } lines ? FieldValue.From(new LineList(Identify(link, slot, lines))) : image[slot];
        }

        return true;
    }

    // What was held exactly and reads otherwise now differs in form only; what the system had coerced never was the golden value.
    private void RememberForm(LinkWork link, Row image, int slot)
    {
        var exact = SameValue(link.Seen[slot], link.Base[slot]) || IsFormOnly(link, slot);
        if (exact && !SameValue(image[slot], link.Base[slot]) && link.Base[slot].Kind != FieldKind.Lines)
        {
            link.Shadow.Forms[slot] = WireHash(link.Base[slot]);
        }
        else
        {
            link.Shadow.Forms.Remove(slot);
        }
    }

    private static bool IsFormOnly(LinkWork link, int slot) =>
        link.Shadow.Forms.TryGetValue(slot, out var agreed) && agreed == WireHash(link.Base[slot]);

    // A field that cannot be read any more holds no edit that could be kept: the change of the map alone moves nothing.
    private static bool IsUntouched(FlowSpoke spoke, LinkWork link, Record record, string path)
    {
        var value = spoke.Map.Shape.Schema.TryGetSlot(path, out var slot) ? record.Fields[slot] : record.Earlier?.GetValueOrDefault(path) ?? FieldValue.Missing;
        return value.IsMissing || (link.Shadow.Raw.TryGetValue(path, out var known) && known == WireHash(value));
    }

    /// <summary>R53 for a single field: its group was met, but by a map that did not read the field.</summary>
    private static bool IsUnmet(FlowSpoke spoke, FieldGroup group, GroupMark mark, int slot)
    {
        if (mark.Hash is not { } hash || hash == spoke.Map.GroupHash(group.Index) || spoke.Map.RuleOf(slot) is not { Reads: true }
            || spoke.Maps.FieldsOf(group.Name, hash) is not { } fields)
        {
            return false;
        }

        return !fields.ContainsKey(spoke.Map.Entity.Fields[slot].Name) || MapVersion.LineFields(spoke, slot).Any(f => !fields.ContainsKey(f));
    }

    private static bool IsList(FlowSpoke spoke, FieldGroup group) => spoke.Map.Entity.Fields[group.Slots[0]].Kind == FieldKind.Lines;

    // R54: unmapped, not empty; its open conflicts and notes end, their candidates are in the audit.
    private void Freeze(LinkWork link, FieldGroup group, ulong old)
    {
        link.Shadow.Groups[group.Index] = new GroupMark(old, Frozen: true);
        var open = link.Golden.Item(OpenItemKind.FieldConflict, link.Spoke, group.Name);
        if (open is not null)
        {
            link.Golden.Remove(OpenItemKind.FieldConflict, link.Spoke, group.Name);
            _set.Audit("loser", link.Golden, group.Name, link.Spoke.ToString(), "unmapped", open.Detail);
        }

        link.Golden.Remove(OpenItemKind.Noted, link.Spoke, group.Name);
    }

    /// <summary>
    /// Old values take the new form, in the groups for which that was asked: golden becomes the new image where this spoke is the
    /// group's origin; elsewhere the stored form is sent again where it differs from what the map writes now.
    /// </summary>
    private void Reapply(GroupMerge merge, HashSet<int> met, HashSet<int>? unmet, Record record)
    {
        foreach (var name in merge.Spoke.Maps.Active?.Reapply ?? [])
        {
            if (merge.Golden.Entity.FindGroup(name) is not { } group || !met.Contains(group.Index) || (unmet is not null && group.Slots.Any(unmet.Contains)))
            {
                continue;
            }

            var drift = FindDrift(merge, group, record.Fields);
            if (drift.Image is { } image)
            {
                var origin = merge.Golden.Provenance.Origins[group.Index]!;
                foreach (var slot in drift.Slots)
                {
                    merge.Link.Shadow.Base[slot] = image[slot];
                    merge.Link.Shadow.Forms.Remove(slot);
                }

                SetGolden(merge.Golden, group, drift.Slots, image, origin.Origin, "reapply", origin.After, origin.Before);
            }
            else
            {
                foreach (var slot in drift.Slots)
                {
                    // Nothing is agreed on in this form: it is sent.
                    merge.Link.Shadow.Base[slot] = FieldValue.Missing;
                }
            }
        }
    }

    /// <summary>The groups of a record whose stored form differs from what the map of now would write, of those that its last change touched.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<int> Slots, Row? Image)> Drift(FlowSpoke spoke, Record record)
    {
        if (spoke.Maps.Active is not { Changed.Count: > 0 } active || _set.Link(record.Ref) is not { IsActive: true } link || !spoke.Map.InScope(record.Fields))
        {
            return [];
        }

        var found = new List<(string, IReadOnlyList<int>, Row?)>();
        var merge = new GroupMerge(spoke, link, link.Golden, Image(spoke, record), record.Modified);
        foreach (var name in active.Changed.Except(active.Reapply))
        {
            if (link.Golden.Entity.FindGroup(name) is { } group && link.Shadow.Groups[group.Index] is { Hash: not null, Frozen: false }
                && FindDrift(merge, group, record.Fields) is { Slots.Count: > 0 } drift)
            {
                found.Add((name, drift.Slots, drift.Image));
            }
        }

        return found;
    }

    private FormDrift FindDrift(GroupMerge merge, FieldGroup group, Row wire)
    {
        var (spoke, link, golden, image) = (merge.Spoke, merge.Link, merge.Golden, merge.Image);
        if (IsList(spoke, group) || golden.IsHeld(group.Index, spoke.Spoke) || golden.Item(OpenItemKind.Noted, spoke.Spoke, group.Name) is not null)
        {
            return new FormDrift([], null);
        }

        int[] agreed = [.. group.Slots.Where(s => spoke.Map.RuleOf(s) is not null && !golden.Data[s].IsMissing && SameValue(golden.Data[s], link.Base[s]))];
        if (golden.Provenance.Origins[group.Index]?.Origin.Spoke == spoke.Spoke)
        {
            return new FormDrift([.. agreed.Where(s => spoke.Map.RuleOf(s)!.Reads && !image[s].IsMissing && IsFormOnly(link, s) && !SameValue(golden.Data[s], image[s]))], image);
        }

        var missing = new List<(int Slot, GoldenId Target)>();
        var external = Externalize(spoke, golden.Data, missing);
        var written = new Row(spoke.Map.Shape.Schema);
        var problems = new MapProblems();
        var slots = new List<int>();
        foreach (var rule in spoke.Map.RulesOf(group.Index).Where(r => r.CanonicalSlots.All(s => agreed.Contains(s) && spoke.Writes(s, WriteOperation.Update) && !missing.Exists(m => m.Slot == s))))
        {
            rule.Write(external, written, problems);
            if (rule.WireSlots.Any(w => !written[w].IsMissing && !wire[w].IsMissing && !SameOnWire(spoke, w, written[w], wire[w])))
            {
                slots.AddRange(rule.CanonicalSlots);
            }
        }

        return new FormDrift(slots, null);
    }

    /// <summary>Slots in an older form; with an image: golden holds it, the spoke says how it reads now.</summary>
    private readonly record struct FormDrift(IReadOnlyList<int> Slots, Row? Image);
}
