using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Reconcile;

/// <summary>
/// What is kept on a row that a person let pass, until it is sent: a row that has to be planned again (a system that was busy, a version
/// that moved) is not approved again, and not longer than the approval holds.
/// </summary>
/// <param name="What">The guard's kind, or <see cref="Plan"/>.</param>
/// <param name="Hash">For a plan: what was approved.</param>
/// <param name="Until">Until when it holds.</param>
/// <param name="Actor">Who approved.</param>
internal sealed record ApprovalMark(string What, ulong Hash, DateTimeOffset Until, string Actor)
{
    public const string Plan = "Plan";

    public string Write() => DetailCodec.Build(w =>
    {
        w.WriteString("approved", What);
        w.WriteString("hash", Hash.ToString("x16", CultureInfo.InvariantCulture));
        w.WriteString("until", Until);
        w.WriteString("by", Actor);
    });

    public static ApprovalMark? Read(string? detail)
    {
        if (detail is null || !detail.StartsWith("{\"approved\":", StringComparison.Ordinal))
        {
            return null;
        }

        using var document = JsonDocument.Parse(detail);
        var root = document.RootElement;
        return new ApprovalMark(
            root.GetProperty("approved").GetString()!,
            ulong.Parse(root.GetProperty("hash").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            root.GetProperty("until").GetDateTimeOffset(),
            root.GetProperty("by").GetString()!);
    }
}
