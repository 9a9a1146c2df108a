namespace CrmErp.Sdk.Tests.Engine;

public class FirstLoadTests
{
    [Fact]
    public async Task Records_of_one_side_are_made_on_the_other_and_then_nothing_is_written()
    {
        await using var world = new EngineWorld();
        for (var i = 0; i < 12; i++)
        {
            var account = world.Crm.Add("Account", ("Name", $"Company {i}"), ("TaxNumber", $"DE{i}"), ("BillingCity", "A city with a long name"));
            world.Crm.Add("Contact", ("LastName", $"Person {i}"), ("Email", $"p{i}@example.com"), ("AccountId", account.Id));
        }

        await world.SettleAsync();

        world.Erp.All("customers").Should().HaveCount(12);
        world.Erp.All("contacts").Should().HaveCount(12).And.OnlyContain(c => world.Erp.Find("customers", c.Text("customerId")!) != null);
        var writes = world.Writes;
        await world.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
        world.Writes.Should().Be(writes);
    }

    [Fact]
    public async Task Two_populated_sides_are_linked_by_the_strong_key_and_duplicates_wait()
    {
        await using var world = new EngineWorld();
        world.Crm.Add("Account", ("Name", "Acme"), ("TaxNumber", "DE1"));
        world.Crm.Add("Account", ("Name", "Acme Inc"), ("TaxNumber", "DE2"));
        world.Erp.Add("customers", ("displayName", "ACME AG"), ("taxNumber", "DE1"), ("creditLimit", 500m));
        world.Erp.Add("customers", ("displayName", "One"), ("taxNumber", "DE9"));
        world.Erp.Add("customers", ("displayName", "Two"), ("taxNumber", "DE9"));

        var waiting = await world.RunAsync();
        waiting.WaitingForApproval.Should().Equal("Account");
        var report = await world.Engine.GetMatchReportAsync("Account");
        (report.Linked, report.Ambiguous).Should().Be((1, 1));
        (await world.Operations.ApproveFirstLoadAsync("Account", new OperationBy("tester"))).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        world.Crm.All("Account").Should().HaveCount(2).And.Contain(a => a.Text("CreditLimit") == "500");
        world.Erp.All("customers").Should().HaveCount(4);
        (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Review })).Should().HaveCount(2);
    }
}
