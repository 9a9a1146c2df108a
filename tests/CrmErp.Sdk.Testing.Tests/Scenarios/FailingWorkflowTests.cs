using CrmErp.Sdk.State;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class FailingWorkflowTests
{
    [Fact]
    public async Task A_workflow_that_throws_holds_its_record_and_the_others_go_on()
    {
        var workflow = new SiteOfCustomer { Fails = a => a.Name == "Bad" };
        await using var world = World(workflow);
        await world.SettleAsync();

        world["crm"].Add("Account", ("Name", "Bad"), ("Phone", "secret-4711"));
        world["crm"].Add("Account", ("Name", "Good"));
        await world.SettleAsync();

        var held = (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Subject;
        held.Cause.Should().Be("WorkflowFailed");
        held.Group.Should().Be("site");
        held.Detail.Should().Contain("System.FormatException").And.NotContain("quotes a value");
        world["erp"].All("customers").Select(c => c.Text("name")).Should().BeEquivalentTo("Bad", "Good");
        world["erp"].All("customers").Single(c => c.Text("name") == "Good").Text("site").Should().Be("made of Good");
        // What the workflow did before it threw is not there.
        world["erp"].All("customers").Single(c => c.Text("name") == "Bad").Text("site").Should().BeNull();
    }

    [Fact]
    public async Task A_failed_workflow_runs_again_when_the_record_changes()
    {
        var workflow = new SiteOfCustomer { Fails = a => a.Name == "Bad" };
        await using var world = World(workflow);
        await world.SettleAsync();
        var account = world["crm"].Add("Account", ("Name", "Bad"));
        await world.SettleAsync();

        world["crm"].Edit("Account", account.Id, ("Name", "Better"));
        await world.SettleAsync();

        (await world.OpenAsync(OpenQueue.Withheld)).Should().BeEmpty();
        world["erp"].All("customers")[0].Text("site").Should().Be("made of Better");
    }

    [Fact]
    public async Task A_failed_workflow_runs_again_by_replay_after_the_code_was_mended()
    {
        var workflow = new SiteOfCustomer { Fails = _ => true };
        await using var world = World(workflow);
        await world.SettleAsync();
        world["crm"].Add("Account", ("Name", "Acme"));
        await world.SettleAsync();
        workflow.Fails = _ => false;
        await world.SettleAsync();
        world["erp"].All("customers")[0].Text("site").Should().BeNull();

        var count = await world.Operations.ReplayAsync(new OpenEntryFilter { Cause = "WorkflowFailed" }, Customers.Anna);
        await world.SettleAsync();

        count.Should().Be(1);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().BeEmpty();
        world["erp"].All("customers")[0].Text("site").Should().Be("made of Acme");
        (await world.Store.ReadAuditAsync(TenantId.Default, null, 0, 1000)).Should().ContainSingle(a => a.Kind == "replayed" && a.Actor == "anna");
    }

    [Fact]
    public async Task A_workflow_that_fails_for_want_of_a_record_runs_again_when_that_arrives()
    {
        await using var scenario = new Scenario(
            _ => { },
            (sync, names) => sync.Sync<Contact>(c => c.Between(names).Match(x => x.Email)).AddWorkflow("mail", new MailOfAccount()),
            new Side("crm"),
            new Side("erp"));
        await scenario.SettleAsync();
        var account = scenario.Crm.Add("accounts", ("name", "Late"));
        scenario.Crm.Add("contacts", ("name", "Kim"), ("account", account.Id));
        for (var i = 0; i < 3; i++)
        {
            await scenario.World.RunAsync(new RunOptions { Entities = ["Contact"] });
            scenario.World.Advance(TimeSpan.FromSeconds(30));
        }

        (await scenario.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Detail.Should().Contain("NullReferenceException");
        await scenario.SettleAsync();

        (await scenario.OpenAsync()).Should().BeEmpty();
        scenario.Erp.All("contacts").Should().ContainSingle().Which.Text("email").Should().Be("kim@Late");
    }

    [Fact]
    public async Task What_failed_when_the_record_was_bound_is_history_when_it_runs_again()
    {
        var workflow = new SiteOfCustomer { Fails = _ => true };
        await using var world = World(workflow);
        world["crm"].Add("Account", ("Name", "Old"));
        world["erp"].Add("customers", ("name", "Old"), ("phone", "1"));
        await world.SettleAsync();
        (await world.OpenAsync(OpenQueue.Withheld)).Should().OnlyContain(e => e.Cause == "WorkflowFailed");
        workflow.Fails = _ => false;

        await world.Operations.ReplayAsync(new OpenEntryFilter { Cause = "WorkflowFailed" }, Customers.Anna);
        await world.SettleAsync();

        (await world.OpenAsync(OpenQueue.Withheld)).Should().BeEmpty();
        world["crm"].All("Account")[0].Text("Site").Should().BeNull("what was true before the first load is history");
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Name", "New"));
        await world.SettleAsync();
        world["crm"].All("Account").Should().Contain(a => a.Text("Site") == "made of New");
    }

    [Fact]
    public async Task Workflows_that_start_each_other_for_ever_are_held()
    {
        await using var world = SyncWorld.Create(sync =>
        {
            Customers.Define(sync, _ => { });
            sync.AddWorkflow("ping", new Counting());
        });
        await world.SettleAsync();

        world["crm"].Add("Account", ("Name", "Acme"), ("Phone", "0"));
        await world.SettleAsync();

        (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Cause.Should().Be("WorkflowFailed");
        world["erp"].All("customers").Should().ContainSingle().Which.Text("phone").Should().Be("0");
    }

    private static SyncWorld World(SiteOfCustomer workflow) => SyncWorld.Create(sync =>
    {
        Customers.Define(sync, _ => { });
        sync.AddWorkflow("site", workflow);
    });

    private sealed class SiteOfCustomer : IWorkflow<Account>
    {
        public Func<Account, bool> Fails { get; set; } = _ => false;

        public ValueTask RunAsync(IWorkflowContext<Account> context, CancellationToken cancellationToken)
        {
            if (context.Changed(x => x.Name))
            {
                context.Update(context.After, a => a.Website = $"made of {a.Name}");
            }

            return Fails(context.After) ? throw new FormatException($"quotes a value: {context.After.Phone}") : ValueTask.CompletedTask;
        }
    }

    // Takes for granted that the account is there.
    private sealed class MailOfAccount : IWorkflow<Contact>
    {
        public async ValueTask RunAsync(IWorkflowContext<Contact> context, CancellationToken cancellationToken)
        {
            if (context.After.Account is { } reference && context.Changed(x => x.Account))
            {
                var account = await context.FindAsync<Account>(reference, cancellationToken);
                context.Update(context.After, c => c.Email = $"kim@{account!.Name}");
            }
        }
    }

    private sealed class Counting : IWorkflow<Account>
    {
        public ValueTask RunAsync(IWorkflowContext<Account> context, CancellationToken cancellationToken)
        {
            context.Update(context.After, a => a.Phone += "x");
            return ValueTask.CompletedTask;
        }
    }
}
