using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class ModeTests
{
    [Fact]
    public async Task Observe_reads_and_plans_and_never_writes()
    {
        await using var world = Customers.World(a => a.Mode(SyncMode.Observe));
        world["crm"].Add("Account", ("Name", "Acme"), ("Phone", "1"));
        await world.SettleAsync();

        world["erp"].All("customers").Should().BeEmpty();
        var entry = (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Subject;
        entry.Cause.Should().Be("Mode.Observe");
        entry.Detail.Should().Contain("Create").And.Contain("Acme");
        world["crm"].WritesBy().Should().Be(0);
    }

    [Fact]
    public async Task What_was_observed_is_delivered_once_the_flow_is_switched_on()
    {
        await using var world = Customers.World(a => a.Mode(SyncMode.Observe));
        world["crm"].Add("Account", ("Name", "Acme"));
        await world.SettleAsync();

        await world.RestartAsync(sync => Customers.Define(sync, _ => { }));
        await world.SettleAsync();

        world["erp"].All("customers").Should().ContainSingle();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Off_captures_nothing_and_what_is_owed_stands_withheld()
    {
        await using var world = await Customers.LinkedAsync(2);
        world["erp"].Faults.GoOffline();
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "owed"));
        for (var i = 0; i < 3; i++)
        {
            await world.RunAsync();
            world.Advance(TimeSpan.FromMinutes(1));
        }

        world["erp"].Faults.ComeBack();
        await world.RestartAsync(sync => Customers.Define(sync, a => a.Mode(SyncMode.Off)));
        world["crm"].Edit("Account", world["crm"].All("Account")[1].Id, ("Phone", "not read"));
        var calls = world["crm"].Calls[RemoteOperation.Changes];
        var result = await world.SettleAsync();

        result.HasDeferredWork.Should().BeFalse();
        world["crm"].Calls[RemoteOperation.Changes].Should().Be(calls);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Cause.Should().Be("Mode.Off");
        world["erp"].All("customers").Should().NotContain(c => c.Text("phone") == "owed" || c.Text("phone") == "not read");

        await world.RestartAsync(sync => Customers.Define(sync, _ => { }));
        await world.SettleAsync();
        world["erp"].All("customers").Select(c => c.Text("phone")).Should().BeEquivalentTo("owed", "not read");
    }

    [Fact]
    public async Task Propose_delivers_what_was_approved_and_nothing_else()
    {
        await using var world = await ProposedAsync();
        var entries = await world.OpenAsync(OpenQueue.Withheld);
        entries.Should().HaveCount(3).And.OnlyContain(e => e.Cause == "Mode.Propose");

        (await world.Operations.ApproveAsync(entries[0], Customers.Anna)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        world["erp"].All("customers").Should().ContainSingle();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(2);
        (await world.Operations.ApproveAsync(entries[0], Customers.Anna)).Should().Be(OperationOutcome.AlreadyClosed);
        (await world.Store.ReadAuditAsync(TenantId.Default, entries[0].GoldenId, 0, 100)).Should().Contain(a => a.Kind == "approved" && a.Actor == "anna");
    }

    [Fact]
    public async Task A_proposal_whose_record_moved_is_stale_and_proposed_anew()
    {
        await using var world = await ProposedAsync();
        var entry = (await world.OpenAsync(OpenQueue.Withheld))[0];
        var name = entry.Detail!.Contains("Company 0") ? "Company 0" : entry.Detail.Contains("Company 1") ? "Company 1" : "Company 2";
        world["crm"].Edit("Account", world["crm"].All("Account").Single(a => a.Text("Name") == name).Id, ("Phone", "moved"));
        await world.SettleAsync();

        (await world.Operations.ApproveAsync(entry, Customers.Anna)).Should().Be(OperationOutcome.Stale);
        await world.SettleAsync();
        world["erp"].All("customers").Should().BeEmpty();

        var anew = (await world.OpenAsync(OpenQueue.Withheld)).Single(e => e.GoldenId == entry.GoldenId);
        (await world.Operations.ApproveAsync(anew, Customers.Anna)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        world["erp"].All("customers").Should().ContainSingle().Which.Text("phone").Should().Be("moved");
    }

    [Fact]
    public async Task A_record_that_moves_between_approval_and_delivery_is_proposed_anew()
    {
        await using var world = await ProposedAsync();
        var entry = (await world.OpenAsync(OpenQueue.Withheld)).Single(e => e.Detail!.Contains("Company 0"));
        await world.Operations.ApproveAsync(entry, Customers.Anna);
        world["crm"].Edit("Account", world["crm"].All("Account").Single(a => a.Text("Name") == "Company 0").Id, ("Phone", "moved"));
        // The edit is read before the next delivery.
        world.Advance(TimeSpan.FromMinutes(1));
        await world.SettleAsync();

        world["erp"].All("customers").Should().BeEmpty();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(3);
    }

    [Fact]
    public async Task Proposals_are_approved_by_a_filter()
    {
        await using var world = await ProposedAsync();

        (await world.Operations.ApproveAsync(new OpenEntryFilter { Entity = "Account" }, Customers.Anna)).Should().Be(3);
        await world.SettleAsync();

        world["erp"].All("customers").Should().HaveCount(3);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_approved_proposal_expires()
    {
        await using var world = await ProposedAsync();
        world["erp"].Faults.GoOffline();
        await world.Operations.ApproveAsync(new OpenEntryFilter(), Customers.Anna);
        await world.RunAsync();
        world.Advance(TimeSpan.FromHours(25));
        world["erp"].Faults.ComeBack();
        await world.SettleAsync();

        world["erp"].All("customers").Should().BeEmpty();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().HaveCount(3);
    }

    [Fact]
    public async Task Only_proposals_are_approved_one_by_one()
    {
        await using var world = await Customers.LinkedAsync(1);
        var entry = new OpenEntry { Queue = OpenQueue.Withheld, Entity = "Account", Spoke = new("erp", ""), GoldenId = new GoldenId(Guid.Empty), Cause = "Guard.Delete", Since = default, Sequence = 1 };

        await ((Func<Task>)(() => world.Operations.ApproveAsync(entry, Customers.Anna))).Should().ThrowAsync<ArgumentException>().WithMessage("*ApproveGuardAsync*");
        await ((Func<Task>)(() => world.Operations.ApproveAsync(new OpenEntryFilter { Queue = OpenQueue.Parked }, Customers.Anna))).Should().ThrowAsync<ArgumentException>();
        (await world.Operations.ApproveAsync(entry with { Cause = "Mode.Propose" }, Customers.Anna)).Should().Be(OperationOutcome.NotFound);
    }

    private static async Task<SyncWorld> ProposedAsync()
    {
        var world = Customers.World(a => a.Mode(SyncMode.Propose));
        for (var i = 0; i < 3; i++)
        {
            world["crm"].Add("Account", ("Name", $"Company {i}"));
        }

        await world.SettleAsync();
        world["erp"].All("customers").Should().BeEmpty();
        return world;
    }
}
