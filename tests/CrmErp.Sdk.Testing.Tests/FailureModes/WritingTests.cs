using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.FailureModes;

/// <summary>Writes that are lost, refused, throttled, doubled or made by two at once.</summary>
public class WritingTests
{
    [Fact]
    public async Task A_search_that_lags_makes_no_second_record()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Identity = IdentityStrategy.Marker, ConclusiveAfter = TimeSpan.FromMinutes(2), Behavior = new FakeBehavior { SearchLag = TimeSpan.FromSeconds(100) } });
        await world.SettleAsync();
        world.Erp.Faults.LoseReplyOfNextCreate();

        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().ContainSingle();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Two_workers_never_hold_one_row()
    {
        await using var world = new Scenario(new Side("crm"), Side.Unmarked("erp"));
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        var second = StepResult();
        world.WhileNext("erp", Calls.Creates, async () => second = (await world.DeliverAsync("erp")).DidWork, answered: false);

        await world.SettleAsync();

        second.Should().BeFalse();
        world.Erp.All("accounts").Should().ContainSingle();

        static bool StepResult() => true;
    }

    [Fact]
    public async Task Two_workers_never_read_one_feed_at_once()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.World.Advance(TimeSpan.FromMinutes(2));
        var second = true;
        world.WhileNext("crm", Calls.Changes, async () => second = (await world.CaptureAsync("crm")).DidWork);

        await world.SettleAsync();

        second.Should().BeFalse();
        world.Everywhere("phone").Should().Equal("2", "2");
    }

    [Fact]
    public async Task Parked_work_is_not_tried_again_until_something_changes_for_it()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        world.Erp.PutField("accounts", Side.PhoneOptions("1"));
        world.Edit("crm", ("phone", "9"));
        await world.SettleAsync();
        var writes = world.Erp.Calls[RemoteOperation.Write];
        for (var day = 0; day < 5; day++)
        {
            world.World.Advance(TimeSpan.FromDays(1));
            await world.World.RunAsync();
        }

        world.Erp.Calls[RemoteOperation.Write].Should().Be(writes);
        // The option exists now, and a person says so.
        world.Erp.PutField("accounts", Side.PhoneOptions("1", "9"));
        (await world.Operations.ReplayAsync(new OpenEntryFilter { Queue = OpenQueue.Parked }, Scenario.Tester)).Should().Be(1);
        await world.SettleAsync();
        world.Everywhere("phone").Should().Equal("9", "9");
    }

    [Fact]
    public async Task What_stands_open_keeps_its_words_and_its_age_as_long_as_it_stands()
    {
        await using var world = await new Scenario(new Side("crm"), new Side("erp") { Phones = ["1"] }).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "9"));
        await world.SettleAsync();
        var before = (await world.OpenAsync()).Should().ContainSingle().Subject;

        world.World.Advance(TimeSpan.FromDays(400));
        await world.World.RestartAsync();
        await world.SettleAsync();

        var after = (await world.OpenAsync()).Should().ContainSingle().Subject;
        (after.Since, after.Cause, after.Problem, after.Detail).Should().Be((before.Since, before.Cause, before.Problem, before.Detail));
        (after.Detail ?? "").Should().Contain("phone", "the field is named");
    }

    [Fact]
    public async Task A_limit_that_is_hit_costs_no_attempt_and_the_rest_follows_when_it_is_lifted()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { WriteBatch = 1 });
        await world.SettleAsync();
        for (var i = 0; i < 5; i++)
        {
            world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"));
        }

        world.Erp.Faults.FailNext(RemoteOperation.Write, ErrorKind.Throttled, times: 3, retryAfter: TimeSpan.FromMinutes(5));
        world.World.Advance(TimeSpan.FromSeconds(10));
        await world.World.RunAsync();
        var calls = world.Erp.Calls[RemoteOperation.Write];
        world.World.Advance(TimeSpan.FromMinutes(1));
        await world.World.RunAsync();

        world.Erp.Calls[RemoteOperation.Write].Should().Be(calls, "the system asked for five minutes");
        (await world.OpenAsync()).Should().HaveCount(5).And.OnlyContain(e => e.Queue == OpenQueue.Deferred);
        await world.SettleAsync();
        world.Erp.All("accounts").Should().HaveCount(5);
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_duplicate_that_the_system_does_not_name_waits_for_a_person()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Behavior = new FakeBehavior { NamesDuplicates = false, Duplicates = [new DuplicateRule("accounts", ["name"])] } });
        world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE9"));
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "ACME "), ("tax", "DE1"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().ContainSingle();
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Review && e.Cause == "DuplicateUnnamed");
    }

    [Fact]
    public async Task A_record_that_carries_our_key_but_is_linked_elsewhere_is_never_taken_over()
    {
        await using var world = await new Scenario(new Side("crm"), new Side("erp") { Identity = IdentityStrategy.Marker }).WithAccountAsync(("phone", "1"));
        // Somebody copies the record with everything on it.
        var copy = world.Erp.In("").Clone("accounts", world.Account("erp").Id);
        world.Erp.Edit("accounts", copy.Id, ("phone", "2"));
        await world.SettleAsync();

        world.Account("crm").Text("phone").Should().Be("1");
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Review && e.Cause == "PossibleDuplicate");
    }

    [Theory]
    [InlineData(FaultKind.LoseReply)]
    [InlineData(FaultKind.LoseRequest)]
    [InlineData(FaultKind.ExecuteLate)]
    public async Task A_document_whose_answer_is_lost_has_its_lines_once(FaultKind fault)
    {
        await using var world = new Scenario(_ => { }, Documents.Orders, new Side("crm"), new Side("erp"));
        world.Crm.Add("orders", ("number", "1"), ("lines", FieldValue.From(new LineList([Documents.Line("Chair", 2), Documents.Line("Chair", 2), Documents.Line("Desk", 1)]))));
        world.Erp.Faults.Next(Calls.Creates, new Fault(fault));
        await world.SettleAsync();

        world.Erp.Lines().Should().Be("Chair x 2, Chair x 2, Desk x 1");
        world.Erp.Faults.Next(Calls.Updates, new Fault(fault));
        world.Crm.SetLines([.. world.Crm.LinesOf(), Documents.Line("Lamp", 3)]);
        await world.SettleAsync();

        world.Erp.Lines().Should().Be("Chair x 2, Chair x 2, Desk x 1, Lamp x 3");
        world.Crm.Lines().Should().Be("Chair x 2, Chair x 2, Desk x 1, Lamp x 3");
        (await world.OpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_batch_that_breaks_in_its_middle_makes_nothing_twice()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp"));
        await world.SettleAsync();
        for (var i = 0; i < 8; i++)
        {
            world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"));
        }

        world.Erp.Faults.Next(Calls.Creates, new Fault(FaultKind.BreakBatch));
        await world.SettleAsync();

        world.Erp.All("accounts").Select(a => a.Text("tax")).Should().BeEquivalentTo(Enumerable.Range(0, 8).Select(i => $"DE{i}"));
        (await world.OpenAsync()).Should().BeEmpty();
    }
}
