using System.Text.Json;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>
/// What people do in the system's own user interface, and what a comparer reads. Edits go through the same validation, coercion and
/// stamping as the API; they are logged under the client <c>people</c>.
/// </summary>
public interface ISimulatorAdmin
{
    /// <summary>Every object, in the system's own names.</summary>
    IReadOnlyList<string> Objects { get; }

    /// <summary>The records of an object now.</summary>
    /// <exception cref="SimulatorRefusalException">There is no such object.</exception>
    IReadOnlyCollection<StoredRecord> Snapshot(string objectName, PeopleContext context, bool deleted);

    /// <summary>One live record; null when there is none.</summary>
    /// <exception cref="SimulatorRefusalException">There is no such object.</exception>
    StoredRecord? Find(string objectName, PeopleContext context, string id);

    /// <summary>Stores records that were there at the start, quickly; gives their ids in order.</summary>
    /// <exception cref="SimulatorRefusalException">There is no such object or field.</exception>
    IReadOnlyList<string> Seed(string objectName, PeopleContext context, IEnumerable<SeedRecord> records);

    /// <summary>Writes one record with every field, in the system's own names.</summary>
    void WriteRecord(Utf8JsonWriter writer, string objectName, PeopleContext context, StoredRecord record);

    /// <summary>Creates a record; gives its id.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    string Create(string objectName, PeopleContext context, JsonElement values);

    /// <summary>Changes a record.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    void Update(string objectName, PeopleContext context, string id, JsonElement values);

    /// <summary>Deletes a record.</summary>
    /// <exception cref="SimulatorRefusalException">The system refuses.</exception>
    void Delete(string objectName, PeopleContext context, string id);

    /// <summary>Changes stored values while stamp, version and log stay as they are.</summary>
    /// <exception cref="SimulatorRefusalException">There is no such record or field.</exception>
    void Tamper(string objectName, PeopleContext context, string id, JsonElement values);

    /// <summary>Does what has a name of its own, as posting an order; writes the result as one JSON value.</summary>
    /// <exception cref="SimulatorRefusalException">There is no such action, or the system refuses.</exception>
    void Act(string action, PeopleContext context, JsonElement arguments, Utf8JsonWriter result);
}
