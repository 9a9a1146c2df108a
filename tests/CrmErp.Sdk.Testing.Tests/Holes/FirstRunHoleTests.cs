using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Holes;

/// <summary>Where a plainer first load goes wrong.</summary>
public class FirstRunHoleTests
{
    private static FakeBehavior SmallPages => new() { PageSize = 2 };

    [Fact]
    public async Task Of_two_records_with_one_key_none_is_linked_by_who_came_first()
    {
        await using var world = new Scenario();
        world.Crm.Add("accounts", ("name", "A"), ("tax", "DE1"));
        world.Crm.Add("accounts", ("name", "A2"), ("tax", "DE1"));
        world.Erp.Add("accounts", ("name", "A"), ("tax", "DE1"));
        world.Erp.Add("accounts", ("name", "C"), ("tax", "DE2"));
        await world.SettleAsync();
        await world.Operations.ApproveFirstLoadAsync("Account", Scenario.Tester);
        await world.SettleAsync();

        (await world.GoldenCountAsync()).Should().Be(1, "only what is clean is bound");
        (await world.OpenAsync()).Should().HaveCount(3).And.OnlyContain(e => e.Queue == OpenQueue.Review);
        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count).Should().Be((3, 2));

        await world.Operations.JudgeAsync("Account", Ref(world.Crm, 0), Ref(world.Crm, 1), same: false, Scenario.Tester);
        await world.Operations.JudgeAsync("Account", Ref(world.Crm, 1), Ref(world.Erp, 0), same: false, Scenario.Tester);
        await world.SettleAsync();
        world.Erp.All("accounts").Should().HaveCount(3);
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_that_is_made_or_edited_behind_the_inventory_is_neither_missed_nor_doubled()
    {
        await using var world = new Scenario(new Side("crm") { Behavior = new FakeBehavior { PageSize = 2, RandomIds = true } }, new Side("erp"));
        for (var i = 0; i < 7; i++)
        {
            world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"));
        }

        var pages = 0;
        world.WhileNext("crm", c => c.Operation == RemoteOperation.ReadPage && ++pages == 3, () =>
        {
            // Behind the position of the reading, with an id that sorts anywhere, and at a record that was read already.
            world.Crm.Edit("accounts", world.Crm.All("accounts")[0].Id, ("phone", "edited"));
            for (var i = 7; i < 12; i++)
            {
                world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"));
            }

            return Task.CompletedTask;
        });
        await world.SettleAsync();

        world.Erp.All("accounts").Select(a => a.Text("tax")).Should().BeEquivalentTo(Enumerable.Range(0, 12).Select(i => $"DE{i}"));
        world.Erp.All("accounts").Should().ContainSingle(a => a.Text("phone") == "edited");
    }

    [Theory]
    [InlineData(DeleteModel.Tombstones)]
    [InlineData(DeleteModel.None)]
    public async Task A_record_that_is_deleted_while_its_page_is_in_our_hands_is_no_ghost(DeleteModel deletes)
    {
        await using var world = new Scenario(new Side("crm") { Behavior = SmallPages, Deletes = deletes }, new Side("erp"));
        for (var i = 0; i < 5; i++)
        {
            world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"), ("active", true));
        }

        world.WhileNext("crm", c => c.Operation == RemoteOperation.ReadPage, () =>
        {
            world.Crm.Delete("accounts", world.Crm.All("accounts")[1].Id);
            world.World.Advance(TimeSpan.FromSeconds(10));
            return Task.CompletedTask;
        });
        await world.SettleAsync();
        await world.World.RunAsync(new RunOptions { Sweep = true });
        await world.SettleAsync();

        world.Erp.All("accounts").Where(a => a.Text("active") != "false").Select(a => a.Text("tax")).Should().BeEquivalentTo("DE0", "DE2", "DE3", "DE4");
        if (deletes == DeleteModel.Tombstones)
        {
            world.Erp.All("accounts").Should().HaveCount(4, "a tombstone is known before anything is made");
        }
    }

    [Fact]
    public async Task What_people_type_during_a_long_approval_is_linked_and_not_doubled()
    {
        await using var world = new Scenario(a => a.Suggest(x => x.Name));
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.Crm.Add("accounts", ("name", "Beta"), ("tax", "DE2"));
        world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE9"));
        (await world.World.RunAsync()).WaitingForApproval.Should().Equal("Account");
        world.World.Advance(TimeSpan.FromDays(3));
        // Somebody types by hand what the first load would have made, and edits what it would link.
        world.Erp.Add("accounts", ("name", "Beta"), ("tax", "DE2"));
        world.Erp.Edit("accounts", world.Erp.All("accounts")[0].Id, ("tax", "DE1"));
        await world.Operations.ApproveFirstLoadAsync("Account", Scenario.Tester);
        await world.SettleAsync();

        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count, await world.GoldenCountAsync()).Should().Be((2, 2, 2));
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Beside_an_undecided_proposal_nothing_is_made()
    {
        await using var world = new Scenario(a => a.Suggest(x => x.Name));
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE9"));
        world.Erp.Add("accounts", ("name", "Other"), ("tax", "DE3"));
        await world.SettleAsync();
        await world.Operations.ApproveFirstLoadAsync("Account", Scenario.Tester);
        await world.SettleAsync();
        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count).Should().Be((2, 2));

        await world.Operations.JudgeAsync("Account", Ref(world.Crm, 0), Ref(world.Erp, 0), same: true, Scenario.Tester);
        await world.SettleAsync();
        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count, await world.GoldenCountAsync()).Should().Be((2, 2, 2));
        (await world.OpenAsync()).Should().OnlyContain(e => e.Queue == OpenQueue.Conflict);
    }

    [Fact]
    public async Task The_records_of_one_group_are_bound_together()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp"), new Side("shop"));
        for (var i = 0; i < 4; i++)
        {
            foreach (var side in new[] { "crm", "erp", "shop" })
            {
                world[side].Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"));
            }
        }

        await world.SettleAsync();

        foreach (var side in new[] { "crm", "erp", "shop" })
        {
            world[side].All("accounts").Should().HaveCount(4);
        }

        world.Writes.Should().Be(0);
        (await world.GoldenCountAsync()).Should().Be(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_dies_while_groups_are_bound_leaves_nothing_withheld_for_ever(bool stored)
    {
        var commit = 0;
        for (var died = true; died;)
        {
            await using var world = new Scenario(a => a.Suggest(x => x.Name));
            world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
            world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE9"));
            await world.SettleAsync();
            await world.Operations.ApproveFirstLoadAsync("Account", Scenario.Tester);
            await world.SettleAsync();
            (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count).Should().Be((1, 1));

            await world.Operations.JudgeAsync("Account", Ref(world.Crm, 0), Ref(world.Erp, 0), same: false, Scenario.Tester);
            world.DieAtCommit(++commit, stored);
            died = await world.RunUntilItDiesAsync();
            await world.SettleAsync();

            (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count).Should().Be((2, 2), "the process died at commit {0}", commit);
            (await world.OpenAsync()).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Nothing_is_made_before_both_inventories_are_complete()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Behavior = SmallPages });
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE4"));
        for (var i = 0; i < 5; i++)
        {
            world.Erp.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"));
        }

        var pages = 0;
        world.Erp.Faults.Next(c => c.Operation == RemoteOperation.ReadPage && ++pages == 2, new Fault(FaultKind.Fail));
        await world.World.RunAsync();
        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count, world.Writes).Should().Be((1, 5, 0));

        await world.SettleAsync();
        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count).Should().Be((5, 5));
    }

    private static string Ref(FakeSystem system, int index)
    {
        var record = system.All("accounts")[index];
        return new RecordRef(system.Name, "", "accounts", record.Id).ToString();
    }
}
