using System.Globalization;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>One value that somebody typed.</summary>
internal sealed record Edit
{
    public required int Number { get; init; }

    public required string System { get; init; }

    public required SimEntity Entity { get; init; }

    public required string Record { get; init; }

    public required string Field { get; init; }

    /// <summary>As the system stored it.</summary>
    public required FieldValue Value { get; init; }

    public required FieldValue Old { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When the person saved, by the server's clock: a late commit becomes visible after it.</summary>
    public required DateTimeOffset Stamp { get; init; }

    public required long Order { get; init; }

    /// <summary>The edit whose value this one replaced; null when it replaced none.</summary>
    public required int? Parent { get; init; }

    /// <summary>Typed with a new record.</summary>
    public required bool IsNew { get; init; }

    public RecordRef Ref => new(System, "", Entity.Object, Record);

    public override string ToString() => $"edit {Number} {System} {Entity.Object}/{Record} {Field}={SimText.Of(Value)} (was {SimText.Of(Old)}) at {At:mm:ss.fff}";
}

/// <summary>
/// What people typed, derived from the fakes' history: every edit with the edit it replaced. The engine's writes carry the edit
/// they bring with them, so that it is known which typed value a person saw when typing over it.
/// </summary>
internal sealed class Ledger(Func<RecordRef, string?, GoldenId?> goldenOf)
{
    private readonly List<Edit> _edits = [];
    private readonly Dictionary<(string System, string Object, string Record, string Field), int> _taint = [];
    private readonly Dictionary<(SimEntity Entity, string Field, string? Core), List<int>> _byCore = [];

    public IReadOnlyList<Edit> Edits => _edits;

    /// <summary>Edits that a write without precondition may have overwritten inside the declared window (R25).</summary>
    public HashSet<int> Exposed { get; } = [];

    /// <summary>The edit that a record's field shows; null when nobody's.</summary>
    public Edit? Shown(string system, string objectName, string record, string field) =>
        _taint.TryGetValue((system, objectName, record, field), out var number) ? _edits[number] : null;

    public void Add(string system, FakeEvent entry)
    {
        if (entry.Kind is FakeEventKind.Deleted or FakeEventKind.Merged or FakeEventKind.Consumed || entry.Object == "invoices")
        {
            return;
        }

        var entity = SimEntity.OfObject(entry.Object);
        foreach (var path in entry.Kind == FakeEventKind.Created ? [.. entry.Values.Keys] : entry.Changed)
        {
            if (entity.FieldOf(path) is { } field && field.Kind != FieldKind.Lines)
            {
                Add(system, entity, entry, path, field.Name);
            }
        }
    }

    private void Add(string system, SimEntity entity, FakeEvent entry, string path, string field)
    {
        var key = (system, entry.Object, entry.Id, field);
        var value = entry.Values[path];
        if (entry.Actor == FakeActor.Engine)
        {
            // The write brings somebody's value: the latest edit with it of the same golden record.
            var carried = Carried(system, entity, field, value, goldenOf(new RecordRef(system, "", entry.Object, entry.Id), entry.Key));
            if (carried >= 0)
            {
                _taint[key] = carried;
            }
            else
            {
                _taint.Remove(key);
            }

            return;
        }

        var parent = _taint.TryGetValue(key, out var shown) ? shown : (int?)null;
        var edit = new Edit
        {
            Number = _edits.Count, System = system, Entity = entity, Record = entry.Id, Field = field, Value = value, Old = Previous.GetValueOrDefault(key, FieldValue.Null), At = entry.At, Stamp = entry.Modified,
            Order = entry.Order, Parent = parent, IsNew = entry.Kind is FakeEventKind.Created or FakeEventKind.Restored,
        };
        _edits.Add(edit);
        _taint[key] = edit.Number;
        var core = (entity, field, SimText.Core(value));
        if (!_byCore.TryGetValue(core, out var same))
        {
            _byCore.Add(core, same = []);
        }

        same.Add(edit.Number);
    }

    private int Carried(string system, SimEntity entity, string field, FieldValue value, GoldenId? golden)
    {
        var target = Target(system, value);
        var candidates = value.Kind == FieldKind.Reference ? _edits.Where(e => e.Entity == entity && e.Field == field && Target(e.System, e.Value) == target).Select(e => e.Number).ToList()
            : _byCore.GetValueOrDefault((entity, field, SimText.Core(value))) ?? [];
        for (var i = candidates.Count - 1; golden is not null && i >= 0; i--)
        {
            if (goldenOf(_edits[candidates[i]].Ref, null) == golden)
            {
                return candidates[i];
            }
        }

        return -1;
    }

    private GoldenId? Target(string system, FieldValue value) =>
        value.ReferenceOrNull() is { } target ? goldenOf(new RecordRef(system, "", target.Type, target.Id), null) : null;

    private Dictionary<(string, string, string, string), FieldValue> Previous { get; } = [];

    /// <summary>Notes the values that a record shows now, after an event was added.</summary>
    public void Remember(string system, FakeEvent entry)
    {
        if (entry.Object == "invoices")
        {
            return;
        }

        var entity = SimEntity.OfObject(entry.Object);
        foreach (var (path, value) in entry.Values)
        {
            if (entity.FieldOf(path) is { } field)
            {
                Previous[(system, entry.Object, entry.Id, field.Name)] = value;
            }
        }
    }
}

/// <summary>Values as text, for comparing across systems.</summary>
internal static class SimText
{
    public static string? Of(FieldValue value) => value.Kind switch
    {
        FieldKind.Missing or FieldKind.Null => null,
        FieldKind.Text => value.AsText().Length == 0 ? null : value.AsText(),
        FieldKind.Boolean => value.AsBoolean() ? "true" : "false",
        FieldKind.Integer or FieldKind.Decimal => value.AsDecimal().ToString("0.##########", CultureInfo.InvariantCulture),
        FieldKind.Reference => $"{value.AsReference().Type}/{value.AsReference().Id}",
        _ => value.Kind.ToString(),
    };

    public static string? Core(FieldValue value) => Core(Of(value));

    /// <summary>What survives every coercion and converter: the number that the person's edit has.</summary>
    public static string? Core(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length > 5 && text[0] is 'n' or 'N' && text.AsSpan(1, 5).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return text[1..6];
        }

        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number >= 100 ? "#" + decimal.Floor(number / 100).ToString(CultureInfo.InvariantCulture) : text;
    }
}
