namespace CrmErp.Sdk.Testing.Tests.Operations;

public class UndoTests
{
    [Fact]
    public async Task A_run_is_taken_back_where_its_values_still_stand_and_the_rest_is_listed()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var other = world["crm"].Add("Account", ("Name", "Beta"), ("TaxNumber", "DE2"), ("Phone", "1"));
        await world.SettleAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Phone", "wrong"), ("Street", "wrong"));
        world["crm"].Edit("Account", other.Id, ("Phone", "wrong"));
        world["crm"].Add("Account", ("Name", "Made"), ("TaxNumber", "DE3"));
        world.Advance(TimeSpan.FromSeconds(10));
        var run = (await world.RunAsync()).Id;
        await world.SettleAsync();
        var beta = world["erp"].All("customers").First(c => c.Text("displayName") == "Beta");
        world["erp"].Edit("customers", beta.Id, ("phone", "right"));
        await world.SettleAsync();

        var preview = await world.Operations.PreviewUndoAsync(UndoScope.Run(run));
        world.Customer().Text("phone").Should().Be("wrong");
        var undo = await world.Operations.UndoAsync(UndoScope.Run(run), OperationsWorld.Jo);
        await world.SettleAsync();

        undo.Items.Should().BeEquivalentTo(preview.Items);
        (undo.Count(UndoOutcome.Undone), undo.Count(UndoOutcome.ChangedSince)).Should().Be((2, 1));
        undo.Items.Should().Contain(i => i.Outcome == UndoOutcome.NotReversible && i.Why.Contains("made on erp"));
        undo.Items.Single(i => i.Outcome == UndoOutcome.ChangedSince).Why.Should().Contain("changed since by erp");
        (world.Account().Text("Phone"), world.Customer().Text("phone")).Should().Be(("1", "1"));
        (world.Account().Text("Street"), world.Customer().Text("street")).Should().Be((null, null));
        world["crm"].Find("Account", other.Id)!.Text("Phone").Should().Be("right");
        (await world.Operations.UndoAsync(UndoScope.Run(run), OperationsWorld.Jo)).Count(UndoOutcome.Undone).Should().Be(0);
    }

    [Fact]
    public async Task The_last_change_of_a_field_is_taken_back_and_says_who_did_it()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        var golden = (await world.Operations.ExplainAsync("Account", world.Account().Ref("crm", "Account"), "Phone"))!.GoldenId;
        foreach (var phone in new[] { "2", "3" })
        {
            world["crm"].Edit("Account", world.Account().Id, ("Phone", phone));
            await world.SettleAsync();
        }

        var undo = await world.Operations.UndoAsync(UndoScope.Change("Account", golden, "Phone"), OperationsWorld.Jo);
        await world.SettleAsync();

        undo.Items.Should().ContainSingle().Which.Fields.Should().ContainSingle().Which.Should().Be(new PlanField("Phone", "Phone", FieldValue.From("3"), FieldValue.From("2")));
        (world.Account().Text("Phone"), world.Customer().Text("phone")).Should().Be(("2", "2"));
        var why = await world.Operations.ExplainAsync("Account", golden, "Phone");
        why!.SetBy.Should().Match<ValueOrigin>(o => o.By == "person:jo" && o.Rule == "undo");
        why.ToText().Should().Contain("an earlier value was put back");
    }

    [Fact]
    public async Task A_contested_value_is_left_alone_and_bad_input_is_named()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Name", "Before"));
        await world.SettleAsync();
        var conflict = await world.ConflictAsync();

        var undo = await world.Operations.UndoAsync(UndoScope.Change("Account", conflict.GoldenId!.Value, "Name"), OperationsWorld.Jo);

        undo.Items.Should().ContainSingle().Which.Should().Match<UndoItem>(i => i.Outcome == UndoOutcome.ChangedSince && i.Why.Contains("conflict"));
        (await world.Operations.UndoAsync(UndoScope.Run(Guid.NewGuid()), OperationsWorld.Jo)).Items.Should().BeEmpty();
        (await world.Operations.UndoAsync(UndoScope.Change("Account", new GoldenId(Guid.NewGuid()), "Name"), OperationsWorld.Jo)).Items.Should().BeEmpty();
        var empty = () => UndoScope.Run(Guid.Empty);
        empty.Should().Throw<ArgumentException>();
        var unknown = () => world.Operations.UndoAsync(UndoScope.Change("Account", conflict.GoldenId!.Value, "Nothing"), OperationsWorld.Jo);
        await unknown.Should().ThrowAsync<ArgumentException>();
    }
}
