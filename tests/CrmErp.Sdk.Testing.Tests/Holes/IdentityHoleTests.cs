using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Holes;

/// <summary>Where a plainer idea of identity and existence goes wrong: references, deletions, restored records.</summary>
public class IdentityHoleTests
{
    [Fact]
    public async Task A_reference_to_a_record_that_proves_to_be_a_known_one_waits_for_nobody()
    {
        await using var world = new Scenario(_ => { }, Documents.Contacts, new Side("crm"), new Side("erp"));
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        var typed = world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.Erp.Add("contacts", ("name", "Doe"), ("email", "doe@example.com"), ("account", typed.Id));
        world.World.Advance(TimeSpan.FromSeconds(10));
        // The CRM's account is golden already when the contact reserves an identity for the ERP's.
        await world.CaptureAsync("crm");
        await world.CaptureAsync("erp", "Contact");
        await world.SettleAsync();

        world.Crm.All("contacts").Should().ContainSingle().Which.Text("account").Should().Be(world.Account("crm").Id);
        world.Erp.All("accounts").Should().ContainSingle();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_that_refers_to_itself_is_one_record()
    {
        await using var world = new Scenario();
        await world.SettleAsync();
        var own = world.Crm.Add("accounts", ("name", "Holding"), ("tax", "DE1"));
        world.Crm.Edit("accounts", own.Id, ("parent", own.Id));
        await world.SettleAsync();

        (await world.GoldenCountAsync()).Should().Be(1);
        world.Account("erp").Text("parent").Should().Be(world.Account("erp").Id);
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_record_that_is_made_anew_gets_its_referrers_back()
    {
        await using var world = new Scenario(_ => { }, Documents.Contacts, new Side("crm"), new Side("erp"));
        var account = world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.Crm.Add("contacts", ("name", "Doe"), ("email", "doe@example.com"), ("account", account.Id));
        await world.SettleAsync();
        var dead = world.Account("erp").Id;
        world.Edit("crm", ("phone", "an edit that the ERP never got"));
        world.Erp.Delete("accounts", dead);
        await world.SettleAsync();
        var conflict = (await world.OpenAsync(OpenQueue.Conflict)).Should().ContainSingle().Subject;

        (await world.Operations.ResolveDeleteAsync(conflict, delete: false, Scenario.Tester)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        var anew = world.Account("erp");
        anew.Id.Should().NotBe(dead);
        anew.Text("phone").Should().Be("an edit that the ERP never got");
        world.Erp.All("contacts").Single().Text("account").Should().Be(anew.Id);
        (await world.OpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task Two_records_that_get_one_key_stay_two_with_all_that_was_agreed()
    {
        await using var world = new Scenario(a => a.Field(x => x.Phone, f => f.OwnedBy("crm").OnForeignEdit(ForeignEdit.Note)));
        world.Crm.Add("accounts", ("name", "One"), ("tax", "DE1"), ("phone", "1"));
        world.Crm.Add("accounts", ("name", "Two"), ("tax", "DE2"), ("phone", "2"));
        await world.SettleAsync();
        world.Erp.Edit("accounts", world.Erp.All("accounts").Single(a => a.Text("tax") == "DE2").Id, ("phone", "agreed to differ"));
        await world.SettleAsync();
        world.Crm.Edit("accounts", world.Crm.All("accounts").Single(a => a.Text("tax") == "DE2").Id, ("tax", "DE1"));
        await world.SettleAsync();

        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count, await world.GoldenCountAsync()).Should().Be((2, 2, 2));
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Noted);
        world.Erp.All("accounts").Should().ContainSingle(a => a.Text("phone") == "agreed to differ" && a.Text("tax") == "DE1");
        await world.IsQuietAsync();
    }

    [Theory]
    [InlineData("crm")]
    [InlineData("erp")]
    public async Task A_word_about_two_records_holds_for_the_golden_record_that_one_of_them_became(string side)
    {
        await using var world = await new Scenario().WithAccountAsync();
        var second = world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        await world.SettleAsync();
        (await world.OpenAsync()).Should().ContainSingle(e => e.Cause == "PossibleDuplicate");

        var first = side == "crm" ? world.Account("crm") : world.Erp.All("accounts")[0];
        await world.Operations.JudgeAsync("Account", new RecordRef(side, "", "accounts", first.Id).ToString(), new RecordRef("erp", "", "accounts", second.Id).ToString(), same: false, Scenario.Tester);
        await world.SettleAsync();

        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count, await world.GoldenCountAsync()).Should().Be((2, 2, 2));
        (await world.OpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_record_that_one_side_deleted_is_not_made_again_by_an_edit_of_the_other()
    {
        await using var world = await new Scenario(a => a.OnDelete(Deletes.Unlink)).WithAccountAsync(("phone", "1"));
        world.Erp.Delete("accounts", world.Account("erp").Id);
        await world.SettleAsync();
        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().BeEmpty();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_edit_that_a_deleted_side_never_got_is_a_conflict_and_not_lost()
    {
        await using var world = await new Scenario(a => a.OnDelete(Deletes.Delete)).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        await world.CaptureAsync("crm");
        world.Erp.Delete("accounts", world.Account("erp").Id);
        await world.SettleAsync();

        world.Account("crm").Text("phone").Should().Be("2");
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Cause == "DeleteVsUpdate");
    }

    [Fact]
    public async Task An_edit_while_a_deletion_is_on_its_way_turns_it_into_a_conflict()
    {
        await using var world = await new Scenario(a => a.OnDelete(Deletes.Delete)).WithAccountAsync(("phone", "1"));
        world.Erp.Delete("accounts", world.Account("erp").Id);
        world.WhileNext("crm", c => c.Writes.Contains(WriteOperation.Delete), () => Task.FromResult(world.Edit("crm", ("phone", "2"))), answered: false);
        await world.SettleAsync();

        world.Account("crm").Text("phone").Should().Be("2");
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Cause == "DeleteVsUpdate");
    }

    [Fact]
    public async Task A_deletion_under_an_open_conflict_keeps_both_candidates()
    {
        await using var world = await new Scenario(a => a.OnDelete(Deletes.Delete).Field(x => x.Phone, f => f.OnConflict(Resolve.Ask))).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.Edit("erp", ("phone", "3"));
        await world.SettleAsync();
        world.Erp.Delete("accounts", world.Account("erp").Id);
        await world.SettleAsync();

        world.Account("crm").Text("phone").Should().Be("2");
        (await world.OpenAsync()).Should().Contain(e => e.Cause == "DeleteVsUpdate");
    }

    [Fact]
    public async Task A_record_that_comes_back_under_its_id_is_the_same_again()
    {
        await using var world = await new Scenario().WithAccountAsync(("active", true), ("phone", "1"));
        var id = world.Account("crm").Id;
        world.Crm.Delete("accounts", id);
        await world.SettleAsync();
        world.Account("erp").Text("active").Should().Be("false");
        world.Crm.Restore("accounts", id);
        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        (await world.GoldenCountAsync()).Should().Be(1);
        (await world.OpenAsync()).Should().BeEmpty();
    }
}
