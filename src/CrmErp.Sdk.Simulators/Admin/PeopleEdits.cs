using System.Buffers;
using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>The edits of people, from the same process: the methods behind <c>/_simulator/people</c>, <c>/tamper</c> and <c>/act</c>.</summary>
public sealed class PeopleEdits
{
    private readonly ISimulatorAdmin _admin;
    private readonly PeopleContext _context;

    /// <summary>Edits in a scope.</summary>
    public PeopleEdits(ISimulatorAdmin admin, PeopleContext? context = null)
    {
        _admin = admin;
        _context = context ?? new PeopleContext();
    }

    /// <summary>The same person in another company or scope.</summary>
    public PeopleEdits In(string scope) => new(_admin, _context with { Scope = scope });

    /// <summary>The same person, whose commits come this much later than their stamps say.</summary>
    public PeopleEdits Late(TimeSpan visibleAfter) => new(_admin, _context with { VisibleAfter = visibleAfter });

    /// <summary>Creates a record; gives its id.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    public string Create(string objectName, params IReadOnlyList<(string Name, object? Value)> values) =>
        _admin.Create(objectName, _context, JsonValues.Object(values));

    /// <summary>Creates a record; gives its id.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    public string Create(string objectName, JsonElement values) => _admin.Create(objectName, _context, values);

    /// <summary>Changes a record.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    public void Update(string objectName, string id, params IReadOnlyList<(string Name, object? Value)> values) =>
        _admin.Update(objectName, _context, id, JsonValues.Object(values));

    /// <summary>Deletes a record.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    public void Delete(string objectName, string id) => _admin.Delete(objectName, _context, id);

    /// <summary>Changes stored values while stamp, version and log stay as they are.</summary>
    /// <exception cref="SimulatorRefusalException">There is no such record or field.</exception>
    public void Tamper(string objectName, string id, params IReadOnlyList<(string Name, object? Value)> values) =>
        _admin.Tamper(objectName, _context, id, JsonValues.Object(values));

    /// <summary>Does what has a name of its own; gives the result.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    public JsonElement Act(string action, params IReadOnlyList<(string Name, object? Value)> arguments)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            _admin.Act(action, _context, JsonValues.Object(arguments), writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>One record with every field, in the system's own names; null when there is none.</summary>
    public JsonElement? Find(string objectName, string id)
    {
        if (_admin.Find(objectName, _context, id) is not { } record)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            _admin.WriteRecord(writer, objectName, _context, record);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Stores records that were there at the start, quickly; gives their ids in order.</summary>
    /// <exception cref="SimulatorRefusalException">There is no such object or field.</exception>
    public IReadOnlyList<string> Seed(string objectName, IEnumerable<SeedRecord> records) => _admin.Seed(objectName, _context, records);
}
