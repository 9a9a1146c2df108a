using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>
/// Law 4 for lines: what a person typed on a line stands in golden, unless a person took it away again or it is on record as a loser.
/// Where every system has preconditions: without them the declared window excuses a loss (R25).
/// </summary>
internal sealed class LineLaws(SimWorld world, StateSnapshot state)
{
    public void Check()
    {
        if (world.Members.Any(s => s.Carries(SimEntity.Order) && s.Fake.Descriptor.For("orders").Version != VersionKind.Strict))
        {
            return;
        }

        var removed = new HashSet<string>(StringComparer.Ordinal);
        var typed = new List<(SimSystem System, string Id, string Core)>();
        foreach (var system in world.Members.Where(s => s.Carries(SimEntity.Order)))
        {
            foreach (var row in system.Fake.Table("", "orders").Everything)
            {
                Read(system, row, typed, removed);
            }
        }

        foreach (var (system, id, core) in typed.Where(t => !removed.Contains(t.Core)))
        {
            Stands(system, id, core);
        }
    }

    private static void Read(SimSystem system, FakeRow row, List<(SimSystem, string, string)> typed, HashSet<string> removed)
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in row.Versions)
        {
            var now = Items(version);
            if (version.Actor == FakeActor.People)
            {
                typed.AddRange(now.Except(before).Select(core => (system, row.Id, core)));
                removed.UnionWith(before.Except(now));
            }

            before = now;
        }
    }

    private static HashSet<string> Items(FakeEvent version) =>
        [.. (version.Values.GetValueOrDefault("lines", FieldValue.Null).LinesOrNull() ?? LineList.Empty).Select(l => SimText.Core(l.Fields.GetOrMissing("item"))).OfType<string>()];

    private void Stands(SimSystem system, string id, string core)
    {
        var reference = new RecordRef(system.Name, "", "orders", id);
        if (state.GoldenOf(reference) is not { } golden || !state.Golden.TryGetValue(golden, out var aggregate) || aggregate.Golden.State != GoldenState.Live || aggregate.Outbox.Count > 0 || aggregate.OpenItems.Count > 0
            || world.People.Deleted.Keys.Any(d => state.GoldenOf(d) == golden) || aggregate.Links.Any(l => l.State != LinkState.Active) || world.Hidden.Any(h => h.Object == "orders"))
        {
            return;
        }

        var lines = state.Data(aggregate)[SimEntity.Order.Type.Field("Lines").Slot].LinesOrNull() ?? LineList.Empty;
        if (lines.Any(l => SimText.Core(l.Fields.GetOrMissing("Item")) == core) || state.Audit.Any(a => a.Row.GoldenId is { } g && state.Canonical(g) == golden && a.Row.Detail?.Contains(core, StringComparison.Ordinal) == true && a.Kind is "loser" or "conflict" or "resolved"))
        {
            return;
        }

        throw new LawBrokenException("11 lines", $"the line {core} that was typed on {reference} is gone from golden {golden}, and nobody took it away");
    }
}
