using System.Text.Json;
using CrmErp.Samples.QuoteToCash.Comparing;

namespace CrmErp.Samples.QuoteToCash.Reporting;

/// <summary>What the day came to; the last line of standard output with <c>--json</c>.</summary>
internal sealed class Outcome
{
    // The queues as the JSON names them, and as the SDK does.
    public static readonly string[] Queues = ["waiting", "conflict", "review", "parked", "withheld", "unknown", "deferred", "noted", "mapDrift"];

    public IReadOnlyList<EntityResult> Entities { get; set; } = [];

    public long WritesWhenQuiet { get; set; }

    public long ReadsWhenQuiet { get; set; }

    public int Crashes { get; set; }

    public Dictionary<string, long> Open { get; } = Queues.ToDictionary(q => q, _ => 0L);

    /// <summary>The most that ever stood in each queue when it was looked at.</summary>
    public Dictionary<string, long> MostOpen { get; } = Queues.ToDictionary(q => q, _ => 0L);

    public List<string> OpenUnexpected { get; set; } = [];

    public List<string> WrongValues { get; set; } = [];

    public long CrmCalls { get; set; }

    public long ErpCalls { get; set; }

    public double ElapsedSeconds { get; set; }

    public double PeakMemoryMb { get; set; }

    public int MappingWrites { get; set; }

    public int MappingPlanned { get; set; }

    public int MappingRefused { get; set; }

    public int TamperPlanted { get; set; }

    public IReadOnlyList<string>? TamperUnreported { get; set; }

    public int WonDeals { get; set; }

    /// <summary>All deals of the CRM, whatever became of them.</summary>
    public int Deals { get; set; }

    /// <summary>The records that both systems held before the first run.</summary>
    public int LoadedRecords { get; set; }

    /// <summary>Real time from the first inventory to the first rest, the crashes in between included.</summary>
    public double LoadSeconds { get; set; }

    public double RecordsPerSecond => LoadSeconds > 0 ? Math.Round(LoadedRecords / LoadSeconds) : 0;

    public int Differing => Entities.Sum(e => e.Differing.Count);

    public int Missing => Entities.Sum(e => e.Missing.Count);

    public int Duplicates => Entities.Sum(e => e.Duplicates.Count);

    // How many of all records the change of the mapping wrote.
    private double MappingShare => (double)MappingWrites / Math.Max(1, Entities.Sum(e => e.Crm + e.Erp));

    /// <summary>Whether everything that the sample promises holds.</summary>
    public bool Holds => Queues.All(q => MostOpen[q] > 0) && Differing == 0 && Missing == 0 && Duplicates == 0 && OpenUnexpected.Count == 0 && WrongValues.Count == 0
        && MappingPlanned > 0 && MappingPlanned == MappingWrites + MappingRefused && MappingShare < 0.05
        && WritesWhenQuiet == 0 && ReadsWhenQuiet > 0 && Crashes >= 2 && TamperUnreported is null or { Count: 0 };

    public string ToJson()
    {
        int Total(string entity) => Entities.FirstOrDefault(e => e.Entity == entity)?.Identities ?? 0;
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("accounts", Total("Account"));
            json.WriteNumber("contacts", Total("Contact"));
            json.WriteNumber("products", Total("Product"));
            json.WriteNumber("opportunities", Deals);
            json.WriteNumber("wonDeals", WonDeals);
            json.WriteNumber("orders", Entities.FirstOrDefault(e => e.Entity == "SalesOrder")?.OfDeals ?? 0);
            json.WriteNumber("invoices", Total("Invoice"));
            json.WriteNumber("linked", Entities.Sum(e => e.Linked));
            json.WriteNumber("differing", Differing);
            json.WriteNumber("missing", Missing);
            json.WriteNumber("duplicates", Duplicates);
            json.WriteNumber("seedDuplicates", Entities.Sum(e => e.SeedDuplicates.Count));
            json.WriteStartObject("comparedFields");
            foreach (var (entity, fields) in Comparison.ComparedFields)
            {
                json.WriteStartArray(entity);
                foreach (var field in fields)
                {
                    json.WriteStringValue(field);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteNumber("writesWhenQuiet", WritesWhenQuiet);
            json.WriteNumber("readsWhenQuiet", ReadsWhenQuiet);
            json.WriteNumber("crashes", Crashes);
            Queue(json, "open", Open);
            Queue(json, "mostOpen", MostOpen);
            json.WriteNumber("openUnexpected", OpenUnexpected.Count);
            json.WriteNumber("wrongValues", WrongValues.Count);
            json.WriteStartObject("mappingChange");
            json.WriteNumber("planned", MappingPlanned);
            json.WriteNumber("written", MappingWrites);
            json.WriteNumber("refused", MappingRefused);
            json.WriteEndObject();
            if (TamperUnreported is { } unreported)
            {
                json.WriteStartObject("tamper");
                json.WriteNumber("planted", TamperPlanted);
                json.WriteNumber("unreported", unreported.Count);
                json.WriteEndObject();
            }

            json.WriteStartObject("apiCalls");
            json.WriteNumber("crm", CrmCalls);
            json.WriteNumber("erp", ErpCalls);
            json.WriteEndObject();
            json.WriteStartObject("firstLoad");
            json.WriteNumber("records", LoadedRecords);
            json.WriteNumber("seconds", Math.Round(LoadSeconds, 1));
            json.WriteNumber("recordsPerSecond", RecordsPerSecond);
            json.WriteEndObject();
            json.WriteNumber("elapsedSeconds", Math.Round(ElapsedSeconds, 1));
            json.WriteNumber("peakMemoryMb", PeakMemoryMb);
            json.WriteBoolean("holds", Holds);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Queue(Utf8JsonWriter json, string name, Dictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (queue, count) in counts)
        {
            json.WriteNumber(queue, count);
        }

        json.WriteEndObject();
    }
}
