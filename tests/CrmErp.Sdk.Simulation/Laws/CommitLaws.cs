using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>What must hold at every single commit, judged by what became of the store.</summary>
internal static class CommitLaws
{
    public static void Check(SimWorld world, StoreBatch batch)
    {
        foreach (var link in batch.PutLinks.Where(l => l.State == LinkState.Active && world.Bound.Add(l.Ref)))
        {
            if (batch.RemoveStage.Contains(link.Ref))
            {
                WholeGroupIsAmbiguous(world, batch, link);
            }
            else if (batch.Audit.Any(a => a is { Kind: "linked", Rule: "match" } && a.GoldenId == link.GoldenId))
            {
                OneMatchOnly(world, batch, link);
            }
        }
    }

    /// <summary>R44: of records of one side with one strong key none is bound without a person.</summary>
    private static void WholeGroupIsAmbiguous(SimWorld world, StoreBatch batch, LinkRow link)
    {
        var system = world.System(link.Ref.Connection.Value);
        var entity = Model.SimEntity.OfObject(link.Ref.Object);
        if (entity.Match is null || system.People.Find(link.Ref.Object, link.Ref.Id) is not { IsDeleted: false } record || KeyOf(record[Model.SimEntity.Path(entity.Match)]) is not { } key
            || !batch.KeyLookups.Any(k => k.Key.Rule == "match" && k.Key.Key == key))
        {
            return;
        }

        var twins = world.Store.FindStagedAsync(batch.Tenant, entity.Name, [new MatchKey("match", key)]).GetAwaiter().GetResult()
            .Where(s => s.Ref.Spoke == link.Ref.Spoke && s.Ref != link.Ref && s.Record is not null && KeyOf(system.People.Find(s.Ref.Object, s.Ref.Id) is { IsDeleted: false } twin ? twin[Model.SimEntity.Path(entity.Match)] : FieldValue.Null) == key).ToArray();
        if (twins.Length > 0 && !IsJudged(world, batch, entity.Name, [link.Ref.ToString(), .. twins.Select(t => t.Ref.ToString())]))
        {
            throw new LawBrokenException("10 first run", $"{link.Ref} was bound, and {twins[0].Ref} has the same key {key}");
        }
    }

    /// <summary>R18: several golden records match, and no person said which it is.</summary>
    private static void OneMatchOnly(SimWorld world, StoreBatch batch, LinkRow link)
    {
        var entity = Model.SimEntity.OfObject(link.Ref.Object);
        foreach (var lookup in batch.KeyLookups.Where(k => k.Entity == entity.Name && k.Key.Rule == "match" && k.Hits.Count > 1 && k.Hits.Contains(link.GoldenId)))
        {
            var system = world.System(link.Ref.Connection.Value);
            var mine = KeyOf(system.People.Find(link.Ref.Object, link.Ref.Id) is { IsDeleted: false } record ? record[Model.SimEntity.Path(entity.Match!)] : FieldValue.Null);
            if (mine == lookup.Key.Key && !IsJudged(world, batch, entity.Name, [link.Ref.ToString()]))
            {
                throw new LawBrokenException("2 no duplicate", $"{link.Ref} was linked with {link.GoldenId}, and {lookup.Hits.Count} golden records have the key {mine}");
            }
        }
    }

    private static bool IsJudged(SimWorld world, StoreBatch batch, string entity, IReadOnlyList<string> nodes) =>
        world.Store.ReadJudgementsAsync(batch.Tenant, entity, nodes).GetAwaiter().GetResult().Count > 0;

    public static string? KeyOf(FieldValue value) => value.TextOrNull() is { } text && text.Trim().Length > 0 ? text.Trim().ToLowerInvariant() : null;
}
