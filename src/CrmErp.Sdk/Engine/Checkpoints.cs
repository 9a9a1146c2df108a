using System.Text.Json;
using System.Text.Json.Nodes;

namespace CrmErp.Sdk.Engine;

/// <summary>Where the unfinished full reads of a stream stand, as the stream stores them.</summary>
internal sealed record Checkpoints
{
    public string? Inventory { get; init; }

    public bool InventoryStarted { get; init; }

    public string? Sweep { get; init; }

    /// <summary>How many listed records were active links so far.</summary>
    public long SweepListed { get; init; }

    /// <summary>The last link that the running sweep read by id; null while it lists.</summary>
    public string? SweepAfter { get; init; }

    public bool Sweeping { get; init; }

    public DateTimeOffset? Swept { get; init; }

    public string? Seed { get; init; }

    public bool Seeding { get; init; }

    /// <summary>Links are made again after a change of the map.</summary>
    public bool Backfilling { get; init; }

    /// <summary>The last link that was made again.</summary>
    public string? Backfill { get; init; }

    /// <summary>The same as reading it, for the one question that every step asks.</summary>
    public static bool IsBackfilling(string text) => text.Contains("\"backfilling\"", StringComparison.Ordinal);

    public static Checkpoints Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new Checkpoints
        {
            Inventory = Text(root, "inventory"),
            InventoryStarted = root.TryGetProperty("inventoryStarted", out _),
            Sweep = Text(root, "sweep"),
            SweepListed = root.TryGetProperty("sweepListed", out var listed) ? listed.GetInt64() : 0,
            SweepAfter = Text(root, "sweepAfter"),
            Sweeping = root.TryGetProperty("sweeping", out _),
            Swept = root.TryGetProperty("swept", out var swept) ? swept.GetDateTimeOffset() : null,
            Seed = Text(root, "seed"),
            Seeding = root.TryGetProperty("seeding", out _),
            Backfilling = root.TryGetProperty("backfilling", out _),
            Backfill = Text(root, "backfill"),
        };
    }

    public string Write()
    {
        var json = new JsonObject();
        Put(json, "inventory", Inventory);
        Put(json, "sweep", Sweep);
        Put(json, "sweepAfter", SweepAfter);
        if (SweepListed > 0)
        {
            json["sweepListed"] = SweepListed;
        }

        Put(json, "seed", Seed);
        Put(json, "inventoryStarted", InventoryStarted);
        Put(json, "sweeping", Sweeping);
        Put(json, "seeding", Seeding);
        Put(json, "backfilling", Backfilling);
        Put(json, "backfill", Backfill);
        if (Swept is { } swept)
        {
            json["swept"] = swept.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        }

        return json.ToJsonString();
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static void Put(JsonObject json, string name, bool value)
    {
        if (value)
        {
            json[name] = true;
        }
    }
}
