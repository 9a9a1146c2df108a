using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>Owners rule, Latest is right, deletions swallow nothing, what people deleted stays deleted, nobody plays ping-pong.</summary>
internal sealed class PolicyLaws(SimWorld world, StateSnapshot state)
{
    private const int MostFlips = 16;

    public void Check()
    {
        var flips = new Dictionary<GoldenId, int>();
        foreach (var entry in state.Audit.Where(a => a.Row.GoldenId is not null))
        {
            var golden = state.Canonical(entry.Row.GoldenId!.Value);
            if (entry.Kind == "set")
            {
                OwnerRules(entry);
                KeepsDetail(entry);
                if (entry.Values.Values.Any(v => v?.StartsWith("robot-", StringComparison.Ordinal) == true))
                {
                    flips[golden] = flips.GetValueOrDefault(golden) + 1;
                }
            }
            else if (entry is { Kind: "loser", Rule: "Latest" })
            {
                LatestIsRight(entry, golden);
            }
        }

        if (flips.Values.DefaultIfEmpty().Max() > MostFlips)
        {
            throw new LawBrokenException("7 bounded", $"ping-pong, {flips.Values.Max()} flips of one field");
        }

        NoZombies();
    }

    private SimSystem? SystemOf(AuditEntry entry) => world.Systems.FirstOrDefault(s => s.Spoke.ToString() == entry.Origin);

    private void OwnerRules(AuditEntry entry)
    {
        if (entry.Row is { Entity: "Account", Field: "Credit" } && SystemOf(entry) is { } system && system.Name != world.Policies.CreditOwner && entry.Rule is not ("fill" or "merged") && entry.Rule?.StartsWith("person", StringComparison.Ordinal) != true)
        {
            throw new LawBrokenException("4 no lost edit", $"the owner's field was set from elsewhere: {entry}");
        }
    }

    /// <summary>A system that shows golden's projection must not make it golden: golden would degrade.</summary>
    private void KeepsDetail(AuditEntry entry)
    {
        if (SystemOf(entry) is not { } system || entry.Rule is "merged" || entry.Rule?.StartsWith("person", StringComparison.Ordinal) == true || !world.Remapped.All(r => r.System != system.Name)
            || world.Hidden.Contains((system.Name, SimEntity.Of(entry.Row.Entity).Object)))
        {
            return;
        }

        var entity = SimEntity.Of(entry.Row.Entity);
        foreach (var (field, value) in entry.Values)
        {
            if (value is not null && entry.Old.GetValueOrDefault(field) is { } old && old != value && entity.Type.Find(field) is { Kind: FieldKind.Text } && system.Fake.Schema.Get(entity.Object).Find(SimEntity.Path(field)) is { } metadata
                && SimText.Of(Coercion.Apply(metadata, old)) == value)
            {
                throw new LawBrokenException("12 lossy", $"{system.Name} made golden its own projection: {old} became {value}");
            }
        }
    }

    private void LatestIsRight(AuditEntry entry, GoldenId golden)
    {
        if (entry.Values.Count != 1)
        {
            return;
        }

        var (field, loser) = entry.Values.First();
        var edits = world.Ledger.Edits.Where(e => e.Field == field && e.Entity.Name == entry.Row.Entity && state.GoldenOf(e.Ref) == golden && e.At <= entry.At).ToArray();
        var winner = Winner(entry, golden, field);
        if (loser is null || winner is null || loser == winner || edits.Count(e => SimText.Of(e.Value) == loser) != 1 || edits.Count(e => SimText.Of(e.Value) == winner) != 1)
        {
            // Typed twice: no single time.
            return;
        }

        var (lost, won) = (edits.Single(e => SimText.Of(e.Value) == loser), edits.Single(e => SimText.Of(e.Value) == winner));
        if (lost.At > won.At)
        {
            throw new LawBrokenException("4 no lost edit", $"Latest chose the older value {winner} over {loser}: {entry}");
        }
    }

    /// <summary>What won: the set of the same commit, or the value that golden had.</summary>
    private string? Winner(AuditEntry entry, GoldenId golden, string field)
    {
        var sameCommit = state.Audit.FirstOrDefault(a => a.Kind == "set" && a.Row.Sequence == entry.Row.Sequence && a.Row.GoldenId is { } id && state.Canonical(id) == golden && a.Values.ContainsKey(field));
        return sameCommit is not null ? sameCommit.Values[field]
            : state.Audit.LastOrDefault(a => a.Kind == "set" && a.Row.Sequence < entry.Row.Sequence && a.Row.GoldenId is { } id && state.Canonical(id) == golden && a.Values.ContainsKey(field))?.Values[field];
    }

    /// <summary>A record that people deleted is not made again behind their back.</summary>
    private void NoZombies()
    {
        var restored = state.Audit.Where(a => a.Kind is "restored" or "merged" or "resolved" or "unlinked" && a.Row.GoldenId is not null).Select(a => state.Canonical(a.Row.GoldenId!.Value)).ToHashSet();
        foreach (var (reference, at) in world.People.Deleted)
        {
            if (state.Links.GetValueOrDefault(reference) is not { State: LinkState.Gone } link || restored.Contains(state.Canonical(link.GoldenId)) || state.Active(state.Canonical(link.GoldenId), reference.Spoke) is not { } other)
            {
                continue;
            }

            var row = world.System(reference.Connection.Value).Fake.Table("", reference.Object).Find(other.Ref.Id);
            if (row is not null && row.Versions[0].Actor == FakeActor.Engine && row.CreatedAt > at + TimeSpan.FromSeconds(200))
            {
                throw new LawBrokenException("9 zombie", $"{reference} was deleted by a person, and the engine made {other.Ref}");
            }
        }
    }
}
