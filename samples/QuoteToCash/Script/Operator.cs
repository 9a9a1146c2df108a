using System.Text.Json;
using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Worlds;
using CrmErp.Sdk.Simulators.Journal;

namespace CrmErp.Samples.QuoteToCash.Script;

/// <summary>
/// The person who looks after the integration: for every create without an answer that the engine could not settle by itself, looks
/// into the ERP for the record that it made and says which one it is, or that there is none.
/// </summary>
internal sealed class Operator(Systems systems)
{
    // A name of the ERP has so many characters.
    private const int Name = 100;

    /// <summary>The decisions, as lines of the file that the engine's process takes; empty when nothing waits for them.</summary>
    public IReadOnlyList<string> Decide(IEnumerable<OpenRow> open)
    {
        var decisions = new List<string>();
        foreach (var entity in open.Where(o => o is { Queue: "Unknown", Cause: "UnknownCreate", Golden: not null }).GroupBy(o => o.Entity))
        {
            var made = Made(entity.Key);
            foreach (var row in entity)
            {
                var wanted = LooksInCrm(entity.Key, systems.Crm.People.Find(entity.Key, row.Crm!) ?? throw new InvalidOperationException($"{entity.Key} {row.Crm} is not in the CRM."));
                // Of two that look alike, each is one of the two that were sent.
                decisions.Add(made.TryGetValue(wanted, out var ids) && ids.TryDequeue(out var id) ? $"landed,{row.Golden},{id}" : $"nothing,{row.Golden},");
            }
        }

        return decisions;
    }

    // Everything that the integration made there, by what a person would look at.
    private Dictionary<string, Queue<string>> Made(string entity)
    {
        var set = entity == "Contact" ? "contacts" : "customers";
        var made = new Dictionary<string, Queue<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var write in systems.Erp.Writes.Since(0).Where(w => w is { Client: "sdk", Operation: WriteOperation.Create } && w.Object == set))
        {
            if (systems.Erp.People.Find(set, write.Id) is { } record)
            {
                var looks = LooksInErp(entity, record);
                if (!made.TryGetValue(looks, out var ids))
                {
                    made[looks] = ids = [];
                }

                ids.Enqueue(write.Id);
            }
        }

        return made;
    }

    private static string LooksInCrm(string entity, JsonElement record) => entity == "Contact"
        ? $"{Text(record, "FirstName")} {Text(record, "LastName")}".Trim() + "|" + Text(record, "Phone") + "|" + Text(record, "Email")
        : Cut(Text(record, "Name")) + "|" + Text(record, "Phone") + "|" + Text(record, "TaxNumber__c");

    private static string LooksInErp(string entity, JsonElement record) =>
        Text(record, "displayName") + "|" + Text(record, "phoneNumber") + "|" + Text(record, entity == "Contact" ? "email" : "taxRegistrationNumber");

    private static string Cut(string name) => name.Length > Name ? name[..Name].TrimEnd() : name;

    private static string Text(JsonElement record, string field) => record.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
}
