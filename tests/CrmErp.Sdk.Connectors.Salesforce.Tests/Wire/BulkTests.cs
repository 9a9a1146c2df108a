using CrmErp.Sdk.Connectors.Salesforce.Write;
using CrmErp.Sdk.Simulators.Faults;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class BulkTests
{
    private static readonly RecordShape Account = Shapes.Account;

    [Fact]
    public async Task Large_batch_goes_through_one_job_and_each_row_gets_its_outcome()
    {
        await using var world = await StartAsync();
        var items = Enumerable.Range(0, 600).Select(i => Shapes.Create(Account, $"k{i}", ("Name", i == 7 ? new string('x', 300) : $"Müller, \"Söhne\" {i}\nund Töchter"), ("CreditLimit__c", 1.5m))).ToArray();
        var before = world.Org.ApiCallsUsed;

        var outcomes = await world.PassTimeAsync(world.WriteAsync(Account, items));

        outcomes.Should().HaveCount(600);
        outcomes.Where((_, i) => i != 7).Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Created && o.Id != null);
        outcomes[7].Kind.Should().Be(WriteOutcomeKind.Rejected);
        outcomes[7].Errors[0].Code.Should().Be("STRING_TOO_LONG");
        (world.Org.ApiCallsUsed - before).Should().BeLessThan(12);
        var found = (await world.Connector.FindAsync(new FindRequest { Shape = Account, Field = RecordFilter.MarkerField, Values = ["k42"] }, TestContext.Current.CancellationToken)).Single();
        found.Ref.Id.Should().Be(outcomes[42].Id);
        found.Fields["Name"].AsText().Should().Be("Müller, \"Söhne\" 42\nund Töchter");
    }

    [Fact]
    public async Task Updates_are_told_apart_by_id_and_clear_what_is_empty()
    {
        await using var world = await StartAsync();
        var ids = Enumerable.Range(0, 250).Select(i => world.People.Create("Account", ("Name", $"Account {i}"), ("Phone", "1"), ("Site", "stays"))).ToList();
        var items = ids.Select((id, i) => i == 3 ? Shapes.Update(Account, id, ("Phone", "#N/A")) : Shapes.Update(Account, id, ("Phone", i % 2 == 0 ? FieldValue.Null : "2"))).ToArray();

        var outcomes = await world.PassTimeAsync(world.WriteAsync(Account, items));

        outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Updated);
        (await world.GetAsync(Account, ids[0]))!.Fields["Phone"].IsNull.Should().BeTrue();
        (await world.GetAsync(Account, ids[1]))!.Fields["Phone"].AsText().Should().Be("2");
        (await world.GetAsync(Account, ids[1]))!.Fields["Site"].AsText().Should().Be("stays", "an empty cell leaves a field alone");
        (await world.GetAsync(Account, ids[3]))!.Fields["Phone"].AsText().Should().Be("#N/A", "the mark itself, as a text, takes the other way");
    }

    [Fact]
    public async Task Key_that_exists_is_a_duplicate_with_its_record()
    {
        await using var world = await StartAsync();
        var existing = world.People.Create("Account", ("Name", "Acme"), ("Erp_Id__c", "k5"));
        var items = Enumerable.Range(0, 250).Select(i => Shapes.Create(Account, $"k{i}", ("Name", $"Account {i}"))).ToArray();

        var outcomes = await world.PassTimeAsync(world.WriteAsync(Account, items));

        (outcomes[5].Kind, outcomes[5].Id).Should().Be((WriteOutcomeKind.Duplicate, existing));
        outcomes.Count(o => o.Kind == WriteOutcomeKind.Created).Should().Be(249);
    }

    [Fact]
    public async Task Upload_whose_reply_is_lost_wrote_nothing()
    {
        await using var world = await StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "PUT", Path = "*/batches", Fault = Fault.LoseReply() });

        var outcomes = await world.PassTimeAsync(world.WriteAsync(Account, [.. Enumerable.Range(0, 250).Select(i => Shapes.Create(Account, $"k{i}", ("Name", $"Account {i}")))]));

        outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.NotSent);
        world.All("Account").Should().BeEmpty();
    }

    [Fact]
    public async Task Closing_reply_that_is_lost_leaves_everything_unknown()
    {
        await using var world = await StartAsync();
        world.Org.State.Faults.Add(new FaultRule { Method = "PATCH", Path = "*jobs/ingest/*", Fault = Fault.LoseReply() });

        var outcomes = await world.PassTimeAsync(world.WriteAsync(Account, [.. Enumerable.Range(0, 250).Select(i => Shapes.Create(Account, $"k{i}", ("Name", $"Account {i}")))]));

        outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Unknown);
    }

    [Fact]
    public async Task Small_batch_does_not_wait_for_a_job()
    {
        await using var world = await StartAsync();
        var outcome = (await world.WriteAsync(Account, Shapes.Create(Account, "k1", ("Name", "Acme"))))[0];
        outcome.Kind.Should().Be(WriteOutcomeKind.Created);
        world.Org.State.Requests.Entries.Should().NotContain(e => e.Path.Contains("jobs/ingest", StringComparison.Ordinal));
    }

    [Fact]
    public void Descriptor_takes_large_batches_of_plain_objects_only()
    {
        var options = new SalesforceOptions { Bulk = { Enabled = true, BatchSize = 5_000 } };
        var descriptor = SalesforceDescriptor.Create(options);
        descriptor.For("Account").WriteBatchSize.Should().Be(5_000);
        descriptor.For("Account").ConclusiveAfter.Should().BeGreaterThan(options.Bulk.MaxDuration);
        descriptor.For("Order").WriteBatchSize.Should().BeLessThan(200);
    }

    [Fact]
    public void File_reads_back_as_it_was_written()
    {
        string[] texts = ["plain", "a,b", "say \"hi\"", "line\nbreak", "trail ", "", "größe 株"];
        var file = System.Text.Encoding.UTF8.GetString(BulkCsv.Write([.. texts.Select(t => new FieldSet().Add("Name", t).Add("Phone", "x"))]));
        BulkCsv.Read(file).Select(r => r["Name"]).Should().Equal("plain", "a,b", "say \"hi\"", "line\nbreak", "trail ", "#N/A", "größe 株");
    }

    [Theory]
    [InlineData("STRING_TOO_LONG:Account Name: data value too large (max length=255):Name --", "STRING_TOO_LONG", "Account Name: data value too large (max length=255)", "Name")]
    [InlineData("REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name")]
    [InlineData("UNABLE_TO_LOCK_ROW:unable to obtain exclusive access:--", "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", null)]
    [InlineData("something", "", "something", null)]
    public void Row_error_is_taken_apart(string text, string code, string message, string? field)
    {
        var error = JobReader.ReadError(text);
        (error.Code, error.Message, error.Fields.SingleOrDefault()).Should().Be((code, message, field));
    }

    private static Task<OrgWorld> StartAsync() => OrgWorld.StartAsync(o =>
    {
        o.Bulk.Enabled = true;
        o.Bulk.Threshold = 200;
    });
}
