using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class OrganisationTests
{
    [Fact]
    public async Task A_sandbox_copy_is_neither_read_nor_written_until_a_person_accepts_it()
    {
        await using var world = await CopiedAsync();
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "new"));
        var (reads, writes) = (world["erp"].Calls[RemoteOperation.Changes], world["erp"].WritesBy());
        for (var i = 0; i < 5; i++)
        {
            await world.RunAsync();
            world.Advance(TimeSpan.FromMinutes(1));
        }

        world["erp"].WritesBy().Should().Be(writes);
        world["erp"].Calls[RemoteOperation.Changes].Should().Be(reads);
        var report = (await world.Engine.CheckAsync()).Single(r => r.Connection == "erp");
        report.Succeeded.Should().BeFalse();
        report.Problems.Should().ContainSingle().Which.Message.Should().Contain("another organisation");

        var fingerprint = report.OrgFingerprint!;
        (await world.Operations.AcceptOrganisationAsync("erp", "some-other-org", Customers.Anna)).Should().Be(OperationOutcome.Stale);
        await world.RunAsync();
        world["erp"].WritesBy().Should().Be(writes);

        (await world.Operations.AcceptOrganisationAsync("erp", fingerprint, Customers.Anna)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        world["erp"].All("customers")[0].Text("phone").Should().Be("new");
        (await world.Engine.CheckAsync()).Should().OnlyContain(r => r.Succeeded);
        (await world.Operations.AcceptOrganisationAsync("erp", fingerprint, Customers.Anna)).Should().Be(OperationOutcome.AlreadyClosed);
        (await world.Store.ReadAuditAsync(TenantId.Default, null, 0, 100_000)).Should().ContainSingle(a => a.Kind == "organisation-accepted").Which.Should()
            .Match<AuditRow>(a => a.Actor == "anna" && a.Field == "erp" && a.Detail!.Contains("org-1") && a.Detail.Contains("copy") && a.Detail.Contains("seen and checked"));
    }

    [Fact]
    public async Task A_connection_that_points_back_goes_on_by_itself()
    {
        await using var world = await CopiedAsync();
        await world.RunAsync();
        world["erp"].Behavior.OrgFingerprint = "org-1";
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "new"));
        await world.SettleAsync();

        world["erp"].All("customers")[0].Text("phone").Should().Be("new");
    }

    [Fact]
    public async Task Bad_acceptances_are_refused()
    {
        await using var world = await CopiedAsync();

        await ((Func<Task>)(() => world.Operations.AcceptOrganisationAsync("erp", "", Customers.Anna))).Should().ThrowAsync<ArgumentException>();
        await ((Func<Task>)(() => world.Operations.AcceptOrganisationAsync("erp", "copy", new OperationBy("anna")))).Should().ThrowAsync<ArgumentException>().WithMessage("*reason*");
        await ((Func<Task>)(() => world.Operations.AcceptOrganisationAsync("shop", "copy", Customers.Anna))).Should().ThrowAsync<ArgumentException>().WithMessage("*'shop'*");
    }

    // A process starts, and its connection was turned to a copy.
    private static async Task<SyncWorld> CopiedAsync()
    {
        var world = await Customers.LinkedAsync(1);
        world["erp"].Behavior.OrgFingerprint = "copy";
        await world.RestartAsync();
        return world;
    }
}
