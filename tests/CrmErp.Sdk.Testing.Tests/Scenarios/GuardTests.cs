using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class GuardTests
{
    private static readonly SpokeId Erp = new("erp", "");

    [Fact]
    public async Task A_few_deletions_pass_and_many_wait()
    {
        await using var world = await Customers.LinkedAsync(60);

        Delete(world, 0, 10);
        await world.SettleAsync();
        Inactive(world).Should().Be(10);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().BeEmpty();

        Delete(world, 10, 11);
        await world.SettleAsync();

        Inactive(world).Should().Be(10);
        var open = await world.OpenAsync(OpenQueue.Withheld);
        open.Should().HaveCount(11).And.OnlyContain(e => e.Cause == "Guard.Delete" && e.Spoke == Erp && e.Entity == "Account");
    }

    [Fact]
    public async Task Deletions_day_long_in_small_portions_are_stopped_at_twice_the_limit()
    {
        await using var world = await Customers.LinkedAsync(40);

        for (var i = 0; i < 25; i++)
        {
            Delete(world, i, 1);
            await world.SettleAsync();
        }

        Inactive(world).Should().Be(20);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(5);
    }

    [Fact]
    public async Task What_withheld_deletions_wait_with_is_delivered()
    {
        await using var world = await Customers.LinkedAsync(40);

        Delete(world, 0, 30);
        world["crm"].Edit("Account", Account(world, 35).Id, ("Phone", "new"));
        world["crm"].Add("Account", ("Name", "Newcomer"));
        await world.SettleAsync();

        Inactive(world).Should().Be(0);
        world["erp"].All("customers").Should().Contain(c => c.Text("phone") == "new").And.Contain(c => c.Text("name") == "Newcomer");
    }

    [Fact]
    public async Task An_approval_lets_pass_what_was_withheld_and_what_comes_after_it_waits_again()
    {
        await using var world = await Customers.LinkedAsync(60);
        Delete(world, 0, 30);
        await world.SettleAsync();

        (await ApproveAsync(world, 29)).Should().Be(OperationOutcome.Stale);
        await world.SettleAsync();
        Inactive(world).Should().Be(0);

        (await ApproveAsync(world, 35)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        Inactive(world).Should().Be(30);
        (await ApproveAsync(world, 30)).Should().Be(OperationOutcome.AlreadyClosed);

        // Five of the ceiling are left.
        Delete(world, 30, 20);
        await world.SettleAsync();
        Inactive(world).Should().Be(35);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(15);

        var audit = (await world.Store.ReadAuditAsync(TenantId.Default, null, 0, 100_000)).Where(a => a.Kind == "guard-approved");
        audit.Should().ContainSingle().Which.Should().Match<AuditRow>(a => a.Actor == "anna" && a.Detail!.Contains("seen and checked") && a.Detail.Contains("\"atMost\":35"));
    }

    [Fact]
    public async Task An_approval_expires()
    {
        await using var world = await Customers.LinkedAsync(60);
        Delete(world, 0, 30);
        await world.SettleAsync();
        await ApproveAsync(world, 60, TimeSpan.FromHours(2));
        await world.SettleAsync();
        Inactive(world).Should().Be(30);

        world.Advance(TimeSpan.FromHours(2));
        Delete(world, 30, 20);
        await world.SettleAsync();

        Inactive(world).Should().Be(30);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(20);
    }

    [Fact]
    public async Task An_approval_survives_a_busy_system_and_a_crash()
    {
        await using var world = await Customers.LinkedAsync(60);
        Delete(world, 0, 30);
        await world.SettleAsync();
        world["erp"].Faults.FailNext(RemoteOperation.Write, ErrorKind.Throttled, times: 3, retryAfter: TimeSpan.FromSeconds(5));

        await ApproveAsync(world, 30);
        await world.RestartAsync();
        await world.SettleAsync();

        Inactive(world).Should().Be(30);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().BeEmpty();
    }

    [Fact]
    public async Task Deletions_that_were_taken_back_do_not_wait_any_more()
    {
        await using var world = await Customers.LinkedAsync(40);
        string[] ids = [.. world["crm"].All("Account").Select(a => a.Id)];
        Delete(world, 0, 30);
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(30);

        foreach (var id in ids.Where(i => world["crm"].All("Account").All(a => a.Id != i)))
        {
            world["crm"].Restore("Account", id);
        }

        await world.SettleAsync();

        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        Inactive(world).Should().Be(0);
        world["crm"].All("Account").Should().HaveCount(40).And.OnlyContain(a => a["Active"].Equals(FieldValue.From(true)));
    }

    [Fact]
    public async Task Before_an_approved_deletion_is_carried_out_its_record_is_asked_for_once_more()
    {
        await using var world = await Customers.LinkedAsync(40);
        var back = Account(world, 0).Id;
        Delete(world, 0, 30);
        await world.SettleAsync();

        // It is back, and the feed does not say so yet.
        world["crm"].Restore("Account", back);
        for (var i = 0; i < 100; i++)
        {
            world["crm"].Faults.Next(RemoteOperation.Changes, new Fault(FaultKind.EmptyPage));
        }

        (await ApproveAsync(world, 30)).Should().Be(OperationOutcome.Resolved);
        for (var i = 0; i < 12; i++)
        {
            await world.RunAsync();
            world.Advance(TimeSpan.FromSeconds(5));
        }

        Inactive(world).Should().Be(29);
        world["erp"].All("customers").Single(c => c.Text("name") == "Company 0")["active"].Should().Be(FieldValue.From(true));
    }

    [Fact]
    public async Task Documents_that_live_on_in_their_successors_do_not_count()
    {
        await using var scenario = new Scenario(
            _ => { },
            (sync, names) => sync.Sync<SalesOrder>(o => o.Between(names).Match(x => x.Number).OnDelete(Deletes.Delete)),
            new Side("crm"),
            new Side("erp") { Successors = [new SuccessorDescriptor("invoices", "order")] });
        for (var i = 0; i < 30; i++)
        {
            scenario.Crm.Add("orders", ("number", $"SO{i}"));
        }

        await scenario.SettleAsync();
        foreach (var order in scenario.Erp.All("orders"))
        {
            scenario.Erp.In("").Post("orders", order.Id, "invoices");
        }

        await scenario.SettleAsync();

        scenario.Crm.All("orders").Should().HaveCount(30);
        (await scenario.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Deletions_that_the_flow_carries_out_are_guarded_too()
    {
        await using var world = await Customers.LinkedAsync(40, a => a.OnDelete(Deletes.Delete));
        Delete(world, 0, 30);
        await world.SettleAsync();
        world["erp"].All("customers").Should().HaveCount(40);

        await ApproveAsync(world, 30);
        await world.SettleAsync();

        world["erp"].All("customers").Should().HaveCount(10);
    }

    [Fact]
    public async Task Emptied_fields_wait_and_other_edits_pass()
    {
        await using var world = await Customers.LinkedAsync(40);

        for (var i = 0; i < 30; i++)
        {
            world["crm"].Clear("Account", Account(world, i).Id, "Phone");
        }

        world["crm"].Edit("Account", Account(world, 35).Id, ("Phone", "new"));
        await world.SettleAsync();

        world["erp"].All("customers").Count(c => c.Text("phone") is null).Should().Be(0);
        world["erp"].All("customers").Should().Contain(c => c.Text("phone") == "new");
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(30).And.OnlyContain(e => e.Cause == "Guard.Clear");

        // Filled again: no clear any more.
        world["crm"].Edit("Account", Account(world, 0).Id, ("Phone", "555-back"));
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(29);
        world["erp"].All("customers").Should().Contain(c => c.Text("phone") == "555-back");
    }

    [Fact]
    public async Task Many_new_records_wait_but_not_those_of_the_first_load()
    {
        // The first load of 40 passes a limit of 5.
        await using var world = await Customers.LinkedAsync(40, a => a.Guard(GuardKind.Create, new GuardLimit(5, 0.2m)));

        for (var i = 0; i < 9; i++)
        {
            world["crm"].Add("Account", ("Name", $"Import {i}"));
        }

        await world.SettleAsync();

        world["erp"].All("customers").Should().HaveCount(40);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(9).And.OnlyContain(e => e.Cause == "Guard.Create");
        (await ApproveAsync(world, 9, kind: GuardKind.Create)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        world["erp"].All("customers").Should().HaveCount(49);
    }

    [Fact]
    public async Task Many_updates_wait_when_the_flow_says_so()
    {
        await using var world = await Customers.LinkedAsync(40, a => a.Guard(GuardKind.Update, new GuardLimit(5, 0.5m)));

        for (var i = 0; i < 21; i++)
        {
            world["crm"].Edit("Account", Account(world, i).Id, ("Site", "moved"));
        }

        await world.SettleAsync();

        world["erp"].All("customers").Count(c => c.Text("site") == "moved").Should().Be(0);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(21).And.OnlyContain(e => e.Cause == "Guard.Update");
    }

    [Fact]
    public async Task A_guard_that_is_off_lets_everything_pass()
    {
        await using var world = await Customers.LinkedAsync(40, a => a.NoGuard(GuardKind.Delete));
        Delete(world, 0, 30);
        await world.SettleAsync();

        Inactive(world).Should().Be(30);
    }

    [Fact]
    public async Task Bad_approvals_are_refused_and_change_nothing()
    {
        await using var world = await Customers.LinkedAsync(1);
        var approval = new GuardApproval { Kind = GuardKind.Delete, Entity = "Account", Spoke = Erp, AtMost = 1 };

        await ((Func<Task>)(() => world.Operations.ApproveGuardAsync(approval with { AtMost = 0 }, Customers.Anna))).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await ((Func<Task>)(() => world.Operations.ApproveGuardAsync(approval with { Lasts = TimeSpan.FromDays(8) }, Customers.Anna))).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await ((Func<Task>)(() => world.Operations.ApproveGuardAsync(approval with { Kind = (GuardKind)9 }, Customers.Anna))).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await ((Func<Task>)(() => world.Operations.ApproveGuardAsync(approval, new OperationBy("anna")))).Should().ThrowAsync<ArgumentException>().WithMessage("*reason*");
        await ((Func<Task>)(() => world.Operations.ApproveGuardAsync(approval, new OperationBy(" ", "because")))).Should().ThrowAsync<ArgumentException>();
        (await world.Operations.ApproveGuardAsync(approval with { Entity = "Nothing" }, Customers.Anna)).Should().Be(OperationOutcome.NotFound);
        (await world.Operations.ApproveGuardAsync(approval, Customers.Anna)).Should().Be(OperationOutcome.AlreadyClosed);
        (await world.Store.ReadSettingsAsync(TenantId.Default, "guard/")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(100, 10)]
    [InlineData(1_000, 20)]
    [InlineData(100_000, 200)]
    public void Limits_follow_floor_share_and_ceiling(long linked, long allowed) => GuardLimits.Default.Delete!.Allows(linked).Should().Be(allowed);

    private static FakeRecord Account(SyncWorld world, int number) => world["crm"].All("Account").Single(a => a.Text("Name") == $"Company {number}");

    private static void Delete(SyncWorld world, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            world["crm"].Delete("Account", Account(world, i).Id);
        }
    }

    private static int Inactive(SyncWorld world) => world["erp"].All("customers").Count(c => c["active"].Equals(FieldValue.From(false)));

    private static Task<OperationOutcome> ApproveAsync(SyncWorld world, int atMost, TimeSpan? lasts = null, GuardKind kind = GuardKind.Delete) =>
        world.Operations.ApproveGuardAsync(new GuardApproval { Kind = kind, Entity = "Account", Spoke = Erp, AtMost = atMost, Lasts = lasts ?? TimeSpan.FromDays(1) }, Customers.Anna);
}
