using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Testing;
using CrmErp.Sdk.Workflows;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>The definition that the simulated developers wrote.</summary>
internal static class SimDefinition
{
    public const string WonWorkflow = "OrderForWonDeal";

    public static SyncDefinition Build(IReadOnlyList<SimSystem> members, SimMaps maps, SimPolicies policies, Func<Guid>? newIdentity)
    {
        var flows = SimEntity.All.Where(e => members.Any(m => m.Carries(e))).Select(e => Flow(e, [.. members.Where(m => m.Carries(e))], maps, policies)).ToArray();
        return new SyncDefinition
        {
            Connections = [.. members.Select(m => new ConnectionDefinition(m.Name, Registration(m)))],
            Flows = flows,
            Workflows = [new WorkflowDefinition { Name = WonWorkflow, Entity = "Opportunity", RunAsync = (run, cancellation) => OrderForWonDealAsync(run, newIdentity, cancellation) }],
            Entities = SimEntity.All.ToDictionary(e => e.Name, e => e.Type, StringComparer.Ordinal),
        };
    }

    private static ConnectorRegistration Registration(SimSystem system) => new()
    {
        Descriptor = system.Fake.Descriptor, Schema = [.. system.Fake.Schema.Objects], Create = (_, _) => system.Fake.Connect(),
    };

    private static FlowDefinition Flow(SimEntity entity, IReadOnlyList<SimSystem> members, SimMaps maps, SimPolicies policies) => new()
    {
        Entity = entity.Type,
        Members = [.. members.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => new FlowMember { Connection = m.Name, Map = maps.Compile(m.Name, entity, m.Fake.Schema.Get(entity.Object)) })],
        Match = entity.Match is { } match ? [Rule("match", entity, match, text => text.Trim().ToLowerInvariant())] : [],
        Suggest = entity.Suggest is { } suggest ? [Rule("suggest", entity, suggest, Nine)] : [],
        Policies = [.. entity.Type.Groups.Select(g => policies.Of(entity.Name, g.Name))],
        OnDelete = policies.OnDelete(entity.Name),
    };

    // Another one each time the deal is looked at again, the same within one look.
    private static GoldenId Fresh(GoldenId deal, Func<Guid> moment)
    {
        var hash = SimHash.Of(deal.ToString(), moment().ToString());
        return new GoldenId(new Guid([.. BitConverter.GetBytes(hash), .. BitConverter.GetBytes(~hash)]));
    }

    private static MatchRule Rule(string name, SimEntity entity, string field, Func<string, string> normalize) =>
        new(name, [entity.Type.Field(field).Slot], (_, value) => value.TextOrNull() is { } text ? normalize(text) : null);

    public static string Nine(string text)
    {
        text = text.Trim().ToLowerInvariant();
        return (text.Length > 9 ? text[..9] : text).Trim();
    }

    /// <summary>A deal that is won with an amount makes one order, and its account a customer.</summary>
    private static async ValueTask OrderForWonDealAsync(IWorkflowRun run, Func<Guid>? newIdentity, CancellationToken cancellationToken)
    {
        var deal = run.EntityType;
        var (stage, amount, account) = (run.After[deal.Field("Stage").Slot], run.After[deal.Field("Amount").Slot], run.After[deal.Field("Account").Slot]);
        if (stage.TextOrNull() != "won" || !amount.HasValue || account.ReferenceOrNull() is not { } customer)
        {
            return;
        }

        var orderId = newIdentity is null ? run.DerivedId("Order", "order") : Fresh(run.Id, newIdentity);
        if (newIdentity is null && (run.IsTaken("order") || await run.FindAsync(new Reference("Order", orderId), cancellationToken).ConfigureAwait(false) is not null))
        {
            return;
        }

        var order = new Row(run.TypeOf("Order").Schema) { ["Amount"] = amount, ["Status"] = "open", ["Account"] = account, ["Active"] = true };
        run.Set("Order", orderId, order, derived: newIdentity is null, newIdentity is null ? "order" : null);
        if (await run.FindAsync(customer, cancellationToken).ConfigureAwait(false) is { } found && found.Row["Stage"].TextOrNull() != "customer")
        {
            run.Set("Account", found.Id, new Row(run.TypeOf("Account").Schema) { ["Stage"] = "customer" }, derived: false, null);
        }
    }
}
