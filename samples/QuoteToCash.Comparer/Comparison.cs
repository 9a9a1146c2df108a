using CrmErp.Samples.QuoteToCash.Comparing.Entities;

namespace CrmErp.Samples.QuoteToCash.Comparing;

/// <summary>Who a record really is, as the data and the script know it.</summary>
public sealed record KnownRecord(string Side, string Object, string Id, string Identity);

/// <summary>A record that waits in an open queue.</summary>
public sealed record OpenRecord(string Side, string Id, string Group);

/// <summary>What the comparison of one entity gives.</summary>
public sealed class EntityResult(string entity)
{
    public string Entity => entity;

    public int Crm { get; internal set; }

    public int Erp { get; internal set; }

    /// <summary>True identities, those of both sides counted once.</summary>
    public int Identities { get; internal set; }

    /// <summary>True identities with a record on both sides.</summary>
    public int Linked { get; internal set; }

    public int Equal { get; internal set; }

    /// <summary>Linked, with something open between them.</summary>
    public int Open { get; internal set; }

    public int Compared { get; internal set; }

    /// <summary>Orders that were made of won deals.</summary>
    public int OfDeals { get; internal set; }

    public List<string> Differing { get; } = [];

    public List<string> Missing { get; } = [];

    public List<string> Duplicates { get; } = [];

    public List<string> SeedDuplicates { get; } = [];

    /// <summary>Pairs that may be tampered with: linked, equal, nothing open.</summary>
    internal List<(Item Crm, Item Erp)> EqualPairs { get; } = [];
}

/// <summary>Reads both systems' own data and holds one against the other, without the SDK.</summary>
public sealed class Comparison(Uri crm, Uri erp, IReadOnlyCollection<KnownRecord> known, IReadOnlyCollection<OpenRecord> open, IReadOnlyCollection<string> wonDeals)
{
    private const string Sdk = "sdk";

    private readonly ILookup<string, OpenRecord> _open = open.ToLookup(o => $"{o.Side}/{o.Id}");

    /// <summary>The fields that are compared, by entity.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ComparedFields { get; } =
        Rules.All.ToDictionary(r => r.Name, r => (IReadOnlyList<string>)[.. r.Fields.Select(f => f.Name)]);

    /// <summary>Fields that both standard maps have and that are not compared, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NotCompared => Rules.NotCompared;

    /// <summary>Compares everything.</summary>
    public async Task<IReadOnlyList<EntityResult>> RunAsync()
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var (results, _) = await CompareAsync(http).ConfigureAwait(false);
        return results;
    }

    /// <summary>Changes one value of each compared field behind everyone's back and compares again; gives the fields whose change was not reported.</summary>
    public async Task<(int Planted, IReadOnlyList<string> Unreported)> TamperAsync()
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var (results, scene) = await CompareAsync(http).ConfigureAwait(false);
        var planted = new List<(string Entity, string Field, string Crm, string Erp)>();
        var unreported = new List<string>();
        foreach (var (rule, result) in Rules.All.Zip(results))
        {
            var next = 0;
            foreach (var field in rule.Fields)
            {
                var done = false;
                // Each field on a pair of its own, as far as there are enough.
                for (var tried = 0; !done && tried < result.EqualPairs.Count; tried++)
                {
                    var (c, e) = result.EqualPairs[next++ % result.EqualPairs.Count];
                    if (field.Plant(c, e, scene) is { } plant)
                    {
                        await (plant.Side == "crm" ? scene.Crm : scene.Erp).TamperAsync(plant.Item, plant.Field, plant.Value).ConfigureAwait(false);
                        planted.Add((rule.Name, field.Name, c.Id, e.Id));
                        done = true;
                    }
                }

                if (!done)
                {
                    unreported.Add($"{rule.Name}.{field.Name}: no pair to change");
                }
            }
        }

        var (after, _) = await CompareAsync(http).ConfigureAwait(false);
        // A record that no longer says who it is counts as one without counterpart.
        unreported.AddRange(planted.Where(p => !after.Exists(r => r.Entity == p.Entity && (
            r.Differing.Exists(d => d.Contains($"{p.Crm}/{p.Erp}", StringComparison.Ordinal) && d.Contains(p.Field, StringComparison.Ordinal))
            || r.Missing.Exists(m => m.Contains(p.Crm, StringComparison.Ordinal) || m.Contains(p.Erp, StringComparison.Ordinal))))).Select(p => $"{p.Entity}.{p.Field} of {p.Crm}/{p.Erp}"));
        return (planted.Count, unreported);
    }

    private async Task<(List<EntityResult> Results, Scene Scene)> CompareAsync(HttpClient http)
    {
        var scene = new Scene(new Side("crm", crm, http), new Side("erp", erp, http));
        await scene.LoadAsync().ConfigureAwait(false);
        foreach (var record in known)
        {
            scene.Identify(record.Side, record.Object, record.Id, record.Identity);
        }

        var writes = new[] { (scene.Crm.Name, await scene.Crm.WritesAsync().ConfigureAwait(false)), (scene.Erp.Name, await scene.Erp.WritesAsync().ConfigureAwait(false)) };
        var made = writes.SelectMany(w => w.Item2.Where(e => e is { Client: Sdk, Operation: "Create" }).Select(e => (w.Name, e.Object, e.Id))).ToHashSet();
        var gone = writes.SelectMany(w => w.Item2.Where(e => e.Operation == "Delete" && e.Client != Sdk).Select(e => scene.IdentityOf(w.Name, e.Object, e.Id)!)).ToHashSet(StringComparer.Ordinal);
        var results = new List<EntityResult>();
        foreach (var rule in Rules.All)
        {
            if (rule.Name == "SalesOrder")
            {
                await scene.LoadDealsAsync().ConfigureAwait(false);
            }

            results.Add(await CompareAsync(rule, scene, made, gone).ConfigureAwait(false));
        }

        return (results, scene);
    }

    private async Task<EntityResult> CompareAsync(EntityRule rule, Scene scene, HashSet<(string, string, string)> made, HashSet<string> gone)
    {
        var result = new EntityResult(rule.Name);
        var crmItems = (await rule.CrmAsync(scene.Crm).ConfigureAwait(false)).Values.ToList();
        var erpItems = (await rule.ErpAsync(scene.Erp).ConfigureAwait(false)).Values.Where(rule.ErpFilter).ToList();
        (result.Crm, result.Erp) = (crmItems.Count, erpItems.Count);
        Identification.Run(rule, scene, crmItems, erpItems, made);
        var crmBy = crmItems.ToLookup(i => scene.IdentityOf("crm", i.Object, i.Id)!);
        var erpBy = erpItems.ToLookup(i => scene.IdentityOf("erp", i.Object, i.Id)!);
        foreach (var identity in crmBy.Select(g => g.Key).Union(erpBy.Select(g => g.Key)).Order(StringComparer.Ordinal))
        {
            result.Identities++;
            One(rule, scene, result, identity, [.. crmBy[identity]], [.. erpBy[identity]], made, gone);
        }

        if (rule.Name == "SalesOrder")
        {
            OfDeals(result, erpBy, gone);
        }

        return result;
    }

    // Every deal that was won has its order, or something open that says why not.
    private void OfDeals(EntityResult result, ILookup<string, Item> orders, HashSet<string> gone)
    {
        var there = wonDeals.Where(d => orders.Contains(d) || gone.Contains(d)).ToHashSet(StringComparer.Ordinal);
        result.OfDeals = there.Count;
        var held = known.Where(k => k.Object == "Opportunity" && _open.Contains($"crm/{k.Id}")).Select(k => k.Identity).ToHashSet(StringComparer.Ordinal);
        result.Missing.AddRange(wonDeals.Where(d => !there.Contains(d) && !held.Contains(d)).Select(d => $"{d}: the won deal has no order in the ERP"));
    }

    private void One(EntityRule rule, Scene scene, EntityResult result, string identity, Item[] crmItems, Item[] erpItems, HashSet<(string, string, string)> made, HashSet<string> gone)
    {
        Count(result, identity, "crm", crmItems, made);
        Count(result, identity, "erp", erpItems, made);
        var waits = crmItems.Any(i => _open.Contains($"crm/{i.Id}")) || erpItems.Any(i => _open.Contains($"erp/{i.Id}"));
        if (crmItems.Length == 0 || erpItems.Length == 0)
        {
            var wanted = crmItems.Length > 0 ? rule.WantedInErp(crmItems[0], scene) : rule.WantedInCrm(erpItems[0], scene);
            if (wanted && !waits && !gone.Contains(identity))
            {
                result.Missing.Add($"{identity}: {(crmItems.Length > 0 ? $"{crmItems[0].Id} has no counterpart in the ERP" : $"{erpItems[0].Id} has no counterpart in the CRM")}");
            }

            return;
        }

        result.Linked++;
        if (crmItems.Length > 1 || erpItems.Length > 1)
        {
            return;
        }

        Compare(rule, scene, result, identity, crmItems[0], erpItems[0], waits);
    }

    private void Compare(EntityRule rule, Scene scene, EntityResult result, string identity, Item crmItem, Item erpItem, bool waits)
    {
        var differing = rule.Fields.Where(f => !f.Agree(crmItem, erpItem, scene)).ToList();
        result.Compared += rule.Fields.Count;
        var held = _open[$"crm/{crmItem.Id}"].Concat(_open[$"erp/{erpItem.Id}"]).ToList();
        if (waits)
        {
            result.Open++;
        }

        var unheld = differing.Where(f => !held.Exists(h => h.Group.Length == 0 || h.Group == f.Name || h.Group == f.Group)).ToList();
        if (unheld.Count > 0)
        {
            result.Differing.Add($"{identity} {crmItem.Id}/{erpItem.Id}: " + string.Join(", ", unheld.Select(f => $"{f.Name} [{f.Crm(crmItem, scene)}] [{f.Erp(erpItem, scene)}]")));
        }
        else if (differing.Count == 0)
        {
            result.Equal++;
            if (!waits)
            {
                result.EqualPairs.Add((crmItem, erpItem));
            }
        }
    }

    private static void Count(EntityResult result, string identity, string side, Item[] items, HashSet<(string, string, string)> made)
    {
        if (items.Length < 2)
        {
            return;
        }

        // The first may be anybody's; what the SDK made beside it is a duplicate.
        var ours = items.Where(i => made.Contains((side, i.Object, i.Id))).ToList();
        var surplus = ours.Count == items.Length ? ours.Skip(1) : ours;
        result.Duplicates.AddRange(surplus.Select(i => $"{identity}: {side} {i.Object}/{i.Id}"));
        if (items.Length - ours.Count > 1)
        {
            result.SeedDuplicates.Add($"{identity}: {items.Length - ours.Count} in the {side}");
        }
    }
}
