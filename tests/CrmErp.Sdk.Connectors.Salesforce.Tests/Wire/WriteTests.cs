using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Salesforce;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class WriteTests
{
    private static readonly RecordShape Account = Shapes.Account;

    [Fact]
    public async Task Batch_of_creates_updates_and_deletes_answers_each_item_in_order()
    {
        await using var world = await OrgWorld.StartAsync();
        var (first, second) = (world.People.Create("Account", ("Name", "First")), world.People.Create("Account", ("Name", "Second")));

        var outcomes = await world.WriteAsync(
            Account,
            Shapes.Delete(second),
            Shapes.Create(Account, "k1", ("Name", "Müller & Söhne 株式会社"), ("CreditLimit__c", 12.345m)),
            Shapes.Update(Account, first, ("Phone", "+49 228 1"), ("Site", FieldValue.Null)),
            Shapes.Create(Account, "k2", ("Phone", "1")));

        outcomes.Select(o => o.Kind).Should().Equal(WriteOutcomeKind.Deleted, WriteOutcomeKind.Created, WriteOutcomeKind.Updated, WriteOutcomeKind.Rejected);
        outcomes[3].Errors.Should().ContainSingle().Which.Should().Match<SyncError>(e => e.Code == "REQUIRED_FIELD_MISSING" && e.Field == "Name" && e.Kind == ErrorKind.Validation);
        var made = (await world.GetAsync(Account, outcomes[1].Id!))!;
        made.Marker.Should().Be("k1");
        made.Fields["Name"].AsText().Should().Be("Müller & Söhne 株式会社");
        made.Fields["CreditLimit__c"].AsDecimal().Should().Be(12.35m, "the field has two decimals");
        world.All("Account").Should().HaveCount(2);
    }

    [Fact]
    public async Task Create_whose_key_exists_changes_nothing_and_names_the_record()
    {
        await using var world = await OrgWorld.StartAsync();
        var made = (await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme"))))[0];
        world.People.Update("Account", made.Id!, ("Name", "Acme, as a person wrote it"));

        var again = (await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme"))))[0];

        (again.Kind, again.Id).Should().Be((WriteOutcomeKind.Duplicate, made.Id));
        (await world.GetAsync(Account, made.Id!))!.Fields["Name"].AsText().Should().Be("Acme, as a person wrote it");
    }

    [Fact]
    public async Task Lost_reply_is_unknown_and_the_record_is_found_by_its_key()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "POST", Path = "*composite/sobjects", Fault = Fault.LoseReply() });

        var outcomes = await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme")), Shapes.Create(Account, "k2", ("Name", "Beta")));

        outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Unknown);
        var found = await world.Connector.FindAsync(new FindRequest { Shape = Account, Field = RecordFilter.MarkerField, Values = ["k1", "k2", "k3"] }, TestContext.Current.CancellationToken);
        found.Select(r => r.Marker).Should().BeEquivalentTo("k1", "k2");
        world.Org.State.Writes.Since(0).Count(w => w is { Client: "sdk", Object: "Account" }).Should().Be(2, "nothing is sent twice");
    }

    [Fact]
    public async Task Lost_request_of_the_second_call_leaves_the_first_calls_outcomes_standing()
    {
        await using var world = await OrgWorld.StartAsync();
        var id = world.People.Create("Account", ("Name", "Old"));
        world.Org.State.Faults.Add(new FaultRule { Method = "PATCH", Fault = Fault.LoseRequest() });

        var outcomes = await world.WriteAsync(Account, Shapes.Update(Account, id, ("Name", "New")), Shapes.Create(Account, "k1", ("Name", "Acme")));

        outcomes.Select(o => o.Kind).Should().Equal(WriteOutcomeKind.Unknown, WriteOutcomeKind.Created);
    }

    [Theory]
    [InlineData(503, "SERVER_UNAVAILABLE", WriteOutcomeKind.Transient)]
    [InlineData(500, "UNKNOWN_EXCEPTION", WriteOutcomeKind.Unknown)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", WriteOutcomeKind.Throttled)]
    [InlineData(400, "JSON_PARSER_ERROR", WriteOutcomeKind.Rejected)]
    public async Task Refused_call_gives_every_item_its_outcome(int status, string code, WriteOutcomeKind kind)
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "POST", Path = "*composite/sobjects", Fault = Fault.Status(status, code) });

        var outcomes = await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme")), Shapes.Create(Account, "k2", ("Name", "Beta")));

        outcomes.Should().HaveCount(2).And.OnlyContain(o => o.Kind == kind);
        outcomes[0].Pool.Should().Be(kind == WriteOutcomeKind.Throttled ? SalesforceDescriptor.DailyPool : null);
    }

    [Fact]
    public async Task Gateway_page_proves_nothing()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "POST", Path = "*composite/sobjects", Fault = Fault.Status(503, "<html><body>Down for maintenance</body></html>", "text/html") });

        (await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme"))))[0].Kind.Should().Be(WriteOutcomeKind.Unknown);
    }

    [Fact]
    public async Task Answer_that_does_not_fit_the_records_proves_nothing()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "POST", Path = "*composite/sobjects", Fault = Fault.Status(200, """[{"id":"001000000000001AAA","success":true,"errors":[]}]""", "application/json") });

        var outcomes = await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme")), Shapes.Create(Account, "k2", ("Name", "Beta")));

        outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Unknown);
    }

    [Fact]
    public async Task Refused_connection_stops_the_batch_before_anything_is_written()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "POST", Path = "*composite/sobjects", Fault = Fault.Status(403, "API_DISABLED_FOR_ORG") });

        var call = () => world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme")));

        (await call.Should().ThrowAsync<ConnectorException>()).Which.Should().Match<ConnectorException>(e => e.Kind == ErrorKind.Configuration && e.NotSent && e.VendorCode == "API_DISABLED_FOR_ORG");
    }

    [Fact]
    public async Task Expired_session_is_renewed_once_and_the_write_goes_through()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        world.Org.State.Faults.Add(new FaultRule { Method = "POST", Path = "*composite/sobjects", Fault = Fault.ExpireToken() });

        var outcome = (await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme"))))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Created);
        world.Org.State.Writes.Since(0).Count(w => w is { Client: "sdk", Object: "Account" }).Should().Be(1);
    }

    [Fact]
    public async Task Rolled_back_neighbours_are_to_be_tried_alone()
    {
        await using var world = await OrgWorld.StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "POST", Path = "*composite/sobjects", Fault = Fault.FailItems(i => i == 1, 400, "ALL_OR_NONE_OPERATION_ROLLED_BACK") });

        var outcomes = await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme")), Shapes.Create(Account, "k2", ("Name", "Beta")));

        outcomes.Select(o => o.Kind).Should().Equal(WriteOutcomeKind.Created, WriteOutcomeKind.RolledBack);
    }

    [Fact]
    public async Task Half_a_character_is_refused_and_stops_nobody_else()
    {
        await using var world = await OrgWorld.StartAsync();

        var outcomes = await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme \ud83d")), Shapes.Create(Account, "k2", ("Name", "Beta \ud83d\ude80")));

        outcomes.Select(o => o.Kind).Should().Equal(WriteOutcomeKind.Rejected, WriteOutcomeKind.Created);
        outcomes[0].Errors[0].Field.Should().Be("Name");
    }

    [Fact]
    public async Task Unknown_reference_is_refused_as_one()
    {
        await using var world = await OrgWorld.StartAsync();

        var outcome = (await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme"), ("ParentId", Shapes.Reference("Account", "001000000000999AAA")))))[0];

        outcome.Kind.Should().Be(WriteOutcomeKind.Rejected);
        outcome.Errors[0].Kind.Should().Be(ErrorKind.Reference);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Duplicate_rule_names_the_record_unless_it_is_overruled(bool save)
    {
        await using var world = await OrgWorld.StartAsync(
            o => o.SaveDespiteDuplicateRules = save,
            o => o.DuplicateRules = [new DuplicateRule("Standard_Account_Duplicate_Rule", "Account", ["Name"])]);
        var existing = world.People.Create("Account", ("Name", "Acme"));

        var outcome = (await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme"))))[0];

        if (save)
        {
            outcome.Kind.Should().Be(WriteOutcomeKind.Created);
        }
        else
        {
            (outcome.Kind, outcome.Id).Should().Be((WriteOutcomeKind.Duplicate, existing));
        }
    }

    [Fact]
    public async Task More_than_one_call_takes_is_split()
    {
        await using var world = await OrgWorld.StartAsync();
        var items = Enumerable.Range(0, 450).Select(i => Shapes.Create(Account, $"k{i}", ("Name", $"Account {i}"))).ToArray();
        var before = world.Org.ApiCallsUsed;

        var outcomes = await world.WriteAsync(Account, items);

        outcomes.Should().HaveCount(450).And.OnlyContain(o => o.Kind == WriteOutcomeKind.Created);
        (world.Org.ApiCallsUsed - before).Should().Be(3);
        outcomes.Select(o => o.Id).Distinct().Should().HaveCount(450);
    }
}
