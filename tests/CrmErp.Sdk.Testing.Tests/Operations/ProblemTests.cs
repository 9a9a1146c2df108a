using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Tests.Operations;

public class ProblemTests
{
    [Fact]
    public async Task Many_records_with_one_missing_value_are_one_problem_with_a_sample_and_a_hint()
    {
        await using var world = await ParkedAsync(120);

        var problems = await world.Operations.ListProblemsAsync(new OpenEntryFilter { Queue = OpenQueue.Parked });

        var problem = problems.Should().ContainSingle().Subject;
        problem.Should().Match<SyncProblem>(p => p.Count == 120 && p.Entity == "Account" && p.Cause == "CES2002" && p.Sample.Count == 3);
        problem.Summary.Should().Contain("Industry");
        problem.Hint.Should().Contain("value map of 'Industry'");
        problem.ToString().Should().NotContain("Farming");
        problem.Sample.Should().OnlyContain(e => e.Problem == problem.Problem && e.Queue == OpenQueue.Parked);
    }

    [Fact]
    public async Task A_value_map_that_gains_the_value_releases_all_of_them()
    {
        await using var world = await ParkedAsync(7);

        await world.RestartAsync(sync => OperationsWorld.Define(sync, ("Retail", "RET"), ("Farming", "FRM")));
        await world.SettleAsync();
        await world.Engine.ActivateMapChangeAsync(await world.Engine.PlanMapChangeAsync(), OperationsWorld.Jo);
        await world.SettleAsync();

        (await world.Operations.ListProblemsAsync()).Should().BeEmpty();
        world["erp"].All("customers").Count(c => c.Text("industryCode") == "FRM").Should().Be(7);
    }

    [Fact]
    public async Task A_corrected_record_goes_by_itself_and_the_others_stay()
    {
        await using var world = await ParkedAsync(3);
        world["crm"].Edit("Account", world["crm"].All("Account")[1].Id, ("Industry", "Retail"));

        await world.SettleAsync();

        (await world.Operations.ListProblemsAsync()).Should().ContainSingle().Which.Count.Should().Be(2);
        world["erp"].All("customers").Should().ContainSingle(c => c.Text("industryCode") == "RET");
    }

    [Fact]
    public async Task A_refusal_is_grouped_by_the_systems_words_and_replayed_one_by_one_by_problem_or_all()
    {
        await using var world = await RefusedAsync(6);
        var problem = (await world.Operations.ListProblemsAsync()).Should().ContainSingle().Subject;
        problem.Should().Match<SyncProblem>(p => p.Count == 6 && p.Cause == "Rejected");
        problem.Hint.Should().Contain("replay the problem");
        world["erp"].PutField("customers", new Connectors.FieldMetadata { Path = "phone", Kind = FieldKind.Text, MaxLength = 30 });

        (await world.Operations.ReplayAsync(problem.Sample[0], OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        (await world.Operations.ReplayAsync(problem.Sample[0], OperationsWorld.Jo)).Should().Be(OperationOutcome.AlreadyClosed);
        await world.SettleAsync();
        world["erp"].All("customers").Should().HaveCount(1);

        (await world.Operations.ReplayAsync(new OpenEntryFilter { Problem = problem.Problem, Take = 1 }, OperationsWorld.Jo)).Should().Be(5);
        await world.SettleAsync();
        world["erp"].All("customers").Should().HaveCount(6);
        (await world.Operations.ListProblemsAsync()).Should().BeEmpty();
        (await world.Operations.ReplayAsync(new OpenEntryFilter(), OperationsWorld.Jo)).Should().Be(0);
    }

    [Fact]
    public async Task A_replay_of_what_moved_since_is_stale_and_a_decision_cannot_be_replayed()
    {
        await using var world = await RefusedAsync(1);
        var entry = (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Parked })).Should().ContainSingle().Subject;
        await world.Operations.ReplayAsync(entry, OperationsWorld.Jo);
        await world.SettleAsync();

        (await world.Operations.ReplayAsync(entry, OperationsWorld.Jo)).Should().Be(OperationOutcome.Stale);
        (await world.Operations.ReplayAsync(entry with { GoldenId = new GoldenId(Guid.NewGuid()) }, OperationsWorld.Jo)).Should().Be(OperationOutcome.NotFound);
        var decide = () => world.Operations.ReplayAsync(entry with { Queue = OpenQueue.Conflict }, OperationsWorld.Jo);
        await decide.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_read_again_when_it_is_replayed()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["erp"].Edit("customers", world.Customer().Id, ("industryCode", "XXX"));
        await world.SettleAsync();
        var entry = (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Parked })).Should().ContainSingle().Subject;
        entry.Record.Should().NotBeNull();

        (await world.Operations.ReplayAsync(entry, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        (await world.Operations.ReplayAsync(new OpenEntryFilter { Queue = OpenQueue.Parked }, OperationsWorld.Jo)).Should().Be(1);
        world["erp"].Edit("customers", world.Customer().Id, ("industryCode", "RET"));
        await world.SettleAsync();

        (await world.Operations.ReplayAsync(entry, OperationsWorld.Jo)).Should().Be(OperationOutcome.AlreadyClosed);
        world.Account().Text("Industry").Should().Be("Retail");
    }

    private static async Task<SyncWorld> ParkedAsync(int count)
    {
        var world = SyncWorld.Create(OperationsWorld.Define);
        await world.SettleAsync();
        for (var i = 0; i < count; i++)
        {
            world["crm"].Add("Account", ("Name", $"Farm {i}"), ("Industry", "Farming"));
        }

        await world.SettleAsync();
        return world;
    }

    // The ERP takes fewer characters than its schema said.
    private static async Task<SyncWorld> RefusedAsync(int count)
    {
        var world = SyncWorld.Create(OperationsWorld.Define);
        await world.SettleAsync();
        world["erp"].PutField("customers", new Connectors.FieldMetadata { Path = "phone", Kind = FieldKind.Text, MaxLength = 3 });
        for (var i = 0; i < count; i++)
        {
            world["crm"].Add("Account", ("Name", $"Shop {i}"), ("Phone", $"0123{i}"));
        }

        await world.SettleAsync();
        return world;
    }
}
