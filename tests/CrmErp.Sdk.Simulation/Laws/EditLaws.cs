using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>
/// Law 4: every leaf of the tree of typed values is the final value, a recorded loser, or an open conflict. Laws 5 and 8: what the
/// store says a system set, somebody really typed there.
/// </summary>
internal sealed class EditLaws
{
    private readonly SimWorld _world;
    private readonly StateSnapshot _state;
    private readonly Dictionary<(GoldenId Golden, string Field), HashSet<string>> _known = [];
    private readonly Dictionary<(GoldenId Golden, string Field), HashSet<string>> _lost = [];
    private readonly HashSet<(GoldenId Golden, string Field, string Core)> _superseded = [];
    private readonly HashSet<int> _parents;

    public EditLaws(SimWorld world, StateSnapshot state)
    {
        _world = world;
        _state = state;
        _parents = [.. world.Ledger.Edits.Select(e => e.Parent).OfType<int>()];
        ReadAudit();
        FindSuperseded();
    }

    public void Check()
    {
        foreach (var edit in _world.Ledger.Edits)
        {
            IsNotLost(edit);
        }

        foreach (var entry in _state.Audit.Where(a => a.Kind == "set"))
        {
            WasTyped(entry);
        }
    }

    /// <summary>A value as the golden record would hold it; references name golden records.</summary>
    private string? Canonical(Edit edit) => Canonical(edit.System, edit.Value);

    private string? Canonical(string system, FieldValue value)
    {
        if (value.ReferenceOrNull() is { } target)
        {
            return _state.GoldenOf(new RecordRef(system, "", target.Type, target.Id)) is { } golden ? $"{SimEntity.OfObject(target.Type).Name}/{golden}" : "?";
        }

        return SimText.Of(value);
    }

    private string? Canonical(string? text)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && Guid.TryParse(text![(slash + 1)..], out var id) ? $"{text[..slash]}/{_state.Canonical(new GoldenId(id))}" : text;
    }

    private void ReadAudit()
    {
        foreach (var entry in _state.Audit.Where(a => a.Row.GoldenId is not null))
        {
            var golden = _state.Canonical(entry.Row.GoldenId!.Value);
            if (entry.Kind is "loser" or "conflict" or "not-landed" or "coerced")
            {
                foreach (var (field, value) in entry.Values)
                {
                    Add(_lost, golden, field, value);
                    Add(_known, golden, field, value);
                }
            }
            else if (entry is { Kind: "resolved", Rule: "keepApart" })
            {
                // People said that both may stand until one of them changes: both are on record.
                _world.Coverage.Count("exempt.keptApart");
                foreach (var (field, value) in entry.Values.Concat(entry.Old))
                {
                    Add(_lost, golden, field, value);
                }
            }
            else if (entry.Kind == "set")
            {
                ReadSet(entry, golden);
            }
        }
    }

    private void ReadSet(AuditEntry entry, GoldenId golden)
    {
        foreach (var (field, value) in entry.Values)
        {
            Add(_known, golden, field, value);
        }

        var inside = entry.Origin?.Contains(':', StringComparison.Ordinal) == true || entry.Rule is "delete" or "fill" or "merged" || entry.Rule?.Contains(':', StringComparison.Ordinal) == true;
        foreach (var (field, value) in entry.Old)
        {
            Add(_known, golden, field, value);
            if (inside || (value is null && entry.Rule == "owner"))
            {
                Add(_lost, golden, field, value);
            }
        }
    }

    private void Add(Dictionary<(GoldenId, string), HashSet<string>> sets, GoldenId golden, string field, string? value)
    {
        if (!sets.TryGetValue((golden, field), out var set))
        {
            sets.Add((golden, field), set = new HashSet<string>(StringComparer.Ordinal));
        }

        set.Add(Canonical(value) ?? "");
    }

    private static string Core(string? text) => SimText.Core(text) ?? "";

    private void FindSuperseded()
    {
        foreach (var edit in _world.Ledger.Edits)
        {
            if (_state.GoldenOf(edit.Ref) is not { } golden)
            {
                continue;
            }

            if (edit.Parent is { } parent)
            {
                var seen = _world.Ledger.Edits[parent];
                _superseded.Add((golden, edit.Field, Core(Canonical(seen))));
                if (_state.GoldenOf(seen.Ref) is { } other)
                {
                    _superseded.Add((other, edit.Field, Core(Canonical(seen))));
                }
            }

            if (!edit.IsNew)
            {
                // Somebody who saw this very value changed it.
                _superseded.Add((golden, edit.Field, Core(Canonical(edit.System, edit.Old))));
            }
        }
    }

    private void IsNotLost(Edit edit)
    {
        if (_parents.Contains(edit.Number) || _world.Ledger.Exposed.Contains(edit.Number) || _state.GoldenOf(edit.Ref) is not { } golden || IsOutside(edit, golden, out var aggregate))
        {
            return;
        }

        var value = Canonical(edit);
        var text = value ?? "";
        var held = Canonical(SimText.Of(_state.Data(aggregate)[edit.Entity.Type.Field(edit.Field).Slot]));
        var lost = _lost.GetValueOrDefault((golden, edit.Field)) ?? [];
        if ((edit.IsNew && value is null) || value == "?" || held == value || Core(held) == Core(value) || lost.Contains(text) || lost.Any(l => Core(l) == Core(value)) || _superseded.Contains((golden, edit.Field, Core(value))))
        {
            return;
        }

        if (ShowsAs(edit, held) || IsOpen(edit, golden, value) || IsRevert(edit, golden) || Stood(edit, golden))
        {
            return;
        }

        throw new LawBrokenException("4 no lost edit", $"{edit} is gone; golden {golden} has {held ?? "nothing"}, recorded losers [{string.Join(", ", lost)}]");
    }

    /// <summary>Edits of records that are queued, unlinked or were deleted by their own people say nothing about loss.</summary>
    private bool IsOutside(Edit edit, GoldenId golden, out GoldenAggregate aggregate)
    {
        aggregate = _state.Golden.GetValueOrDefault(golden)!;
        if (aggregate is null || aggregate.Golden.State != GoldenState.Live || _state.ItemOf(edit.Ref) is not null || _state.Stage.ContainsKey(edit.Ref) || _world.People.Deleted.ContainsKey(edit.Ref))
        {
            return true;
        }

        var gone = _state.Links[edit.Ref].State != LinkState.Active || _world.System(edit.System).People.Find(edit.Entity.Object, edit.Record) is null or { IsDeleted: true };
        return gone || _world.Maps.Of(edit.System, edit.Entity.Name, edit.Field) is null;
    }

    private bool ShowsAs(Edit edit, string? held)
    {
        if (edit.Value.Kind == FieldKind.Reference)
        {
            return false;
        }

        var converter = _world.Maps.Of(edit.System, edit.Entity.Name, edit.Field)!;
        var field = edit.Entity.Type.Field(edit.Field);
        var golden = held is null ? FieldValue.Null : field.Kind == FieldKind.Decimal ? decimal.Parse(held, System.Globalization.CultureInfo.InvariantCulture) : (FieldValue)held;
        var sent = golden.HasValue && field.Kind != FieldKind.Reference ? converter.Write(golden) : FieldValue.Null;
        return field.Kind is FieldKind.Text or FieldKind.Decimal && SimText.Of(_world.System(edit.System).Stored(edit.Entity, edit.Field, sent)) == SimText.Of(edit.Value);
    }

    private bool IsOpen(Edit edit, GoldenId golden, string? value)
    {
        var group = edit.Entity.Type.Field(edit.Field).Group;
        return _state.Items.Any(i => i.Kind is OpenItemKind.FieldConflict or OpenItemKind.Noted && i.GoldenId == golden && i.Group == group && i.Detail.Contains(value ?? "null", StringComparison.Ordinal))
            || _state.Row(golden, new SpokeId(edit.System, "")) is { State: OutboxState.Parked };
    }

    /// <summary>A way there and back that nobody could see is no change.</summary>
    private bool IsRevert(Edit edit, GoldenId golden)
    {
        var known = _known.GetValueOrDefault((golden, edit.Field)) ?? [];
        var at = edit;
        while (true)
        {
            if (at != edit && at.Old == edit.Value)
            {
                return true;
            }

            if (at.Parent is not { } parent)
            {
                return false;
            }

            at = _world.Ledger.Edits[parent];
            if (Canonical(at) == Canonical(edit))
            {
                return true;
            }

            if (known.Contains(Canonical(at) ?? ""))
            {
                return false;
            }
        }
    }

    /// <summary>A coerced form of what golden already meant, typed again, is no change.</summary>
    private bool Stood(Edit edit, GoldenId golden)
    {
        if (edit.Value.Kind is not (FieldKind.Text or FieldKind.Decimal or FieldKind.Integer))
        {
            return false;
        }

        var system = _world.System(edit.System);
        return _world.Ledger.Edits.Any(e => e.Field == edit.Field && e.Entity == edit.Entity && e.At < edit.At && e.Value != edit.Value && e.Value.Kind == edit.Value.Kind && _state.GoldenOf(e.Ref) == golden
            && SimText.Of(system.Stored(edit.Entity, edit.Field, e.Value)) == SimText.Of(edit.Value));
    }

    private bool IsHiddenAtTimes(SimSystem system, SimEntity entity) => _world.Hidden.Contains((system.Name, entity.Object));

    private void WasTyped(AuditEntry entry)
    {
        if (entry.Row.GoldenId is not { } id || entry.Origin is null || _world.Systems.FirstOrDefault(s => s.Spoke.ToString() == entry.Origin) is not { } system || entry.Rule is "delete" or "merged")
        {
            return;
        }

        var golden = _state.Canonical(id);
        if (!_state.Golden.TryGetValue(golden, out var aggregate) || aggregate.Golden.State != GoldenState.Live || _state.Active(golden, system.Spoke) is null)
        {
            return;
        }

        var entity = SimEntity.Of(entry.Row.Entity);
        foreach (var (field, raw) in entry.Values)
        {
            if (raw is null && entity.Type.Find(field) is { Kind: FieldKind.Text or FieldKind.Decimal } cleared && entity.Type.FindGroup(cleared.Group)!.Slots.Count == 1 && entry.Old.GetValueOrDefault(field) is not null)
            {
                WasCleared(entry, golden, system, entity, field);
            }

            // An empty address beside a typed street, and what a lost outcome left open, cannot be told from typing.
            if (raw is null || entity.Type.Find(field) is not { Kind: not FieldKind.Lines } known || entity.Type.FindGroup(known.Group)!.Slots.Count > 1)
            {
                continue;
            }

            var value = Canonical(raw);
            var typed = _world.Ledger.Edits.Any(e => e.System == system.Name && e.Field == field && e.Entity == entity && _state.GoldenOf(e.Ref) == golden && (Canonical(e) == value || (_world.Remapped.Contains((system.Name, field)) && Core(Canonical(e)) == Core(value))));
            if (!typed && IsHiddenAtTimes(system, entity) && _world.Ledger.Edits.Any(e => e.Field == field && e.Entity == entity && Core(Canonical(e)) == Core(value) && _state.GoldenOf(e.Ref) == golden))
            {
                // Our own write was answered while nobody might read the field: what the system made of it is seen later.
                _world.Coverage.Count("exempt.unreadable");
                continue;
            }

            if (!typed && !IsDeclaredAmbiguity(golden, field, value) && !_world.People.Deleted.Keys.Any(d => d.Connection == system.Name && d.Object == entity.Object))
            {
                throw new LawBrokenException("5 no echo", $"golden {golden}.{field} was set to {value} from {system.Name} by rule {entry.Rule}, and nobody there typed it");
            }
        }
    }

    /// <summary>R1: what a side made empty, somebody emptied there; a value that nobody may read is not empty.</summary>
    private void WasCleared(AuditEntry entry, GoldenId golden, SimSystem system, SimEntity entity, string field)
    {
        var cleared = _world.Ledger.Edits.Any(e => e.System == system.Name && e.Entity == entity && e.Field == field && e.Value.IsEmpty && _state.GoldenOf(e.Ref) == golden);
        var shown = system.Fake.Table("", entity.Object).Everything.Where(r => _state.GoldenOf(new RecordRef(system.Name, "", entity.Object, r.Id)) == golden)
            .SelectMany(r => r.Versions).Any(v => v.At <= entry.At && v.Values.GetValueOrDefault(SimEntity.Path(field), FieldValue.Null).IsEmpty);
        if (!cleared && !shown)
        {
            throw new LawBrokenException("5 no echo", $"golden {golden}.{field} was emptied by {system.Name} by rule {entry.Rule}, and nobody there emptied it");
        }
    }

    /// <summary>R22, R24f: an outcome that could not be told, or a coercion that nobody declared, is noted.</summary>
    private bool IsDeclaredAmbiguity(GoldenId golden, string field, string? value)
    {
        var noted = _state.Audit.Any(a => a.Row.GoldenId is { } id && _state.Canonical(id) == golden
            && (a.Kind == "not-landed" || (a.Kind == "ambiguous" && a.Values.TryGetValue(field, out var stored) && Canonical(stored) == value)));
        if (noted)
        {
            _world.Coverage.Count("exempt.ambiguous");
        }

        return noted && value is not null;
    }
}
