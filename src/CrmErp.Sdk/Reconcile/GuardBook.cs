using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// What the store knows about the guards of one stream: approvals, what was sent in the last day, what is withheld. Loaded for one
/// pass; what the pass takes from it is stored with the flights it lets go.
/// </summary>
internal sealed class GuardBook
{
    public const string Prefix = "guard/";

    private readonly Dictionary<string, SettingRow> _stored;
    private readonly Dictionary<string, string> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<GuardKind> _withheld;

    public GuardBook(SpokeId spoke, string entity, IEnumerable<SettingRow> settings, IEnumerable<GuardKind> withheld)
    {
        Spoke = spoke;
        Entity = entity;
        _stored = settings.ToDictionary(s => s.Name, StringComparer.Ordinal);
        _withheld = [.. withheld];
    }

    public SpokeId Spoke { get; }

    public string Entity { get; }

    public static string Cause(GuardKind kind) => $"Guard.{kind}";

    public static string ApprovalName(GuardKind kind, string entity, SpokeId spoke) => $"{Prefix}approved/{kind}/{entity}/{spoke}";

    public static string SentName(GuardKind kind, string entity, SpokeId spoke) => $"{Prefix}sent/{kind}/{entity}/{spoke}";

    /// <summary>The guard whose cause it is; null for other causes.</summary>
    public static GuardKind? KindOf(string cause) =>
        cause.StartsWith("Guard.", StringComparison.Ordinal) && Enum.TryParse<GuardKind>(cause.AsSpan(6), out var kind) ? kind : null;

    /// <summary>A copy for the next round of the rules: what a round takes counts only when it is the last.</summary>
    public GuardBook Fresh() => new(Spoke, Entity, _stored.Values, _withheld);

    /// <summary>Whether writes of the kind wait already: what comes after them waits with them.</summary>
    public bool IsWithheld(GuardKind kind) => _withheld.Contains(kind);

    /// <summary>What the approval of a kind still lets pass; 0 without one, or when it expired.</summary>
    public GuardAllowance? Approval(GuardKind kind, DateTimeOffset now) =>
        Text(ApprovalName(kind, Entity, Spoke)) is { } text && GuardAllowance.Read(text) is { Left: > 0 } approval && approval.Until > now ? approval : null;

    public void Take(GuardKind kind, GuardAllowance approval) => _changed[ApprovalName(kind, Entity, Spoke)] = (approval with { Left = approval.Left - 1 }).Write();

    /// <summary>How many of the kind were sent in the last 24 hours.</summary>
    public long Sent(GuardKind kind, DateTimeOffset now) => Hours(kind, now).Sum(h => h.Value);

    public void CountSent(GuardKind kind, DateTimeOffset now)
    {
        var hours = Hours(kind, now);
        var hour = Hour(now);
        hours[hour] = hours.GetValueOrDefault(hour) + 1;
        _changed[SentName(kind, Entity, Spoke)] = DetailCodec.Build(w =>
        {
            foreach (var (at, count) in hours)
            {
                w.WriteNumber(at.ToString(CultureInfo.InvariantCulture), count);
            }
        });
    }

    public void Collect(StoreBatch batch) =>
        batch.PutSettings.AddRange(_changed.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new SettingRow(c.Key, c.Value, _stored.GetValueOrDefault(c.Key)?.Version ?? 0)));

    private SortedDictionary<long, long> Hours(GuardKind kind, DateTimeOffset now)
    {
        var hours = new SortedDictionary<long, long>();
        if (Text(SentName(kind, Entity, Spoke)) is { } text)
        {
            using var document = JsonDocument.Parse(text);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (long.Parse(entry.Name, CultureInfo.InvariantCulture) is var at && at > Hour(now) - 24)
                {
                    hours[at] = entry.Value.GetInt64();
                }
            }
        }

        return hours;
    }

    private string? Text(string name) => _changed.GetValueOrDefault(name) ?? _stored.GetValueOrDefault(name)?.Value;

    private static long Hour(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;
}

/// <summary>A person's approval of withheld writes: a ceiling that is used up and expires.</summary>
internal sealed record GuardAllowance(long Left, DateTimeOffset Until, string Actor)
{
    public string Write() => DetailCodec.Build(w =>
    {
        w.WriteNumber("left", Left);
        w.WriteString("until", Until);
        w.WriteString("actor", Actor);
    });

    public static GuardAllowance Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new GuardAllowance(root.GetProperty("left").GetInt64(), root.GetProperty("until").GetDateTimeOffset(), root.GetProperty("actor").GetString()!);
    }
}
