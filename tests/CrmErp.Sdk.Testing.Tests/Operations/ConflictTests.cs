namespace CrmErp.Sdk.Testing.Tests.Operations;

public class ConflictTests
{
    private static readonly OpenEntryFilter Conflicts = new() { Queue = OpenQueue.Conflict };

    [Fact]
    public async Task A_conflict_names_both_values_who_and_when_and_what_was_agreed_before()
    {
        await using var world = await OperationsWorld.LinkedAsync();

        var conflict = await world.ConflictAsync();

        var info = conflict.Conflict!;
        var (mine, theirs) = conflict.Spoke.Connection == "erp" ? ("From CRM", "From ERP") : ("From ERP", "From CRM");
        info.Fields.Should().ContainSingle().Which.Should().Be(new ConflictField("Name", FieldValue.From(mine), FieldValue.From(theirs), FieldValue.From("Acme")));
        info.Candidate.By.Should().Be(conflict.Spoke.ToString());
        info.Golden.By.Should().NotBe(info.Candidate.By).And.BeOneOf("crm", "erp");
        info.Candidate.ChangedBefore.Should().NotBeNull();
        info.Rule.Should().Be("chain ended");
        (info.Suggestion, info.Because).Should().Be((null, null), "both were typed at one moment");
        conflict.ToString().Should().NotContain("From");
    }

    [Theory]
    [InlineData("ACME GROUP ", "takes case and blanks for the same")]
    [InlineData("", "takes a clear for no claim")]
    public async Task The_evidence_suggests_an_answer(string candidate, string because)
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var conflict = await world.ConflictAsync("Acme Group", candidate);
        var info = conflict.Conflict!;
        var isCandidate = conflict.Spoke.Connection == "erp";

        info.Suggestion.Should().Be(candidate.Length > 0 || isCandidate ? ConflictAnswer.KeepGolden : ConflictAnswer.TakeCandidate, because);
        info.Because.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Many_conflicts_get_one_answer_after_a_look_at_what_it_does()
    {
        await using var world = await ManyAsync(5);
        var conflicts = await world.Operations.ListOpenAsync(Conflicts);
        conflicts.Should().HaveCount(5);
        var (problem, before) = ((await world.Operations.ListProblemsAsync(Conflicts)).Should().ContainSingle().Subject, await world.Store.GetSequenceAsync());
        problem.Count.Should().Be(5);

        var preview = await world.Operations.PreviewConflictsAsync(conflicts, ConflictAnswer.KeepGolden);

        preview.Outcomes.Should().HaveCount(5).And.OnlyContain(o => o == OperationOutcome.Resolved);
        preview.Items.Should().HaveCount(5).And.OnlyContain(i => i.Kind == PlanItemKind.Update && i.Fields.Count == 1 && i.Fields[0].Field == "Name");
        (await world.Store.GetSequenceAsync()).Should().Be(before);

        var outcomes = await world.Operations.ResolveConflictsAsync([.. conflicts, conflicts[0]], ConflictAnswer.KeepGolden, OperationsWorld.Jo);
        outcomes.Should().Equal([.. Enumerable.Repeat(OperationOutcome.Resolved, 5), OperationOutcome.AlreadyClosed]);
        await world.SettleAsync();
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        foreach (var account in world["crm"].All("Account"))
        {
            world["erp"].All("customers").Should().Contain(c => c.Text("displayName") == account.Text("Name"));
        }
    }

    [Fact]
    public async Task A_custom_value_goes_to_both_sides_and_kept_apart_stays_until_one_moves()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var conflict = await world.ConflictAsync();
        (await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.Custom(new Dictionary<string, FieldValue> { ["Name"] = "Third" }), OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        (world.Account().Text("Name"), world.Customer().Text("displayName")).Should().Be(("Third", "Third"));

        conflict = await world.ConflictAsync("One", "Other");
        (await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.KeepApart, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        (world.Account().Text("Name"), world.Customer().Text("displayName")).Should().Be(("One", "Other"));
        (await world.Operations.ListOpenAsync()).Should().ContainSingle().Which.Queue.Should().Be(OpenQueue.Noted);

        world["crm"].Edit("Account", world.Account().Id, ("Name", "Both"));
        await world.SettleAsync();
        (await world.Operations.ListOpenAsync(Conflicts)).Concat(await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Noted })).Should().HaveCountLessThan(2);
    }

    private static async Task<SyncWorld> ManyAsync(int count)
    {
        var world = SyncWorld.Create(OperationsWorld.Define);
        for (var i = 0; i < count; i++)
        {
            world["crm"].Add("Account", ("Name", $"A{i}"), ("TaxNumber", $"DE{i}"));
        }

        await world.SettleAsync();
        foreach (var account in world["crm"].All("Account"))
        {
            world["crm"].Edit("Account", account.Id, ("Name", $"{account.Text("Name")} of the CRM"));
        }

        foreach (var customer in world["erp"].All("customers"))
        {
            world["erp"].Edit("customers", customer.Id, ("displayName", $"{customer.Text("displayName")} of the ERP"));
        }

        await world.SettleAsync();
        return world;
    }
}
