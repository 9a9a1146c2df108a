using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Holes;

/// <summary>Where a plainer delivery goes wrong: writes whose outcome nobody knows, while people go on typing.</summary>
public class InFlightHoleTests
{
    [Fact]
    public async Task Our_own_write_in_flight_is_no_conflict_when_golden_has_moved_on()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Ask))).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.WhileNext("erp", Calls.Updates, async () =>
        {
            world.Edit("crm", ("phone", "3"));
            world.World.Advance(TimeSpan.FromSeconds(10));
            await world.CaptureAsync("crm");
            await world.CaptureAsync("erp");
        });
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("3", "3");
        (await world.AuditAsync("conflict")).Should().BeEmpty();
        (await world.AuditAsync("loser")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_read_before_a_write_that_was_overtaken_is_not_used()
    {
        await using var world = await new Scenario(new Side("crm"), Side.Stamped("erp")).WithAccountAsync(("phone", "1"), ("street", "Main 1"));
        world.Edit("crm", ("phone", "2"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        await world.CaptureAsync("crm");
        // Between the read and its use the record is edited, captured and the link touched.
        world.WhileNext("erp", Calls.Reads, async () =>
        {
            world.Edit("erp", ("street", "Market 2"));
            world.World.Advance(TimeSpan.FromSeconds(10));
            await world.CaptureAsync("erp");
        });
        await world.DeliverAsync("erp");
        await world.SettleAsync();

        world.Everywhere("street").Should().Equal("Market 2", "Market 2");
        world.Everywhere("phone").Should().Equal("2", "2");
        (await world.AuditAsync("set")).Count(a => a.Field == "BillingAddress").Should().Be(1, "the older image moves nothing back");
    }

    [Fact]
    public async Task A_create_that_landed_unseen_is_not_sent_over_what_was_typed_since()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Identity = IdentityStrategy.ExternalId });
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("phone", "1"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.LoseReplyOfNextCreate();
        await world.World.RunAsync();
        world.Edit("erp", ("phone", "typed"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("typed", "typed");
        (await world.GoldenCountAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData(IdentityStrategy.NaturalKey)]
    [InlineData(IdentityStrategy.None)]
    public async Task A_record_of_ours_that_was_given_another_key_unseen_is_not_made_again(IdentityStrategy identity)
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Identity = identity });
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.LoseReplyOfNextCreate();
        await world.World.RunAsync();
        var made = world.Account("erp");
        world.Edit("erp", ("tax", "DE9"), ("name", "Acme Ltd"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().ContainSingle();
        var unknown = (await world.OpenAsync(OpenQueue.Unknown)).Should().ContainSingle().Subject;
        (unknown.Cause, unknown.Detail!.Contains(made.Id, StringComparison.Ordinal)).Should().Be(("UnknownCreate", true));

        (await world.Operations.ResolveUnknownAsync(unknown, made.Id, Scenario.Tester)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        (world.Erp.All("accounts").Count, world.Crm.All("accounts").Count).Should().Be((1, 1));
        world.Everywhere("tax").Should().Equal("DE9", "DE9");
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(IdentityStrategy.NaturalKey)]
    [InlineData(IdentityStrategy.None)]
    public async Task A_twin_that_a_person_typed_is_not_taken_for_our_request_that_is_still_on_its_way(IdentityStrategy identity)
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Identity = identity });
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.Next(Calls.Creates, new Fault(FaultKind.ExecuteLate) { Delay = TimeSpan.FromSeconds(23) });
        await world.World.RunAsync();
        world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().HaveCount(2, "one of them was typed");
        world.Crm.All("accounts").Should().ContainSingle();
        (await world.OpenAsync(OpenQueue.Unknown)).Should().ContainSingle(e => world.Erp.All("accounts").All(a => e.Detail!.Contains(a.Id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_record_that_took_our_content_while_ours_was_renamed_is_not_adopted_unasked()
    {
        await using var world = new Scenario(new Side("crm"), Side.Unmarked("erp"));
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.LoseReplyOfNextCreate();
        await world.World.RunAsync();
        world.Edit("erp", ("name", "Renamed"), ("tax", "DE9"));
        world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().HaveCount(2);
        (await world.OpenAsync(OpenQueue.Unknown)).Should().ContainSingle();
        world.Account("crm").Text("name").Should().Be("Acme");
    }

    [Fact]
    public async Task Our_own_create_found_by_its_key_brings_no_old_value_back()
    {
        await using var world = new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Prefer("erp")).OnFirstContact(Resolve.Prefer("erp"))), new Side("crm"), new Side("erp") { Identity = IdentityStrategy.NaturalKey });
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("phone", "1"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.LoseReplyOfNextCreate();
        await world.World.RunAsync();
        world.Edit("crm", ("phone", "2"));
        world.Edit("erp", ("street", "Main 1"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        world.Everywhere("street").Should().Equal("Main 1", "Main 1");
    }

    [Fact]
    public async Task A_lost_update_that_looks_landed_because_somebody_typed_one_of_its_values_loses_nothing_unrecorded()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Name, f => f.OnConflict(Resolve.Ask))).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("name", "Golden"), ("phone", "2"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.Next(Calls.Updates, new Fault(FaultKind.LoseRequest));
        await world.World.RunAsync();
        world.Edit("erp", ("name", "Typed"), ("phone", "2"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        world.Everywhere("name").Should().Equal("Golden", "Typed");
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Group == "Name");
    }

    [Theory]
    [InlineData(IdentityStrategy.None)]
    [InlineData(IdentityStrategy.NaturalKey)]
    [InlineData(IdentityStrategy.Marker)]
    public async Task A_record_that_is_captured_while_our_create_is_unresolved_is_no_new_one(IdentityStrategy identity)
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Identity = identity });
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.Erp.Faults.LoseReplyOfNextCreate();
        await world.CaptureAsync("crm");
        (await world.GoldenCountAsync()).Should().Be(1);
        await world.DeliverAsync("erp");
        world.World.Advance(TimeSpan.FromSeconds(8));
        await world.CaptureAsync("erp");

        (await world.GoldenCountAsync()).Should().Be(1);
        await world.SettleAsync();
        (world.Crm.All("accounts").Count, world.Erp.All("accounts").Count, await world.GoldenCountAsync()).Should().Be((1, 1, 1));
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_duplicate_that_is_under_review_is_not_asked_about_again_and_again()
    {
        await using var world = await new Scenario(new Side("crm"), new Side("erp") { Behavior = new FakeBehavior { Duplicates = [new DuplicateRule("accounts", ["name"])] } }).WithAccountAsync();
        // A copy that somebody made: it matches the linked record and waits for a person.
        world.Erp.Add("accounts", ("name", "Beta"), ("tax", "DE1"));
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Beta"), ("tax", "DE7"));
        await world.SettleAsync();
        var calls = world.Erp.Calls[RemoteOperation.Write];

        for (var i = 0; i < 30; i++)
        {
            world.World.Advance(TimeSpan.FromMinutes(1));
            await world.World.RunAsync();
        }

        world.Erp.Calls[RemoteOperation.Write].Should().Be(calls);
        (await world.OpenAsync(OpenQueue.Review)).Should().Contain(e => e.Cause == "Duplicate").And.Contain(e => e.Cause == "PossibleDuplicate");
        world.Erp.All("accounts").Should().HaveCount(2);
    }

    [Fact]
    public async Task After_a_version_conflict_the_next_write_is_conditional_too()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Prefer("crm")))).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.WhileNext("erp", Calls.Updates, () =>
        {
            world.Edit("erp", ("street", "Main 1"));
            // The next write meets an edit as well.
            world.WhileNext("erp", Calls.Updates, () => Task.FromResult(world.Edit("erp", ("street", "Market 2"))), answered: false);
            return Task.CompletedTask;
        }, answered: false);
        await world.SettleAsync();

        world.Everywhere("street").Should().Equal("Market 2", "Market 2");
        world.Everywhere("phone").Should().Equal("2", "2");
        world.Erp.History.Where(e => e.Actor == FakeActor.Engine && e.Kind == FakeEventKind.Updated).Should().OnlyContain(e => e.IfVersion != null);
    }
}
