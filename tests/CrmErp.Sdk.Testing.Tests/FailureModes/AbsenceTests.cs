using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.FailureModes;

/// <summary>Records that are not there: deleted, hidden, filtered, left out of a listing.</summary>
public class AbsenceTests
{
    [Theory]
    [InlineData(FaultKind.ShortListing)]
    [InlineData(FaultKind.EmptyPage)]
    [InlineData(FaultKind.HalfPage)]
    public async Task A_listing_that_leaves_records_out_deletes_nothing(FaultKind fault)
    {
        await using var world = await PopulatedAsync(new Side("crm") { Deletes = DeleteModel.None });
        world.Crm.Faults.Next(RemoteOperation.ReadPage, new Fault(fault));

        await world.World.RunAsync(new RunOptions { Sweep = true });
        await world.SettleAsync();

        world.Erp.All("accounts").Should().HaveCount(6).And.OnlyContain(a => a.Text("active") == "true");
        (await world.AuditAsync("deleted")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_deletion_that_no_feed_tells_is_found_by_the_sweep_and_proven_by_a_direct_read()
    {
        await using var world = await PopulatedAsync(new Side("crm") { Deletes = DeleteModel.None });
        var gone = world.Crm.All("accounts")[2];
        world.Crm.Delete("accounts", gone.Id);
        await world.SettleAsync();
        world.Erp.All("accounts").Should().OnlyContain(a => a.Text("active") == "true");

        await world.World.RunAsync(new RunOptions { Sweep = true });
        await world.SettleAsync();

        world.Erp.All("accounts").Should().ContainSingle(a => a.Text("active") == "false").Which.Text("tax").Should().Be(gone.Text("tax"));
        (await world.AuditAsync("deleted")).Should().ContainSingle(a => a.Rule == "not-found");
    }

    [Fact]
    public async Task Records_that_vanish_with_a_permission_are_not_deleted()
    {
        await using var world = await PopulatedAsync(new Side("crm") { Deletes = DeleteModel.None });
        world.Crm.Faults.LosePermission("accounts");
        await world.World.RunAsync(new RunOptions { Sweep = true });
        for (var i = 0; i < 10; i++)
        {
            world.World.Advance(TimeSpan.FromMinutes(1));
            await world.World.RunAsync();
        }

        world.Erp.All("accounts").Should().HaveCount(6).And.OnlyContain(a => a.Text("active") == "true");
        (await world.AuditAsync("deleted")).Should().BeEmpty();

        world.Crm.Faults.RestorePermissions();
        world.World.Advance(TimeSpan.FromMinutes(20));
        await world.SettleAsync();
        (await world.GoldenCountAsync()).Should().Be(6);
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_permission_that_comes_back_between_two_reads_proves_no_absence()
    {
        await using var world = await PopulatedAsync(new Side("crm"));
        var record = new RecordRef("crm", "", "accounts", world.Crm.All("accounts")[0].Id);
        await world.Operations.SyncRecordAsync("Account", record, Scenario.Tester);
        world.Crm.Faults.LosePermission("accounts");
        world.WhileNext("crm", Calls.Reads, () =>
        {
            world.Crm.Faults.RestorePermissions();
            return Task.CompletedTask;
        });

        await world.HydrateAsync("crm");

        (await world.AuditAsync("deleted")).Should().BeEmpty();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_owner_whose_system_never_showed_a_field_does_not_overrule_the_other_side()
    {
        await using var world = new Scenario(a => a.Field(x => x.Phone, f => f.OwnedBy("crm")), new Side("crm"), new Side("erp"));
        world.Crm.Add("accounts", ("name", "First"), ("tax", "DE1"), ("active", true));
        await world.SettleAsync();
        world.Crm.Faults.LosePermission("accounts", "phone");
        world.Crm.Add("accounts", ("name", "Second"), ("tax", "DE2"), ("active", true), ("phone", "1"));
        await world.SettleAsync();
        var made = world.Erp.All("accounts").Single(a => a.Text("tax") == "DE2");
        made.Text("phone").Should().BeNull();

        world.Erp.Edit("accounts", made.Id, ("phone", "2"));
        await world.SettleAsync();

        var answer = await world.Operations.ExplainAsync("Account", new RecordRef("erp", "", "accounts", made.Id), "Phone");
        answer!.ToText().Should().Contain("2");
        (await world.AuditAsync("loser")).Should().BeEmpty();
        world.Erp.Find("accounts", made.Id)!.Text("phone").Should().Be("2");
    }

    [Fact]
    public async Task A_record_that_leaves_the_filter_is_frozen_and_comes_back_without_harm()
    {
        await using var world = new Scenario(a => a.On("crm", m => m.Where(w => w.Field("site").Is("in"))), new Side("crm") { Behavior = new FakeBehavior { AppliesFilters = false } }, new Side("erp"));
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("site", "in"), ("active", true), ("phone", "1"));
        world.Crm.Add("accounts", ("name", "Other"), ("tax", "DE2"), ("site", "out"));
        await world.SettleAsync();
        world.Erp.All("accounts").Should().ContainSingle();

        world.Crm.Edit("accounts", world.Crm.All("accounts")[0].Id, ("site", "out"), ("phone", "2"));
        await world.SettleAsync();
        await world.World.RunAsync(new RunOptions { Sweep = true, ResetCursors = true });
        await world.SettleAsync();

        (world.Account("erp").Text("phone"), world.Account("erp").Text("active")).Should().Be(("1", "true"));
        (await world.AuditAsync("deleted")).Should().BeEmpty();

        world.Crm.Edit("accounts", world.Crm.All("accounts")[0].Id, ("site", "in"));
        await world.SettleAsync();
        world.Account("erp").Text("phone").Should().Be("2");
    }

    [Fact]
    public async Task A_field_that_may_not_be_read_any_more_is_no_clear()
    {
        await using var world = await PopulatedAsync(new Side("crm"));
        world.Crm.Faults.LosePermission("accounts", "phone");
        var first = world.Crm.All("accounts")[0];
        world.Crm.Edit("accounts", first.Id, ("street", "Main 1"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().OnlyContain(a => a.Text("phone") == "1");

        world.Crm.Faults.RestorePermissions();
        await world.SettleAsync();
        world.Erp.All("accounts").Should().OnlyContain(a => a.Text("phone") == "1").And.ContainSingle(a => a.Text("street") == "Main 1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("number")]
    public async Task An_order_that_became_an_invoice_is_consumed_and_changes_nothing_elsewhere(string? namedBy)
    {
        await using var world = new Scenario(
            _ => { },
            (sync, names) => Documents.Orders(sync, names),
            new Side("crm"),
            new Side("erp") { Deletes = DeleteModel.Tombstones, Successors = [new SuccessorDescriptor("invoices", "order", namedBy)] });
        world.Crm.Add("orders", ("number", "1"));
        await world.SettleAsync();
        var order = world.Erp.All("orders").Should().ContainSingle().Subject;

        world.Erp.In("").Post("orders", order.Id, "invoices", ("number", "I1"));
        await world.SettleAsync();
        world.Crm.Edit("orders", world.Crm.All("orders")[0].Id, ("note", "after"));
        await world.SettleAsync();

        world.Crm.All("orders").Should().ContainSingle();
        world.Erp.All("orders").Should().BeEmpty("a consumed order is not made again");
        (await world.AuditAsync("consumed")).Should().ContainSingle();
        (await world.AuditAsync("deleted")).Should().BeEmpty();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    private static async Task<Scenario> PopulatedAsync(Side crm)
    {
        var world = new Scenario(crm, new Side("erp"));
        for (var i = 0; i < 6; i++)
        {
            world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"), ("active", true), ("phone", "1"));
        }

        await world.SettleAsync();
        return world;
    }
}
