using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Holes;

/// <summary>Where a plainer treatment of document lines goes wrong.</summary>
public class LineHoleTests
{
    [Fact]
    public async Task A_removal_that_was_lost_is_not_taken_for_landed_because_somebody_removed_the_same_line()
    {
        await using var world = await OrderAsync(Documents.Line("Chair", 1), Documents.Line("Desk", 1), Documents.Line("Lamp", 1));
        world.Crm.SetLines([world.Crm.LinesOf()[0].With(quantity: 2), world.Crm.LinesOf()[2]]);
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.Next(Calls.Updates, new Fault(FaultKind.LoseRequest));
        await world.World.RunAsync();
        // Somebody removes the very line that we meant to remove, and edits the one that we meant to edit.
        world.Erp.SetLines([world.Erp.LinesOf()[0].With(text: "Armchair"), world.Erp.LinesOf()[2]]);
        await world.SettleAsync();

        world.Crm.Lines().Should().Be("Armchair x 2, Lamp x 1");
        world.Erp.Lines().Should().Be("Armchair x 2, Lamp x 1");
        (await world.OpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task New_lines_are_not_paired_by_position_after_somebody_edited()
    {
        await using var world = await OrderAsync(Documents.Line("Chair", 1));
        world.Crm.SetLines([.. world.Crm.LinesOf(), Documents.Line("Desk", 1), Documents.Line("Lamp", 1)]);
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.Next(Calls.Updates, new Fault(FaultKind.LoseReply));
        await world.World.RunAsync();
        // Our first new line is removed, another one is typed before the second.
        world.Erp.SetLines([world.Erp.LinesOf()[0], Documents.Line("Sofa", 5), world.Erp.LinesOf()[2]]);
        await world.SettleAsync();
        foreach (var entry in await world.OpenAsync(OpenQueue.Unknown))
        {
            (await world.Operations.ResolveUnknownAsync(entry, world.Erp.All("orders")[0].Id, Scenario.Tester)).Should().Be(OperationOutcome.Resolved);
        }

        await world.SettleAsync();

        Count(world.Erp, "Lamp").Should().Be(1);
        Count(world.Erp, "Desk").Should().BeLessThanOrEqualTo(1);
        Count(world.Erp, "Sofa").Should().Be(1);
        world.Crm.Lines().Should().Be(world.Erp.Lines());
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task An_edit_beats_a_removal_on_either_side()
    {
        await using var world = await OrderAsync(Documents.Line("Chair", 1), Documents.Line("Desk", 1));
        world.Crm.SetLines([world.Crm.LinesOf()[0]]);
        world.Erp.SetLines([world.Erp.LinesOf()[0], world.Erp.LinesOf()[1].With(quantity: 7)]);
        await world.SettleAsync();

        world.Crm.Lines().Should().Be("Chair x 1, Desk x 7");
        world.Erp.Lines().Should().Be("Chair x 1, Desk x 7");
        (await world.AuditAsync("loser")).Should().Contain(a => a.Rule == "edit beats removal");
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task Lists_that_meet_for_the_first_time_are_paired_and_not_added_up()
    {
        await using var world = new Scenario(_ => { }, Documents.Orders, new Side("crm"), new Side("erp"));
        world.Crm.Add("orders", ("number", "1"), ("lines", FieldValue.From(new LineList([Documents.Line("Chair", 1), Documents.Line("Desk", 1)]))));
        world.Erp.Add("orders", ("number", "1"), ("lines", FieldValue.From(new LineList([Documents.Line("Desk", 1), Documents.Line("Lamp", 9)]))));
        await world.SettleAsync();
        foreach (var conflict in await world.OpenAsync(OpenQueue.Conflict))
        {
            (await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.KeepGolden, Scenario.Tester)).Should().Be(OperationOutcome.Resolved);
        }

        await world.SettleAsync();

        world.Erp.Lines().Should().Be(world.Crm.Lines());
        world.Crm.LinesOf().Should().HaveCount(2);
        (await world.AuditAsync("loser")).Concat(await world.AuditAsync("conflict")).Should().NotBeEmpty("the list that lost is recorded");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Equal_lines_stay_as_many_as_were_typed(bool wholeLists)
    {
        await using var world = await OrderAsync(new Side("erp") { WholeLists = wholeLists }, Documents.Line("Chair", 1), Documents.Line("Chair", 1));
        world.Crm.SetLines([.. world.Crm.LinesOf(), Documents.Line("Chair", 1)]);
        world.Erp.Faults.Next(Calls.Updates, new Fault(FaultKind.LoseReply));
        await world.SettleAsync();
        world.Erp.SetLines([world.Erp.LinesOf()[0], world.Erp.LinesOf()[2]]);
        await world.SettleAsync();

        world.Crm.Lines().Should().Be("Chair x 1, Chair x 1");
        world.Erp.Lines().Should().Be("Chair x 1, Chair x 1");
        await world.IsQuietAsync();
    }

    private static int Count(FakeSystem system, string text) => system.LinesOf().Count(l => l.Fields.GetOrMissing("text").TextOrNull() == text);

    private static Task<Scenario> OrderAsync(params Line[] lines) => OrderAsync(new Side("erp"), lines);

    private static async Task<Scenario> OrderAsync(Side erp, params Line[] lines)
    {
        var world = new Scenario(_ => { }, Documents.Orders, new Side("crm"), erp);
        world.Crm.Add("orders", ("number", "1"), ("lines", FieldValue.From(new LineList(lines))));
        await world.SettleAsync();
        world.Erp.All("orders").Should().ContainSingle();
        return world;
    }
}
