using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing.Tests.Operations;

public class ExplainTests
{
    [Fact]
    public async Task A_value_names_its_setter_its_time_its_run_its_rule_and_what_it_replaced()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Phone", "2"));
        var before = world.Clock.Now;
        await world.SettleAsync();

        var why = await world.Operations.ExplainAsync("Account", world.Customer().Ref("erp", "customers"), "Phone");

        why!.Value.Should().Be(FieldValue.From("2"));
        why.SetBy.Should().Match<ValueOrigin>(o => o.By == "crm" && o.Rule == "only side" && o.Over.Equals(FieldValue.From("1")) && o.At >= before && o.RunId != Guid.Empty);
        why.Spokes.Select(s => (s.Spoke.ToString(), s.Agreement)).Should().Equal(("crm", FieldAgreement.Agrees), ("erp", FieldAgreement.Agrees));
        why.Open.Should().BeEmpty();
        why.History.Where(h => h.Kind == "set").Should().ContainSingle().Which.Should().Match<FieldEvent>(h => h.Old.Equals(FieldValue.From("1")) && h.New.Equals(FieldValue.From("2")));
        why.ToText().Should().Contain("field Phone: \"2\"").And.Contain("Set by crm at 2026-01-05").And.Contain("only this side had changed it").And.Contain("over \"1\"").And.Contain("Nothing is open.")
            .And.Contain("erp (customers/customers-00001) shows \"2\".");
        why.ToString().Should().NotContain("\"2\"");
    }

    [Fact]
    public async Task An_edit_against_the_owner_is_told_with_the_value_that_lost()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["erp"].Edit("customers", world.Customer().Id, ("creditLimit", 100m));
        await world.SettleAsync();
        world["crm"].Edit("Account", world.Account().Id, ("Limit", 999m));
        await world.SettleAsync();

        var why = await world.Operations.ExplainAsync("Account", world.Account().Ref("crm", "Account"), "CreditLimit");

        why!.SetBy!.By.Should().Be("erp");
        why.History.Should().Contain(h => h.Kind == "loser" && h.By == "crm" && h.Rule == "owner" && h.New.Equals(FieldValue.From(new Money(999m, "EUR"))));
        why.ToText().Should().Contain("the owner of the field rules").And.Contain("999 EUR");
    }

    [Fact]
    public async Task A_contested_and_a_coerced_side_say_what_they_show()
    {
        await using var world = await OperationsWorld.LinkedAsync();
        world["crm"].Edit("Account", world.Account().Id, ("City", "Rothenburg ob der Tauber"));
        var conflict = await world.ConflictAsync();

        var name = await world.Operations.ExplainAsync("Account", conflict.GoldenId!.Value, "Name");
        var city = await world.Operations.ExplainAsync("Account", conflict.GoldenId!.Value, "BillingAddress.City");

        name!.Spokes.Should().Contain(s => s.Spoke == conflict.Spoke && s.Agreement == FieldAgreement.Contested);
        name.Open.Should().ContainSingle(o => o.Queue == OpenQueue.Conflict);
        name.ToText().Should().Contain("a conflict is open, nothing is sent").And.Contain("- Conflict on");
        city!.Spokes.Should().Contain(s => s.Spoke.Connection == "erp" && s.Agreement == FieldAgreement.Coerced && s.Shows.Equals(FieldValue.From("Rothenburg")));
        city.ToText().Should().Contain("its own form of it").And.Contain("It changes hands together with all of BillingAddress.");
    }

    [Fact]
    public async Task What_cannot_be_explained_is_null_or_named()
    {
        await using var world = await OperationsWorld.LinkedAsync();

        (await world.Operations.ExplainAsync("Account", new GoldenId(Guid.NewGuid()), "Name")).Should().BeNull();
        (await world.Operations.ExplainAsync("Contact", await GoldenAsync(world), "LastName")).Should().BeNull();
        (await world.Operations.ExplainAsync("Account", new RecordRef("erp", "", "customers", "none"), "Name")).Should().BeNull();
        await Refused("Nothing", "Name", "*'Nothing'*");
        await Refused("Account", "Nam", "*'Account' has no field 'Nam'*");
        await Refused("Account", "BillingAddress", "*is a group*BillingAddress.City*");

        async Task Refused(string entity, string field, string message)
        {
            var ask = async () => await world.Operations.ExplainAsync(entity, new GoldenId(Guid.NewGuid()), field);
            (await ask.Should().ThrowAsync<ArgumentException>()).WithMessage(message);
        }
    }

    private static async Task<GoldenId> GoldenAsync(SyncWorld world) => (await world.Store.ReadLinksAsync(State.TenantId.Default, [world.Account().Ref("crm", "Account")]))[0].GoldenId;
}
