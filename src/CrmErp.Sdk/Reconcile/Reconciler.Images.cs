using System.Buffers;
using System.IO.Hashing;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

// Wire to canonical and back: images, projections, references.
internal partial class Reconciler
{
    // Slots whose reference names the dead id of a counterpart that has another id now (R28b).
    private readonly HashSet<int> _deadReferences = [];

    /// <summary>
    /// The canonical image of a record. References are resolved through links; one to a record not met yet reserves its identity,
    /// which may be this very record's (R27).
    /// </summary>
    private Row Image(FlowSpoke spoke, Record record)
    {
        var problems = new MapProblems();
        var image = spoke.Map.Read(record.Fields, problems);
        ReportProblems(spoke, record, problems);
        _deadReferences.Clear();
        foreach (var field in spoke.Map.Entity.Fields)
        {
            if (field.Kind == FieldKind.Reference)
            {
                image[field.Slot] = ResolveReference(spoke, field.ReferenceTo, image[field.Slot], out var isDead);
                if (isDead)
                {
                    _deadReferences.Add(field.Slot);
                }
            }
            else if (field.Kind == FieldKind.Lines && image[field.Slot].LinesOrNull() is { } lines)
            {
                image[field.Slot] = FieldValue.From(new LineList(lines.Select(l => l with { Fields = ResolveLine(spoke, field.Lines!, l.Fields) })));
            }
        }

        return image;
    }

    private Row ResolveLine(FlowSpoke spoke, EntityType type, Row line)
    {
        var resolved = line.Clone();
        foreach (var field in type.Fields)
        {
            if (field.Kind == FieldKind.Reference)
            {
                resolved[field.Slot] = ResolveReference(spoke, field.ReferenceTo, resolved[field.Slot], out _);
            }
        }

        return resolved;
    }

    private FieldValue ResolveReference(FlowSpoke spoke, string? entity, FieldValue value, out bool isDead)
    {
        isDead = false;
        if (value.ReferenceOrNull() is not { } external)
        {
            return value;
        }

        if (entity is null || Context.SpokeOfObject(entity, spoke.Spoke, external.Type) is not { } target)
        {
            // No flow carries the target on this connection: nothing can be said about it.
            return FieldValue.Missing;
        }

        var link = _set.Link(target.Ref(external.Id));
        if (link is null)
        {
            var reserved = _set.NewGolden(entity, GoldenState.Reserved);
            link = _set.AddLink(reserved, target.Ref(external.Id), LinkState.Reserved);
            _set.Hint(target, external.Id, "reference", TimeSpan.Zero);
        }

        var golden = _set.Golden(link.Golden.Id);
        isDead = (link.State is LinkState.Gone or LinkState.Alias) && golden.ActiveLinkOn(spoke.Spoke) is not null;
        return FieldValue.From(new Reference(entity, golden.Id));
    }

    /// <summary>What the system would show for the golden values (R60): read(declared(write(golden))). An equality only.</summary>
    private Row Project(FlowSpoke spoke, Row golden)
    {
        var problems = new MapProblems();
        var wire = new Row(spoke.Map.Shape.Schema);
        var external = Externalize(spoke, golden, missing: null);
        foreach (var rule in spoke.Map.Rules)
        {
            if (rule.CanonicalSlots.Count > 0 && rule.Lines is null)
            {
                rule.Write(external, wire, problems);
            }
        }

        for (var slot = 0; slot < wire.Count; slot++)
        {
            wire[slot] = spoke.Map.Declared(slot, wire[slot]);
        }

        var image = spoke.Map.Read(wire, problems);
        foreach (var field in spoke.Map.Entity.Fields)
        {
            if (field.Kind is FieldKind.Reference or FieldKind.Lines)
            {
                image[field.Slot] = golden[field.Slot];
            }
        }

        return image;
    }

    /// <summary>A copy in which references name records of the spoke; those without counterpart there become missing and are collected.</summary>
    private Row Externalize(FlowSpoke spoke, Row golden, List<(int Slot, GoldenId Target)>? missing)
    {
        var row = golden.Clone();
        foreach (var field in spoke.Map.Entity.Fields)
        {
            if (field.Kind == FieldKind.Reference && row[field.Slot].ReferenceOrNull() is { } reference)
            {
                row[field.Slot] = ExternalReference(spoke, field.Slot, reference, missing);
            }
            else if (field.Kind == FieldKind.Lines && row[field.Slot].LinesOrNull() is { } lines && field.Lines is { } type)
            {
                row[field.Slot] = FieldValue.From(new LineList(lines.Select(l => l with { Fields = ExternalLine(spoke, field.Slot, type, l.Fields, missing) })));
            }
        }

        return row;
    }

    private Row ExternalLine(FlowSpoke spoke, int slot, EntityType type, Row line, List<(int, GoldenId)>? missing)
    {
        var row = line.Clone();
        foreach (var field in type.Fields)
        {
            if (field.Kind == FieldKind.Reference && row[field.Slot].ReferenceOrNull() is { } reference)
            {
                row[field.Slot] = ExternalReference(spoke, slot, reference, missing);
            }
        }

        return row;
    }

    private FieldValue ExternalReference(FlowSpoke spoke, int slot, Reference reference, List<(int, GoldenId)>? missing)
    {
        if (Context.SpokeOf(reference.Type, spoke.Spoke) is not { } target)
        {
            return FieldValue.Missing;
        }

        var golden = _set.Golden(reference.GoldenId);
        if (golden.ActiveLinkOn(spoke.Spoke) is { } link)
        {
            return FieldValue.From(new Reference(target.Map.Object, link.Ref.Id));
        }

        if (missing is not null)
        {
            // A counterpart made between load and commit would wake nobody: the commit presumes that there is still none.
            missing.Add((slot, golden.Id));
            _set.DependsOn(golden);
        }

        return FieldValue.Missing;
    }

    /// <summary>Whether two wire values are the same once the system's declared coercions are applied to what was sent.</summary>
    private static bool SameOnWire(FlowSpoke spoke, int wireSlot, FieldValue sent, FieldValue stored) =>
        sent.Equals(stored) || spoke.Map.Declared(wireSlot, sent).Equals(stored) || (sent.IsEmpty && stored.IsEmpty);

    private static ulong WireHash(FieldValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        value.WriteHashBytes(buffer);
        return XxHash3.HashToUInt64(buffer.WrittenSpan);
    }

    /// <summary>Remembers the wire values behind the shadow, of mapped fields only (R54: a frozen group keeps its own).</summary>
    private static void StampRaw(FlowSpoke spoke, LinkWork link, Row wire)
    {
        var fields = spoke.Map.Shape.Fields;
        for (var slot = 0; slot < fields.Count; slot++)
        {
            if (!wire[slot].IsMissing)
            {
                link.Shadow.Raw[fields[slot].Path] = WireHash(wire[slot]);
            }
        }
    }

    private void ReportProblems(FlowSpoke spoke, Record record, MapProblems problems)
    {
        var key = new OpenItemKey(OpenItemKind.ParkedRecord, null, "", spoke.Spoke, record.Ref);
        if (problems.Any)
        {
            var first = problems.Items[0];
            _set.Put(new OpenItem
            {
                Kind = OpenItemKind.ParkedRecord,
                Entity = spoke.Flow.Entity.Name,
                Spoke = spoke.Spoke,
                Ref = record.Ref,
                Cause = first.Code,
                Problem = $"{first.Code}|{spoke.Spoke}|{first.Field}|{first.Value}",
                Detail = DetailCodec.Problems(problems.Items),
                Since = Context.Now,
            });
        }
        else if (_set.Items(record.Ref).Any(i => i.Key == key))
        {
            _set.RemoveItem(key);
        }
    }
}
