using System.Text.Json.Serialization;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>What the parent asks of the engine's process: one JSON object per line on its standard input.</summary>
/// <param name="Do">provision, check, settle, once, report, approve, decide, maps, open, stop.</param>
internal sealed record EngineCommand(string Do)
{
    /// <summary>For settle: how much time is skipped before the first run.</summary>
    public double SkipSeconds { get; init; }

    /// <summary>For settle: inventories, feeds and matching only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>For settle: every cursor reset and every object swept, in one run.</summary>
    public bool Everything { get; init; }

    /// <summary>For approve, decide, maps and open: the file to read or write.</summary>
    public string? File { get; init; }
}

/// <summary>What the engine's process says: one JSON object per line on its standard output.</summary>
/// <param name="Kind">ready, progress, done, failed.</param>
internal sealed record EngineEvent(string Kind)
{
    public string? Phase { get; init; }

    public string? Entity { get; init; }

    public string? Spoke { get; init; }

    public int Records { get; init; }

    public string? Message { get; init; }

    public Dictionary<string, long>? Counts { get; init; }

    public int Runs { get; init; }

    public List<string>? WaitingForApproval { get; init; }

    public List<ReportRow>? Reports { get; init; }

    public List<string>? Problems { get; init; }

    /// <summary>The most memory this process ever held.</summary>
    public double PeakMemoryMb { get; init; }
}

/// <summary>The match report of one entity.</summary>
internal sealed record ReportRow(string Entity, long Linked, long OnlyCrm, long OnlyErp, long Suggested, long Ambiguous, long Duplicates, bool ApprovesItself);

/// <summary>One open entry, with the records it is about.</summary>
internal sealed record OpenRow(string Queue, string Entity, string Spoke, string Cause, string Group, string? Crm, string? Erp, string? Detail, string? Golden);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(EngineCommand))]
[JsonSerializable(typeof(EngineEvent))]
[JsonSerializable(typeof(OpenRow))]
internal sealed partial class WireJson : JsonSerializerContext;
