using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Tests.Engine;

public class PlanTests
{
    [Fact]
    public async Task A_plan_lists_what_the_next_run_writes_and_changes_nothing()
    {
        await using var world = await LinkedAsync();
        var account = world.Crm.Add("Account", ("Name", "New"), ("TaxNumber", "DE7"));
        world.Crm.Add("Contact", ("LastName", "Person"), ("Email", "p@example.com"), ("AccountId", account.Id));
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Phone", "+49 1"), ("CreditLimit", 999m));
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        var (writes, sequence) = (world.Writes, await world.Store.GetSequenceAsync());

        var plan = await world.Engine.PlanAsync();

        (world.Writes, await world.Store.GetSequenceAsync()).Should().Be((writes, sequence));
        plan.Items.Where(i => i.Kind is PlanItemKind.Create or PlanItemKind.Update).Select(i => $"{i.Kind} {i.Entity} {i.Spoke.Connection}")
            .Should().BeEquivalentTo("Create Account erp", "Create Contact erp", "Update Account erp", "Update Account crm");
        plan.Items.Single(i => i is { Kind: PlanItemKind.Update, Spoke.Connection.Value: "crm" }).Fields.Single().Should().Match<PlanField>(f => f.Field == "CreditLimit" && f.Old.AsMoney().Amount == 999m && f.New.AsMoney().Amount == 100m);
        plan.Items.Single(i => i is { Kind: PlanItemKind.Update, Spoke.Connection.Value: "crm" }).Rule.Should().Be("owner");
        plan.Summary.Should().Match<PlanSummary>(s => s.Creates == 2 && s.Updates == 2 && s.Links == 2 && !s.NeedsPerson && !s.IsEmpty);
        (await world.Engine.PlanAsync()).Summary.Should().Be(plan.Summary);

        await world.SettleAsync();
        world.Writes.Should().Be(writes + plan.Summary.Writes);
        (await world.Engine.PlanAsync()).Summary.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task A_plan_names_conflicts_and_what_it_cannot_know()
    {
        await using var world = await LinkedAsync();
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Name", "From CRM"));
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("displayName", "From ERP"));
        world.Clock.Advance(TimeSpan.FromSeconds(30));

        var plan = await world.Engine.PlanAsync();

        plan.Items.Should().ContainSingle(i => i.Kind == PlanItemKind.Conflict).Which.Fields.Single().Field.Should().Be("Name");
        plan.Summary.NeedsPerson.Should().BeTrue();
        (await world.Engine.PlanAsync(new PlanOptions { MaxRecords = 0 })).Summary.Unknown.Should().BeGreaterThan(0);
        await using var text = new StringWriter();
        await plan.WriteMarkdownAsync(text);
        text.ToString().Should().Contain("| Conflict | Account |").And.Contain("From CRM");
    }

    [Fact]
    public async Task Before_the_first_load_a_plan_points_at_the_match_report()
    {
        await using var world = new EngineWorld();
        var plan = await world.Engine.PlanAsync();
        plan.Items.Should().HaveCount(4).And.OnlyContain(i => i.Kind == PlanItemKind.Unknown && i.Rule.Contains("match report"));
    }

    private static async Task<EngineWorld> LinkedAsync()
    {
        var world = new EngineWorld();
        world.Erp.Add("customers", ("displayName", "Acme"), ("taxNumber", "DE1"), ("creditLimit", 100m), ("active", true));
        await world.SettleAsync();
        return world;
    }
}
