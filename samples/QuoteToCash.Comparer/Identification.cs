namespace CrmErp.Samples.QuoteToCash.Comparing;

/// <summary>
/// Says who the records are that nobody seeded: by what they say about themselves, held against the records of known identity. No
/// word of the SDK is taken for it.
/// </summary>
internal static class Identification
{
    public static void Run(EntityRule rule, Scene scene, IReadOnlyList<Item> crm, IReadOnlyList<Item> erp, HashSet<(string Side, string Object, string Id)> made)
    {
        // What people made without a word in the data is somebody of its own.
        Own("crm", crm, scene, made);
        Own("erp", erp, scene, made);
        Orders(rule, scene, erp);
        var evidence = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (identity, _) in scene.WonDeals)
        {
            evidence[$"deal:{identity}"] = [identity];
        }

        Collect("crm", crm, rule.CrmEvidence, scene, evidence);
        Collect("erp", erp, rule.ErpEvidence, scene, evidence);
        Assign("erp", erp, rule.ErpEvidence, scene, evidence);
        Collect("erp", erp, rule.ErpEvidence, scene, evidence);
        Assign("crm", crm, rule.CrmEvidence, scene, evidence);
    }

    private static void Own(string side, IReadOnlyList<Item> items, Scene scene, HashSet<(string Side, string Object, string Id)> made)
    {
        foreach (var item in items.Where(i => !scene.IsKnown(side, i) && !made.Contains((side, i.Object, i.Id))))
        {
            scene.Identify(side, item, $"{side}:{item.Object}/{item.Id}");
        }
    }

    private static void Collect(string side, IReadOnlyList<Item> items, Func<Item, Scene, IEnumerable<string>> says, Scene scene, Dictionary<string, HashSet<string>> evidence)
    {
        foreach (var item in items.Where(i => scene.IsKnown(side, i)))
        {
            foreach (var word in says(item, scene))
            {
                if (!evidence.TryGetValue(word, out var identities))
                {
                    evidence[word] = identities = [];
                }

                identities.Add(scene.IdentityOf(side, item.Object, item.Id)!);
            }
        }
    }

    private static void Assign(string side, IReadOnlyList<Item> items, Func<Item, Scene, IEnumerable<string>> says, Scene scene, Dictionary<string, HashSet<string>> evidence)
    {
        foreach (var item in items.Where(i => !scene.IsKnown(side, i)))
        {
            var votes = says(item, scene).SelectMany(w => evidence.GetValueOrDefault(w, [])).GroupBy(i => i).Select(g => (Identity: g.Key, Votes: g.Count())).OrderByDescending(v => v.Votes).ToList();
            // Two that are equally likely are nobody: the record then counts as one without a counterpart.
            if (votes.Count > 0 && (votes.Count == 1 || votes[0].Votes > votes[1].Votes))
            {
                scene.Identify(side, item, votes[0].Identity);
            }
        }
    }

    // An order that was made of a deal has its customer and its lines; a deal makes one.
    private static void Orders(EntityRule rule, Scene scene, IReadOnlyList<Item> erp)
    {
        if (rule.Name != "SalesOrder")
        {
            return;
        }

        var deals = scene.WonDeals.ToLookup(d => d.Content, d => d.Identity);
        foreach (var group in erp.Where(o => !scene.IsKnown("erp", o)).GroupBy(o => scene.ContentOf(o)))
        {
            var identities = deals[group.Key].ToList();
            var index = 0;
            foreach (var order in group)
            {
                // More orders than deals of one content: the surplus repeats the last deal and is counted as its duplicate.
                if (identities.Count > 0)
                {
                    scene.Identify("erp", order, identities[Math.Min(index++, identities.Count - 1)]);
                }
            }
        }
    }
}
