using CrmErp.Sdk.Simulation.Laws;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Running;

/// <summary>Law 6: the same edits, captured and delivered in another order, under policies that are total, come to the same values.</summary>
internal sealed class OrderReplay(SimSetup setup)
{
    private const int Edits = 8;
    private static readonly string[] Fields = ["Name", "Phone", "Street", "City", "Credit", "Stage"];

    public void Check()
    {
        var (first, second) = (Life(0x0DD), Life(0xE7E));
        foreach (var (record, values) in first)
        {
            if (second.GetValueOrDefault(record) is { } others && others != values)
            {
                throw new LawBrokenException("6 order", $"{record} came to [{values}] in one order and to [{others}] in another");
            }
        }
    }

    private Dictionary<string, string> Life(ulong order)
    {
        using var world = new SimWorld(setup with { TotalPolicies = true, Tracing = false, Coverage = new Coverage() });
        world.People.Populate();
        world.Observe();
        world.Boot();
        if (world.Late is not null)
        {
            world.Join();
        }

        // Until here both lives are the same.
        new Settling(world, new SeededRandom(setup.Seed ^ 0xABCUL)).Run(sweep: true);
        world.Random = new SeededRandom(setup.Seed ^ 0xED17UL);
        EditEverywhere(world);
        new Settling(world, new SeededRandom(setup.Seed ^ order)).Run(sweep: true, office: false);
        var state = world.Snapshot();
        return state.Links.Values.Where(l => l.State == LinkState.Active && l.Entity == "Account" && state.Golden.ContainsKey(state.Canonical(l.GoldenId)) && !state.Items.Any(i => i.GoldenId == state.Canonical(l.GoldenId)))
            .ToDictionary(l => l.Ref.ToString(), l => Values(state, state.Golden[state.Canonical(l.GoldenId)]), StringComparer.Ordinal);
    }

    private static string Values(StateSnapshot state, GoldenAggregate golden) =>
        string.Join(", ", Fields.Select(f => $"{f}={SimText.Of(state.Data(golden)[SimEntity.Account.Type.Field(f).Slot])}"));

    private static void EditEverywhere(SimWorld world)
    {
        for (var i = 0; i < Edits; i++)
        {
            var system = world.Random.Pick([.. world.Members]);
            var accounts = system.People.All("accounts").OrderBy(a => a.Id, StringComparer.Ordinal).ToArray();
            if (accounts.Length > 0)
            {
                var field = world.Random.Pick(Fields[..4]);
                system.People.TryEdit("accounts", world.Random.Pick(accounts).Id, [(SimEntity.Path(field), world.People.Text())], out _);
            }
        }

        world.Observe();
    }
}
