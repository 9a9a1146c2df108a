using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Tests.Engine;

public class DayTests
{
    [Fact]
    public async Task An_edit_on_one_side_arrives_on_the_other()
    {
        await using var world = await LinkedAsync();
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Phone", "+49 1"));
        await world.SettleAsync();
        world.Erp.All("customers")[0].Text("phoneNumber").Should().Be("+49 1");
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("phoneNumber", "+49 2"));
        await world.SettleAsync();
        world.Crm.All("Account")[0].Text("Phone").Should().Be("+49 2");
    }

    [Fact]
    public async Task A_value_that_the_target_shortens_does_not_come_back()
    {
        await using var world = await LinkedAsync();
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("BillingCity", "Rothenburg ob der Tauber"));
        await world.SettleAsync();
        world.Erp.All("customers")[0].Text("city").Should().Be("Rothenburg");
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("street", "Market 1"));
        await world.SettleAsync();
        var account = world.Crm.All("Account")[0];
        (account.Text("BillingCity"), account.Text("BillingStreet")).Should().Be(("Rothenburg ob der Tauber", "Market 1"));
    }

    [Fact]
    public async Task An_owned_field_edited_on_the_other_side_is_corrected()
    {
        await using var world = await LinkedAsync();
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("CreditLimit", 999m));
        await world.SettleAsync();
        world.Crm.All("Account")[0].Text("CreditLimit").Should().Be("100");
        world.Erp.All("customers")[0].Text("creditLimit").Should().Be("100");
    }

    [Fact]
    public async Task A_field_edited_on_both_sides_waits_for_a_person_and_then_agrees()
    {
        await using var world = await LinkedAsync();
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Name", "From CRM"));
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("displayName", "From ERP"));
        await world.SettleAsync();
        var conflict = (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Conflict })).Should().ContainSingle().Subject;
        world.Crm.All("Account")[0].Text("Name").Should().Be("From CRM");
        world.Erp.All("customers")[0].Text("displayName").Should().Be("From ERP");

        (await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.TakeCandidate, new OperationBy("tester"))).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        world.Erp.All("customers")[0].Text("displayName").Should().Be(world.Crm.All("Account")[0].Text("Name"));
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        (await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.KeepGolden, new OperationBy("tester"))).Should().Be(OperationOutcome.AlreadyClosed);
    }

    [Fact]
    public async Task A_contact_that_arrives_before_its_account_waits_and_is_woken()
    {
        await using var world = await LinkedAsync();
        var account = world.Crm.Add("Account", ("Name", "New"), ("TaxNumber", "DE7"));
        world.Crm.Add("Contact", ("LastName", "Early"), ("Email", "early@example.com"), ("AccountId", account.Id));
        await world.RunAsync(new RunOptions { Entities = ["Contact"] });
        world.Clock.Advance(TimeSpan.FromSeconds(20));
        await world.RunAsync(new RunOptions { Entities = ["Contact"] });
        await world.SettleAsync();
        var contact = world.Erp.All("contacts").Should().ContainSingle().Subject;
        world.Erp.Find("customers", contact.Text("customerId")!)!.Text("displayName").Should().Be("New");
    }

    [Fact]
    public async Task A_deleted_record_is_set_inactive_on_the_other_side()
    {
        await using var world = await LinkedAsync();
        world.Crm.Delete("Account", world.Crm.All("Account")[0].Id);
        await world.SettleAsync();
        world.Erp.All("customers").Should().ContainSingle().Which.Text("active").Should().Be("false");
        world.Crm.All("Account").Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_edit_that_meets_a_deletion_on_its_way_asks_a_person_whichever_is_read_first(bool deletionFirst)
    {
        await using var world = await LinkedAsync();
        var customer = world.Erp.All("customers")[0].Id;
        if (deletionFirst)
        {
            world.Crm.Delete("Account", world.Crm.All("Account")[0].Id);
            world.Clock.Advance(TimeSpan.FromSeconds(20));
            await world.RunAsync(new RunOptions { ReadOnly = true });
            world.Erp.Edit("customers", customer, ("phoneNumber", "+49 7"));
        }
        else
        {
            world.Erp.Edit("customers", customer, ("phoneNumber", "+49 7"));
            world.Clock.Advance(TimeSpan.FromSeconds(20));
            await world.RunAsync(new RunOptions { ReadOnly = true });
            world.Crm.Delete("Account", world.Crm.All("Account")[0].Id);
        }

        world.Clock.Advance(TimeSpan.FromSeconds(20));
        await world.SettleAsync();

        var conflict = (await world.Operations.ListOpenAsync()).Should().ContainSingle().Subject;
        (conflict.Queue, conflict.Cause, conflict.Spoke.Connection.Value).Should().Be((OpenQueue.Conflict, "DeleteVsUpdate", "crm"));
        world.Erp.All("customers")[0].Text("active").Should().Be("true");
        (await world.Operations.ResolveDeleteAsync(conflict, delete: false, new OperationBy("tester"))).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        world.Crm.All("Account").Should().ContainSingle().Which.Text("Phone").Should().Be("+49 7");
        world.Erp.All("customers")[0].Text("active").Should().Be("true");
    }

    [Fact]
    public async Task An_edit_after_the_deactivation_has_arrived_is_no_conflict()
    {
        await using var world = await LinkedAsync();
        world.Crm.Delete("Account", world.Crm.All("Account")[0].Id);
        await world.SettleAsync();
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("phoneNumber", "+49 7"));
        await world.SettleAsync();

        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        world.Erp.All("customers")[0].Text("active").Should().Be("false");
        world.Crm.All("Account").Should().BeEmpty();
    }

    [Fact]
    public async Task A_lost_reply_of_a_create_makes_no_second_record()
    {
        await using var world = await LinkedAsync();
        world.Erp.Faults.LoseReplyOfNextCreate();
        world.Crm.Add("Account", ("Name", "Once"), ("TaxNumber", "DE5"));
        await world.SettleAsync();
        world.Erp.All("customers").Should().HaveCount(2);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_company_typed_on_both_sides_within_the_settle_lag_is_linked_not_doubled()
    {
        await using var world = await LinkedAsync();
        world.Crm.Add("Account", ("Name", "Twin"), ("TaxNumber", "DE77"));
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        world.Erp.Add("customers", ("displayName", "Twin"), ("taxNumber", "DE77"));
        await world.SettleAsync();
        world.Erp.All("customers").Should().HaveCount(2);
        world.Crm.All("Account").Should().HaveCount(2);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    private static async Task<EngineWorld> LinkedAsync()
    {
        var world = new EngineWorld();
        world.Erp.Add("customers", ("displayName", "Acme"), ("taxNumber", "DE1"), ("creditLimit", 100m), ("active", true), ("street", "Main 1"), ("city", "Bonn"));
        await world.SettleAsync();
        world.Crm.All("Account").Should().ContainSingle();
        return world;
    }
}
