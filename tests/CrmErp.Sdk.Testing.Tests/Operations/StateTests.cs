using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing.Tests.Operations;

public class StateTests
{
    [Fact]
    public async Task Couplings_of_another_tool_link_without_writes_and_then_meet_for_the_first_time()
    {
        await using var world = SyncWorld.Create(OperationsWorld.Define);
        await world.SettleAsync();
        await world.Operations.PauseAsync(PauseLevel.Everything, OperationsWorld.Jo);
        // No key in common.
        var account = world["crm"].Add("Account", ("Name", "Acme"), ("Phone", "1"));
        var customer = world["erp"].Add("customers", ("displayName", "Acme"), ("taxNumber", "DE1"));
        var coupling = new Coupling(account.Ref("crm", "Account"), customer.Ref("erp", "customers"));
        var writes = Writes(world);

        var outcomes = await world.Operations.AdoptAsync("Account", [coupling, coupling with { Second = new RecordRef("erp", "", "customers", "none") }, coupling with { First = new RecordRef("shop", "", "Account", "1") }], OperationsWorld.Jo);

        outcomes.Should().Equal(OperationOutcome.Resolved, OperationOutcome.NotFound, OperationOutcome.NotFound);
        Writes(world).Should().Be(writes);
        await world.Operations.ResumeAsync(PauseLevel.Everything, OperationsWorld.Jo);
        await world.SettleAsync();
        (world["crm"].All("Account").Count, world["erp"].All("customers").Count).Should().Be((1, 1));
        (world.Account().Text("TaxNumber"), world.Customer().Text("phone")).Should().Be(("DE1", "1"), "what one side lacks is filled");
        (await world.Operations.AdoptAsync("Account", [new Coupling(coupling.Second, coupling.First)], OperationsWorld.Jo)).Should().Equal(OperationOutcome.AlreadyClosed);
    }

    [Fact]
    public async Task A_coupling_that_contradicts_a_link_is_refused_and_one_of_one_side_is_a_mistake()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        await world.Operations.PauseAsync(PauseLevel.Everything, OperationsWorld.Jo);
        var other = world["crm"].Add("Account", ("Name", "Beta")).Ref("crm", "Account");
        var before = await world.Store.GetSequenceAsync();

        (await world.Operations.AdoptAsync("Account", [new Coupling(other, world.Customer().Ref("erp", "customers"))], OperationsWorld.Jo)).Should().Equal(OperationOutcome.Refused);
        var oneSide = () => world.Operations.AdoptAsync("Account", [new Coupling(other, world.Account().Ref("crm", "Account"))], OperationsWorld.Jo);
        await oneSide.Should().ThrowAsync<ArgumentException>().WithMessage("*one spoke*");

        (await world.Store.GetSequenceAsync()).Should().Be(before);
    }

    [Fact]
    public async Task Couplings_before_the_first_load_are_followed_by_it()
    {
        await using var world = SyncWorld.Create(OperationsWorld.Define);
        var account = world["crm"].Add("Account", ("Name", "Acme"), ("Phone", "1"));
        var customer = world["erp"].Add("customers", ("displayName", "Acme"), ("phone", "1"));
        await world.SettleAsync();

        (await world.Operations.AdoptAsync("Account", [new Coupling(account.Ref("crm", "Account"), customer.Ref("erp", "customers"))], OperationsWorld.Jo)).Should().Equal(OperationOutcome.Resolved);
        await world.SettleAsync();

        (world["crm"].All("Account").Count, world["erp"].All("customers").Count).Should().Be((1, 1));
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_rewound_stream_is_read_from_the_beginning_and_writes_nothing()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var (crm, writes) = (new SpokeId("crm", ""), Writes(world));

        (await world.Operations.RewindAsync("Account", crm, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        (await world.Operations.RewindAsync("Account", crm, OperationsWorld.Jo)).Should().Be(OperationOutcome.AlreadyClosed);
        (await world.Operations.RewindAsync("Account", new SpokeId("shop", ""), OperationsWorld.Jo)).Should().Be(OperationOutcome.NotFound);
        (await world.Operations.RewindAsync("Nothing", crm, OperationsWorld.Jo)).Should().Be(OperationOutcome.NotFound);
        var run = await world.RunAsync();

        run.Count("read.Unchanged").Should().BeGreaterThan(0);
        Writes(world).Should().Be(writes);
    }

    [Fact]
    public async Task A_stream_that_is_not_live_is_not_rewound()
    {
        await using var world = SyncWorld.Create(OperationsWorld.Define);

        (await world.Operations.RewindAsync("Account", new SpokeId("crm", ""), OperationsWorld.Jo)).Should().Be(OperationOutcome.Refused);
    }

    [Fact]
    public async Task The_comparison_explains_what_differs_and_finds_what_nobody_knows()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["crm"].Edit("Account", world.Account().Id, ("City", "Rothenburg ob der Tauber"));
        world["crm"].Add("Account", ("Name", "Beta"), ("TaxNumber", "DE2"));
        world["crm"].Add("Account", ("Name", "Farm"), ("Industry", "Farming"));
        await world.SettleAsync();
        await ConflictOnAsync(world, world.Account().Id);

        var report = await world.Operations.ReconcileAsync();

        report.Unexplained.Should().Be(0);
        Line(report, "crm").Should().Match<ReconciliationLine>(l => l.Records == 3 && l.Linked == 3);
        Line(report, "erp").Should().Match<ReconciliationLine>(l => l.Records == 2 && l.Linked == 2 && l.Orphaned == 1);
        (Line(report, "crm").Differing + Line(report, "erp").Differing).Should().Be(1, "a conflict is known");

        world["crm"].Edit("Account", world["crm"].All("Account")[1].Id, ("Phone", "7"));
        world["erp"].Delete("customers", world["erp"].All("customers").First(c => c.Text("displayName") == "Beta").Id);
        world["erp"].Add("customers", ("displayName", "Stranger"));
        report = await world.Operations.ReconcileAsync(["Account"]);

        report.Findings.Select(f => (f.Kind, f.Spoke.Connection.Value, f.Field)).Should().BeEquivalentTo<(ReconciliationKind, string, string?)>(
            [(ReconciliationKind.Differs, "crm", "Phone"), (ReconciliationKind.Missing, "erp", null), (ReconciliationKind.Unlinked, "erp", null)]);
        report.Unexplained.Should().Be(3);
        await using var text = new StringWriter();
        await report.WriteMarkdownAsync(text);
        text.ToString().Should().Contain("3 findings are not explained").And.Contain("| Account | crm |").And.Contain("| Missing | Account | erp:customers/").And.NotContain("Stranger");

        await world.SettleAsync();
        (await world.Operations.ReconcileAsync()).Unexplained.Should().Be(0);
        var unknown = () => world.Operations.ReconcileAsync(["Nothing"]);
        await unknown.Should().ThrowAsync<ArgumentException>();
    }

    private static ReconciliationLine Line(ReconciliationReport report, string connection) => report.Lines.Single(l => l.Entity == "Account" && l.Spoke.Connection == connection);

    private static int Writes(SyncWorld world) => world.Connections.Sum(c => world[c].History.Count(e => e.Actor == FakeActor.Engine));

    // The first account gets another name on both sides at once.
    private static async Task ConflictOnAsync(SyncWorld world, string id)
    {
        var name = world["crm"].Find("Account", id)!.Text("Name");
        world["erp"].Edit("customers", world["erp"].All("customers").First(c => c.Text("displayName") == name).Id, ("displayName", "From ERP"));
        world["crm"].Edit("Account", id, ("Name", "From CRM"));
        await world.SettleAsync();
    }
}
