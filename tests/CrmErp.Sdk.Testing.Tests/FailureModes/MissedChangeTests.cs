using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.FailureModes;

/// <summary>Changes that feeds tell late, twice, in another order, partly or never.</summary>
public class MissedChangeTests
{
    [Fact]
    public async Task A_commit_that_becomes_visible_behind_its_stamp_is_read_all_the_same()
    {
        await using var world = await new Scenario(new Side("crm") { SettleLag = TimeSpan.FromSeconds(20) }, new Side("erp")).WithAccountAsync(("phone", "1"));
        world.Crm.In("").EditLate("accounts", world.Account("crm").Id, TimeSpan.FromSeconds(15), ("phone", "late"));
        for (var second = 0; second < 60; second += 4)
        {
            await world.CaptureAsync("crm");
            world.World.Advance(TimeSpan.FromSeconds(4));
        }

        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("late", "late");
    }

    [Fact]
    public async Task A_commit_that_comes_later_than_the_system_declares_is_found_by_the_sweep()
    {
        await using var world = await new Scenario(new Side("crm") { SettleLag = TimeSpan.FromSeconds(5) }, new Side("erp")).WithAccountAsync(("phone", "1"));
        world.Crm.In("").EditLate("accounts", world.Account("crm").Id, TimeSpan.FromMinutes(10), ("phone", "very late"));
        for (var minute = 0; minute < 15; minute++)
        {
            await world.World.RunAsync();
            world.World.Advance(TimeSpan.FromMinutes(1));
        }

        world.Everywhere("phone").Should().Equal("very late", "1");

        await world.World.RunAsync(new RunOptions { Sweep = true });
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("very late", "very late");
    }

    [Fact]
    public async Task An_edit_that_no_feed_tells_is_found_by_the_sweep_that_comes_by_itself()
    {
        await using var world = await new Scenario(new Side("crm") { Changes = ChangeModel.SweepOnly, Deletes = DeleteModel.None }, new Side("erp")).WithAccountAsync(("phone", "1"));
        await world.World.RunAsync(new RunOptions { Sweep = true });
        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();
        world.Everywhere("phone").Should().Equal("2", "1");

        world.World.Advance(TimeSpan.FromDays(8));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
    }

    [Theory]
    [InlineData(VersionKind.Stamp)]
    [InlineData(VersionKind.Strict)]
    [InlineData(VersionKind.None)]
    public async Task Two_edits_within_one_second_both_arrive(VersionKind version)
    {
        await using var world = await new Scenario(new Side("crm") { Version = version, Behavior = new FakeBehavior { StampResolution = TimeSpan.FromSeconds(1) } }, new Side("erp")).WithAccountAsync(("phone", "1"));
        var record = new RecordRef("crm", "", "accounts", world.Account("crm").Id);
        world.Edit("crm", ("phone", "2"));
        await world.Operations.SyncRecordAsync("Account", record, Scenario.Tester);
        await world.HydrateAsync("crm");
        world.Edit("crm", ("phone", "3"));
        world.Account("crm").Modified.Should().Be(world.Crm.History[^2].Modified);

        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("3", "3");
    }

    [Fact]
    public async Task Pushes_that_come_twice_and_late_or_never_lead_to_the_same_end()
    {
        await using var world = await new Scenario(new Side("crm") { Behavior = new FakeBehavior { SendsHints = true } }, new Side("erp")).WithAccountAsync(("phone", "1"));
        foreach (var value in new[] { "2", "3", "4" })
        {
            world.Edit("crm", ("phone", value));
        }

        // The first push is lost, the others come in another order and again.
        var pushes = world.Crm.TakeHints();
        foreach (var push in pushes.Skip(1).Reverse().Concat(pushes.Skip(1)))
        {
            await world.Operations.SyncRecordAsync("Account", new RecordRef("crm", push.Scope, push.Object, push.Id), new OperationBy("webhook"));
        }

        await world.HydrateAsync("crm");
        await world.DeliverAsync("erp");
        world.Everywhere("phone").Should().Equal("4", "4");
        world.Edit("crm", ("phone", "5"));
        world.Crm.TakeHints();
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("5", "5");
        world.Writes.Should().Be(3, "one create and two edits");
    }

    [Fact]
    public async Task A_push_for_a_record_that_is_none_of_ours_is_harmless()
    {
        await using var world = await new Scenario().WithAccountAsync();
        await world.Operations.SyncRecordAsync("Account", new RecordRef("crm", "", "accounts", "accounts-99999"), new OperationBy("webhook"));
        await world.SettleAsync();

        (await world.OpenAsync()).Should().BeEmpty();
        (await world.GoldenCountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Changes_that_a_feed_names_without_serving_them_are_fetched()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.Crm.Faults.Next(RemoteOperation.Changes, new Fault(FaultKind.Gaps));
        await world.SettleAsync();
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
    }

    [Theory]
    [InlineData(ChangeModel.Keyset)]
    [InlineData(ChangeModel.Token)]
    public async Task An_expired_cursor_means_a_full_read_and_never_from_now(ChangeModel changes)
    {
        await using var world = await new Scenario(new Side("crm") { Changes = changes }, new Side("erp") { Changes = changes }).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        var added = world.Erp.Add("accounts", ("name", "New"), ("tax", "DE2"));
        world.Crm.Faults.ExpireCursors();
        world.Erp.Faults.ExpireCursors();

        await world.SettleAsync();

        world.Crm.All("accounts").Should().HaveCount(2).And.Contain(a => a.Text("tax") == "DE2");
        world.Erp.All("accounts").Should().HaveCount(2).And.Contain(a => a.Text("phone") == "2");
        world.Erp.Delete("accounts", added.Id);
        await world.SettleAsync();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_deletion_whose_tombstone_is_gone_with_the_cursor_is_found_by_the_sweep()
    {
        await using var world = await new Scenario(new Side("crm") { Changes = ChangeModel.Token }, new Side("erp")).WithAccountAsync(("active", true));
        world.Crm.Add("accounts", ("name", "Other"), ("tax", "DE2"));
        await world.SettleAsync();
        world.Crm.Delete("accounts", world.Crm.All("accounts")[0].Id);
        world.Crm.Faults.ExpireCursors();
        await world.SettleAsync();

        world.Erp.All("accounts")[0].Text("active").Should().Be("false");
        world.Erp.All("accounts")[1].Text("active").Should().NotBe("false");
    }

    [Theory]
    [InlineData(ChangeModel.Keyset)]
    [InlineData(ChangeModel.Token)]
    public async Task A_feed_that_lost_track_of_deletions_is_followed_by_a_full_read(ChangeModel changes)
    {
        await using var world = await new Scenario(new Side("crm") { Changes = changes }, new Side("erp")).WithAccountAsync(("active", true));
        world.Crm.Add("accounts", ("name", "Other"), ("tax", "DE2"));
        await world.SettleAsync();
        world.Crm.Delete("accounts", world.Crm.All("accounts")[0].Id);
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Crm.Faults.Next(RemoteOperation.Changes, new Fault(FaultKind.LoseTrack));
        await world.SettleAsync();

        world.Erp.All("accounts")[0].Text("active").Should().Be("false");
        (await world.AuditAsync("deleted")).Should().ContainSingle(a => a.Rule == "not-found");
    }

    [Fact]
    public async Task An_edit_of_a_field_that_nobody_maps_moves_nothing()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        var (writes, set) = (world.Writes, (await world.AuditAsync("set")).Count);
        world.Edit("crm", ("site", "not.mapped"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        var run = await world.World.RunAsync();

        (run.Count("read.Merged"), world.Writes, (await world.AuditAsync("set")).Count).Should().Be((0, writes, set));
        // Its new version is known, so that the next write meets no conflict.
        (await world.GoldenAsync()).Links.Single(l => l.Ref.Connection.Value == "crm").Version.Should().Be(world.Account("crm").Version);
    }
}
