using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Tests.Operations;

public class LinkTests
{
    [Fact]
    public async Task Two_golden_records_that_are_one_are_merged_and_the_winner_rules()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        // No key in common: the ERP's record became a golden record of its own, and the CRM is paused.
        await world.Operations.PauseAsync(PauseLevel.Connection("crm"), OperationsWorld.Jo);
        var twin = world["erp"].Add("customers", ("displayName", "Acme Ltd"), ("industryCode", "RET"));
        await world.RunAsync();
        world.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        var loser = await GoldenAsync(world, twin.Ref("erp", "customers"));
        await world.Operations.UnlinkAsync("Account", world.Customer().Ref("erp", "customers"), OperationsWorld.Jo);
        var winner = await GoldenAsync(world, world.Account().Ref("crm", "Account"));

        (await world.Operations.MergeAsync("Account", loser, winner, OperationsWorld.Jo with { IfVersion = 99 })).Should().Be(OperationOutcome.Stale);
        (await world.Operations.MergeAsync("Account", loser, winner, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        (await world.Operations.MergeAsync("Account", loser, winner, OperationsWorld.Jo)).Should().Be(OperationOutcome.AlreadyClosed);
        await world.Operations.ResumeAsync(PauseLevel.Connection("crm"), OperationsWorld.Jo);
        await world.SettleAsync();

        var (account, customer) = (world.Account(), world["erp"].Find("customers", twin.Id)!);
        (customer.Text("displayName"), customer.Text("phone")).Should().Be(("Acme", "1"), "the winner's values are sent");
        account.Text("Industry").Should().Be("Retail", "what the winner lacked is filled");
        var why = await world.Operations.ExplainAsync("Account", loser, "Name");
        why!.GoldenId.Should().Be(winner);
        why.History.Should().Contain(h => h.Kind == "loser" && h.New.Equals(FieldValue.From("Acme Ltd"))).And.Contain(h => h.Kind == "joined" && h.Actor == "jo" && h.Reason == "a test");
    }

    [Fact]
    public async Task Golden_records_that_both_have_a_record_on_one_side_are_not_merged()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var other = world["crm"].Add("Account", ("Name", "Beta"), ("TaxNumber", "DE2"));
        await world.SettleAsync();
        var (first, second) = (await GoldenAsync(world, world.Account().Ref("crm", "Account")), await GoldenAsync(world, other.Ref("crm", "Account")));
        var before = await world.Store.GetSequenceAsync();

        (await world.Operations.MergeAsync("Account", first, second, OperationsWorld.Jo)).Should().Be(OperationOutcome.Refused);
        (await world.Operations.MergeAsync("Account", first, new GoldenId(Guid.NewGuid()), OperationsWorld.Jo)).Should().Be(OperationOutcome.NotFound);
        (await world.Operations.MergeAsync("Contact", first, second, OperationsWorld.Jo)).Should().Be(OperationOutcome.NotFound);
        var self = () => world.Operations.MergeAsync("Account", first, first, OperationsWorld.Jo);
        await self.Should().ThrowAsync<ArgumentException>();
        (await world.Store.GetSequenceAsync()).Should().Be(before);
    }

    [Fact]
    public async Task An_unlinked_record_is_one_of_its_own_and_is_not_matched_again()
    {
        await using var world = await MatchedAsync();
        var customer = world.Customer().Ref("erp", "customers");

        (await world.Operations.UnlinkAsync("Account", customer, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        world["crm"].All("Account").Should().HaveCount(2);
        world["erp"].All("customers").Should().HaveCount(2);
        (await GoldenAsync(world, customer)).Should().NotBe(await GoldenAsync(world, world.Account().Ref("crm", "Account")));
        world["erp"].Edit("customers", customer.Id, ("phone", "77"));
        await world.SettleAsync();
        world.Account().Text("Phone").Should().Be("1");
        (await world.Operations.UnlinkAsync("Account", new RecordRef("erp", "", "customers", "none"), OperationsWorld.Jo)).Should().Be(OperationOutcome.NotFound);
    }

    [Fact]
    public async Task A_relinked_record_meets_its_new_golden_record_as_if_for_the_first_time()
    {
        await using var world = await MatchedAsync();
        var wrong = world.Customer().Ref("erp", "customers");
        var right = world["crm"].Add("Account", ("Name", "Right"), ("TaxNumber", "DE2"), ("Phone", "5"));
        await world.Operations.PauseAsync(PauseLevel.Connection("erp"), OperationsWorld.Jo);
        await world.RunAsync();
        world.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        var golden = await GoldenAsync(world, right.Ref("crm", "Account"));

        (await world.Operations.RelinkAsync("Account", wrong, golden, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        (await world.Operations.RelinkAsync("Account", wrong, golden, OperationsWorld.Jo)).Should().Be(OperationOutcome.AlreadyClosed);
        (await world.Operations.RelinkAsync("Account", world.Account().Ref("crm", "Account"), golden, OperationsWorld.Jo)).Should().Be(OperationOutcome.Refused);
        await world.Operations.ResumeAsync(PauseLevel.Connection("erp"), OperationsWorld.Jo);
        await world.SettleAsync();

        // Both name a record: nobody owns the name, so a person is asked, and nothing was overwritten.
        (await GoldenAsync(world, wrong)).Should().Be(golden);
        world["erp"].Find("customers", wrong.Id)!.Text("displayName").Should().Be("Acme");
        (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Conflict })).Should().Contain(c => c.Group == "Name" && c.GoldenId == golden);
        world["erp"].All("customers").Should().HaveCount(2, "the account that lost its customer got another one");
    }

    [Fact]
    public async Task A_merge_in_a_system_points_the_link_at_the_survivor()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var account = world.Account();
        world["crm"].Add("Contact", ("LastName", "Person"), ("Email", "p@example.com"), ("AccountId", FieldValue.From(new Reference("Account", account.Id))));
        await world.SettleAsync();
        var golden = await GoldenAsync(world, account.Ref("crm", "Account"));
        var survivor = world["crm"].Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"), ("Phone", "1"));
        await world.SettleAsync();
        (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Review })).Should().ContainSingle();

        world["crm"].Merge("Account", survivor.Id, account.Id);
        await world.SettleAsync();

        (await GoldenAsync(world, survivor.Ref("crm", "Account"))).Should().Be(golden);
        world["erp"].All("customers").Should().ContainSingle().Which.Text("active").Should().NotBe("false");
        world["crm"].All("Contact").Should().ContainSingle().Which.Text("AccountId").Should().Contain(survivor.Id);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        world["erp"].Edit("customers", world.Customer().Id, ("phone", "8"));
        await world.SettleAsync();
        world["crm"].Find("Account", survivor.Id)!.Text("Phone").Should().Be("8");
    }

    [Fact]
    public async Task A_merge_of_two_linked_records_asks_about_their_counterparts_and_deactivates_none()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var account = world.Account();
        var survivor = world["crm"].Add("Account", ("Name", "Beta"), ("TaxNumber", "DE2"));
        await world.SettleAsync();

        world["crm"].Merge("Account", survivor.Id, account.Id);
        await world.SettleAsync();

        world["erp"].All("customers").Should().HaveCount(2).And.OnlyContain(c => c.Text("active") != "false");
        world["crm"].All("Account").Should().ContainSingle();
        var question = (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Review })).Should().ContainSingle().Subject;
        question.Cause.Should().Be("MergedElsewhere");

        var customers = world["erp"].All("customers");
        world["erp"].Merge("customers", customers.First(c => c.Text("displayName") == "Beta").Id, customers.First(c => c.Text("displayName") == "Acme").Id);
        await world.SettleAsync();

        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        (await GoldenAsync(world, account.Ref("crm", "Account"))).Should().Be(await GoldenAsync(world, survivor.Ref("crm", "Account")));
        world["erp"].All("customers").Should().ContainSingle();
        world["crm"].All("Account").Should().ContainSingle();
    }

    // Both sides typed the record themselves; the tax id matched them.
    private static async Task<SyncWorld> MatchedAsync()
    {
        var world = SyncWorld.Create(OperationsWorld.Define);
        world["crm"].Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"), ("Phone", "1"));
        world["erp"].Add("customers", ("displayName", "Acme"), ("taxNumber", "DE1"), ("phone", "1"));
        await world.SettleAsync();
        return world;
    }

    private static async Task<GoldenId> GoldenAsync(SyncWorld world, RecordRef record)
    {
        var links = await world.Store.ReadLinksAsync(TenantId.Default, [record]);
        var golden = await world.Store.ReadAggregatesAsync(TenantId.Default, [links[0].GoldenId]);
        return golden.Last(g => g.Golden.MergedInto is null).Golden.Id;
    }
}
