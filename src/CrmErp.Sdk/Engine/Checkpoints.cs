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

    /// <summary>What all links are marked with since the last backfill ended; another mark of the map means that one is due.</summary>
    public ulong? Made { get; init; }

    /// <summary>The mark that the running backfill gives.</summary>
    public ulong? Making { get; init; }

    /// <summary>The last link that the running backfill made again.</summary>
    public string? Backfill { get; init; }

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
            Made = Number(root, "made"),
            Making = Number(root, "making"),
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
        Put(json, "made", Made);
        Put(json, "making", Making);
        Put(json, "backfill", Backfill);
        if (Swept is { } swept)
        {
            json["swept"] = swept.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        }

        return json.ToJsonString();
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static ulong? Number(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetUInt64() : null;

    private static void Put(JsonObject json, string name, ulong? value)
    {
        if (value is { } number)
        {
            json[name] = number;
        }
    }

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
