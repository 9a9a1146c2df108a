namespace CrmErp.Sdk.Testing.Tests.Operations;

public class ApplyTests
{
    [Fact]
    public async Task When_nothing_moved_what_is_written_equals_the_plan()
    {
        await using var world = await ChangedAsync();
        var plan = await world.Engine.PlanAsync();
        var before = Writes(world);

        var result = await world.Engine.ApplyAsync(plan, OperationsWorld.Jo);

        result.Items.Select(i => i.Item).Should().Equal(plan.Items);
        result.Items.Should().OnlyContain(i => i.Outcome == AppliedOutcome.Applied);
        (result.IsComplete, result.LeftOut).Should().Be((true, 0));
        (Writes(world) - before).Should().Be((int)plan.Summary.Writes).And.Be(4);
        (await world.Engine.PlanAsync()).Summary.IsEmpty.Should().BeTrue();
        var contact = world["erp"].All("contacts").Should().ContainSingle().Subject;
        world["erp"].Find("customers", contact.Text("customerId")!)!.Text("displayName").Should().Be("New");
    }

    [Fact]
    public async Task Two_plans_of_the_same_changes_have_the_same_hash()
    {
        await using var world = await ChangedAsync();

        (await world.Engine.PlanAsync()).Hash.Should().Be((await world.Engine.PlanAsync()).Hash);
    }

    [Fact]
    public async Task What_moved_since_is_stale_and_is_not_written_and_the_rest_is()
    {
        await using var world = await ChangedAsync();
        var plan = await world.Engine.PlanAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Phone", "99"));
        world["crm"].Add("Account", ("Name", "Not in the plan"), ("TaxNumber", "DE99"));
        world.Advance(TimeSpan.FromMinutes(1));

        var result = await world.Engine.ApplyAsync(plan, OperationsWorld.Jo);

        result.Items.Where(i => i.Outcome == AppliedOutcome.Stale).Should().ContainSingle().Which.Item.Should().Match<PlanItem>(i => i.Kind == PlanItemKind.Update && i.Spoke.Connection == "erp");
        result.Count(AppliedOutcome.Applied).Should().Be(plan.Items.Count - 1);
        (result.IsComplete, result.LeftOut).Should().Be((false, 1));
        world.Customer().Text("phone").Should().Be("1");
        world["erp"].All("customers").Should().HaveCount(2);

        await world.SettleAsync();
        world.Customer().Text("phone").Should().Be("99");
        world["erp"].All("customers").Should().HaveCount(3);
    }

    [Fact]
    public async Task A_target_that_was_edited_since_is_not_overwritten_with_what_was_planned()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Street", "Market 1"));
        world.Advance(TimeSpan.FromMinutes(1));
        var plan = await world.Engine.PlanAsync();
        world["erp"].Edit("customers", world.Customer().Id, ("street", "Harbour 2"));
        world.Advance(TimeSpan.FromMinutes(1));

        var result = await world.Engine.ApplyAsync(plan, OperationsWorld.Jo);

        result.Items.Should().ContainSingle().Which.Outcome.Should().Be(AppliedOutcome.Stale);
        world.Customer().Text("street").Should().Be("Harbour 2");
    }

    [Fact]
    public async Task A_plan_applied_twice_writes_once()
    {
        await using var world = await ChangedAsync();
        var plan = await world.Engine.PlanAsync();
        await world.Engine.ApplyAsync(plan, OperationsWorld.Jo);
        var before = Writes(world);

        var again = await world.Engine.ApplyAsync(plan, OperationsWorld.Jo);

        Writes(world).Should().Be(before);
        again.Items.Where(i => i.Item.Kind is PlanItemKind.Create or PlanItemKind.Update).Should().OnlyContain(i => i.Outcome == AppliedOutcome.Stale);
    }

    [Fact]
    public async Task Refused_lost_and_unknown_items_are_told()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Phone", "0123456"));
        world.Advance(TimeSpan.FromMinutes(1));
        var plan = await world.Engine.PlanAsync();
        world["erp"].PutField("customers", new Connectors.FieldMetadata { Path = "phone", Kind = FieldKind.Text, MaxLength = 3 });
        (await world.Engine.ApplyAsync(plan, OperationsWorld.Jo)).Items.Should().ContainSingle().Which.Outcome.Should().Be(AppliedOutcome.Refused);

        world["erp"].Faults.LoseReplyOfNextCreate();
        world["crm"].Add("Account", ("Name", "Lost"), ("TaxNumber", "DE5"));
        world.Advance(TimeSpan.FromMinutes(1));
        plan = await world.Engine.PlanAsync(new PlanOptions { Entities = ["Account"] });
        var result = await world.Engine.ApplyAsync(plan, OperationsWorld.Jo);
        result.Items.Where(i => i.Item.Kind == PlanItemKind.Create).Should().ContainSingle().Which.Outcome.Should().Be(AppliedOutcome.Uncertain);
        await world.SettleAsync();
        world["erp"].All("customers").Should().HaveCount(2);

        plan = await world.Engine.PlanAsync(new PlanOptions { MaxRecords = 0 });
        (await world.Engine.ApplyAsync(plan, OperationsWorld.Jo)).Items.Should().OnlyContain(i => i.Outcome == AppliedOutcome.Unknown);
    }

    [Fact]
    public async Task A_pause_holds_a_plan_and_a_shortened_plan_is_refused()
    {
        await using var world = await ChangedAsync();
        var plan = await world.Engine.PlanAsync();
        await world.Operations.PauseAsync(PauseLevel.Connection("erp"), OperationsWorld.Jo);

        var result = await world.Engine.ApplyAsync(plan, OperationsWorld.Jo);

        result.Items.Where(i => i.Item.Spoke.Connection == "erp" && i.Item.Kind != PlanItemKind.Link).Should().OnlyContain(i => i.Outcome == AppliedOutcome.Deferred);
        var shortened = await world.Engine.PlanAsync(new PlanOptions { MaxItems = 1 });
        var apply = () => world.Engine.ApplyAsync(shortened, OperationsWorld.Jo);
        await apply.Should().ThrowAsync<ArgumentException>().WithMessage("*1 of *MaxItems*");
    }

    // An edit, an edit against an owner, a new account and its contact.
    private static async Task<SyncWorld> ChangedAsync()
    {
        var world = await OperationsWorld.LinkedAsync();
        world["erp"].Edit("customers", world.Customer().Id, ("creditLimit", 100m));
        await world.SettleAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Phone", "2"), ("Limit", 999m));
        var account = world["crm"].Add("Account", ("Name", "New"), ("TaxNumber", "DE2"));
        world["crm"].Add("Contact", ("LastName", "Person"), ("Email", "p@example.com"), ("AccountId", FieldValue.From(new Reference("Account", account.Id))));
        world.Advance(TimeSpan.FromMinutes(1));
        return world;
    }

    private static int Writes(SyncWorld world) => world.Connections.Sum(c => world[c].History.Count(e => e.Actor == FakeActor.Engine));
}
