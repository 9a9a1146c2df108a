using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Tests.Operations;

public class BadInputTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData(" ", "why")]
    [InlineData("jo", "")]
    public void An_operation_names_its_actor_and_a_reason_is_not_empty(string actor, string? reason)
    {
        var make = () => new OperationBy(actor, reason);

        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found_and_changes_nothing()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var (operations, by) = (world.Operations, OperationsWorld.Jo);
        var nobody = new OpenEntry { Queue = OpenQueue.Conflict, Entity = "Account", Spoke = new SpokeId("erp", ""), GoldenId = new GoldenId(Guid.NewGuid()), Group = "Name", Cause = "x", Since = world.Clock.Now, Sequence = 1 };
        var known = world.Account().Ref("crm", "Account").ToString();
        var before = await world.Store.GetSequenceAsync();

        OperationOutcome[] outcomes =
        [
            await operations.ApproveFirstLoadAsync("Nothing", by),
            await operations.ResolveConflictAsync(nobody, ConflictAnswer.TakeCandidate, by),
            await operations.ResolveDeleteAsync(nobody with { Group = "" }, true, by),
            await operations.ResolveUnknownAsync(nobody, null, by),
            await operations.ResolveUnknownAsync(nobody with { Spoke = new SpokeId("shop", "") }, null, by),
            await operations.ResolveUnknownAsync(nobody with { GoldenId = null }, null, by),
            await operations.JudgeAsync("Account", known, "erp:customers/none", true, by),
            await operations.JudgeAsync("Account", known, Guid.NewGuid().ToString("n"), true, by),
            await operations.JudgeAsync("Account", known, "shop:customers/1", true, by),
            await operations.JudgeAsync("Contact", known, world.Customer().Ref("erp", "customers").ToString(), true, by),
            await operations.JudgeAsync("Account", known, "no node at all", true, by),
            await operations.PauseAsync(PauseLevel.Connection("shop"), by),
            await operations.PauseAsync(PauseLevel.Entity("Nothing"), by),
            await operations.PauseAsync(PauseLevel.Direction("erp", "Nothing"), by),
            await operations.SyncRecordAsync("Account", new RecordRef("shop", "", "customers", "1"), by),
            await operations.SyncRecordAsync("Account", new RecordRef("erp", "", "invoices", "1"), by),
        ];

        outcomes.Should().OnlyContain(o => o == OperationOutcome.NotFound);
        (await world.Store.GetSequenceAsync()).Should().Be(before);
    }

    [Fact]
    public async Task What_can_never_be_right_is_named()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var conflict = await world.ConflictAsync();
        var before = await world.Store.GetSequenceAsync();

        await Refused(o => o.ListOpenAsync(new OpenEntryFilter { Entity = "Nothing" }), "*'Nothing'*Account, Contact*");
        await Refused(o => o.ListOpenAsync(new OpenEntryFilter { Spoke = new SpokeId("shop", "") }), "*'shop'*crm, erp*");
        await Refused(o => o.ListOpenAsync(new OpenEntryFilter { Take = 0 }), "*");
        await Refused(o => o.ReplayAsync(new OpenEntryFilter { Entity = "Nothing" }, OperationsWorld.Jo), "*'Nothing'*");
        await Refused(o => o.JudgeAsync("", "a", "b", true, OperationsWorld.Jo), "*entity*");
        await Refused(o => o.JudgeAsync("Account", "crm:Account/1", "crm:Account/1", true, OperationsWorld.Jo), "*itself*");
        await Refused(o => o.SyncRecordAsync("Account", new RecordRef("crm", "", "Account", ""), OperationsWorld.Jo), "*record*");
        await Refused(o => o.ResolveUnknownAsync(conflict, " ", OperationsWorld.Jo), "*recordId*");
        await Refused(o => o.ResolveConflictAsync(conflict, Custom("Nothing", "x"), OperationsWorld.Jo), "*'Account' has no field 'Nothing'*");
        await Refused(o => o.ResolveConflictAsync(conflict, Custom("Phone", "x"), OperationsWorld.Jo), "*'Phone' is not a field of the contested group 'Name'*");
        await Refused(o => o.ResolveConflictAsync(conflict, Custom("Name", 1L), OperationsWorld.Jo), "*'Account.Name' is Integer*Text*");
        await Refused(o => o.ResolveConflictAsync(conflict, Custom("Name", FieldValue.Missing), OperationsWorld.Jo), "*missing*");
        await Refused(o => o.ResolveConflictAsync(conflict, Custom("Name", new string('x', 300)), OperationsWorld.Jo), "*300*255*");

        (await world.Store.GetSequenceAsync()).Should().Be(before);

        static ConflictAnswer Custom(string field, FieldValue value) => ConflictAnswer.Custom(new Dictionary<string, FieldValue> { [field] = value });

        async Task Refused(Func<ISyncOperations, Task> operation, string message)
        {
            var act = () => operation(world.Operations);
            (await act.Should().ThrowAsync<ArgumentException>()).WithMessage(message);
        }
    }

    [Fact]
    public async Task A_judgement_is_taken_once()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var (account, customer) = (world.Account().Ref("crm", "Account").ToString(), world.Customer().Ref("erp", "customers").ToString());

        (await world.Operations.JudgeAsync("Account", account, customer, true, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        (await world.Operations.JudgeAsync("Account", customer, account, true, OperationsWorld.Jo)).Should().Be(OperationOutcome.AlreadyClosed);
        (await world.Operations.JudgeAsync("Account", customer, account, false, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
    }

    [Fact]
    public async Task A_decision_on_values_that_moved_is_stale_and_the_conflict_shows_the_new_ones()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var conflict = await world.ConflictAsync();
        // The conflict is about the second system to arrive; the first one edits again, and golden moves.
        var (connection, objectName, field, id) = conflict.Spoke.Connection == "erp" ? ("crm", "Account", "Name", world.Account().Id) : ("erp", "customers", "displayName", world.Customer().Id);
        world[connection].Edit(objectName, id, (field, "Third"));
        await world.SettleAsync();

        (await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.KeepGolden, OperationsWorld.Jo)).Should().Be(OperationOutcome.Stale);
        var again = (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Conflict })).Should().ContainSingle().Subject;
        again.Detail.Should().Contain("Third");
        (await world.Operations.ResolveConflictAsync(again, ConflictAnswer.KeepGolden, OperationsWorld.Jo)).Should().Be(OperationOutcome.Resolved);
        (await world.Operations.ResolveConflictAsync(again, ConflictAnswer.KeepGolden, OperationsWorld.Jo)).Should().Be(OperationOutcome.AlreadyClosed);
        await world.SettleAsync();

        (world.Account().Text("Name"), world.Customer().Text("displayName")).Should().Be(("Third", "Third"));
    }

    [Fact]
    public async Task A_reason_is_in_the_audit()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var conflict = await world.ConflictAsync();

        await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.TakeCandidate, new OperationBy("jo", "asked the customer"));

        var audit = await world.Store.ReadAuditAsync(TenantId.Default, conflict.GoldenId, 0, 1000);
        audit.Should().ContainSingle(a => a.Kind == "resolved").Which.Should().Match<AuditRow>(a => a.Actor == "jo" && a.Detail!.Contains("asked the customer"));
    }
}
