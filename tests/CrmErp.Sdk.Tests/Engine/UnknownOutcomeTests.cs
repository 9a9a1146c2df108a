using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Tests.Engine;

public class UnknownOutcomeTests
{
    [Fact]
    public async Task A_create_without_answer_beside_many_new_records_waits_for_a_person_and_is_settled_by_one()
    {
        await using var world = new EngineWorld();
        world.Erp.Add("customers", ("displayName", "Acme"), ("taxNumber", "DE1"));
        await world.SettleAsync();
        world.Crm.Add("Account", ("Name", "Lost"), ("TaxNumber", "DE2"));
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.LoseReplyOfNextCreate();
        await world.RunAsync();
        // More than a pass would load one after the other.
        for (var i = 0; i < 100; i++)
        {
            world.Erp.Add("customers", ("displayName", $"Typed {i}"), ("taxNumber", $"DE9{i:000}"));
        }

        for (var i = 0; i < 60; i++)
        {
            await world.RunAsync();
            world.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        var unknown = (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Unknown })).Should().ContainSingle().Subject;
        unknown.Cause.Should().Be("UnknownCreate");
        var made = world.Erp.All("customers").Single(c => c.Text("displayName") == "Lost").Id;
        (await world.Operations.ResolveUnknownAsync(unknown, made, new OperationBy("tester"))).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        world.Erp.All("customers").Should().HaveCount(102);
        world.Crm.All("Account").Should().HaveCount(102);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Absence_from_a_list_that_is_too_long_to_be_read_whole_proves_nothing()
    {
        await using var world = new EngineWorld(erp: new FakeBehavior { TellsCreation = false });
        for (var i = 0; i < 1000; i++)
        {
            world.Erp.Add("customers", ("displayName", $"Old {i}"), ("taxNumber", $"DE9{i:0000}"));
        }

        await world.SettleAsync();
        string[] old = [.. world.Erp.All("customers").Select(c => c.Id)];
        world.Crm.Add("Account", ("Name", "Lost"), ("TaxNumber", "DE2"));
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.LoseReplyOfNextCreate();
        await world.RunAsync();
        // A system that does not tell when a record was created lists what has changed since, and everything has.
        foreach (var id in old)
        {
            world.Erp.Edit("customers", id, ("phoneNumber", "+49 1"));
        }

        for (var i = 0; i < 60; i++)
        {
            await world.RunAsync();
            world.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        world.Erp.All("customers").Count(c => c.Text("displayName") == "Lost").Should().Be(1);
        (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Unknown })).Should().ContainSingle();
    }
}
