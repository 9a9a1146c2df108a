using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

/// <summary>Reads a stored conflict for people: both values, who and when, and what the evidence speaks for.</summary>
internal static class ConflictReading
{
    public static ConflictInfo Read(OpenItem item, GoldenRow golden, EntityType type, ReconcileContext context)
    {
        var detail = ConflictDetail.Read(item.Detail, type);
        var data = RowJson.Read(type, golden.Data);
        int[] slots = [.. Enumerable.Range(0, detail.Candidate.Count).Where(s => !detail.Candidate[s].IsMissing)];
        var origin = type.FindGroup(item.Group) is { } group ? ProvenanceCodec.Read(golden.Provenance, type).Origins[group.Index] : null;
        var info = new ConflictInfo
        {
            Fields = [.. slots.Select(s => new ConflictField(type.Fields[s].Name, data[s], detail.Candidate[s], detail.Before[s]))],
            Rule = detail.Rule,
            Golden = new ConflictSide(origin?.Origin.Name ?? "", origin?.After, origin?.Before),
            Candidate = new ConflictSide(item.Spoke.ToString(), detail.After, detail.NotLaterThan),
        };
        var (suggestion, because) = Suggest(info, Error(context, golden.Entity, item.Spoke), origin?.Origin.Spoke is { } spoke ? Error(context, golden.Entity, spoke) : TimeSpan.Zero);
        return info with { Suggestion = suggestion, Because = because };
    }

    private static TimeSpan Error(ReconcileContext context, string entity, SpokeId spoke) => context.SpokeOf(entity, spoke)?.TimeError ?? TimeSpan.Zero;

    private static (ConflictAnswer? Answer, string? Because) Suggest(ConflictInfo info, TimeSpan theirs, TimeSpan ours)
    {
        if (info.Rule == "oscillation")
        {
            return (null, null);
        }

        if (info.Fields.All(f => f.Candidate.IsEmpty))
        {
            return (ConflictAnswer.KeepGolden, $"{info.Candidate.By} only cleared it");
        }

        if (info.Fields.All(f => f.Golden.IsEmpty))
        {
            return (ConflictAnswer.TakeCandidate, "the golden value is empty");
        }

        if (info.Fields.All(f => Alike(f.Golden, f.Candidate)))
        {
            return (ConflictAnswer.KeepGolden, "the two differ in case and blanks only");
        }

        return info.Candidate.ChangedAfter - theirs > info.Golden.ChangedBefore + ours ? (ConflictAnswer.TakeCandidate, $"{info.Candidate.By} changed it later")
            : info.Candidate.ChangedBefore + theirs < info.Golden.ChangedAfter - ours ? (ConflictAnswer.KeepGolden, $"{info.Golden.By} changed it later")
            : (null, null);
    }

    private static bool Alike(FieldValue left, FieldValue right) =>
        left.Equals(right) || (left.TextOrNull() is { } one && right.TextOrNull() is { } other && string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase));
}
