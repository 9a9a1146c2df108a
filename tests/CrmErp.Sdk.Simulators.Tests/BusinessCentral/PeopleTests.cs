using CrmErp.Sdk.Simulators.Admin;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class PeopleTests
{
    [Fact]
    public async Task Peoples_edits_are_stamped_validated_and_logged_as_theirs()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var id = world.Simulator.People.Create("customers", ("displayName", "A"), ("number", "c1"));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        world.Simulator.SetCreditLimit(id, 500);
        world.Simulator.People.Update("customers", id, ("city", "Bonn"), ("creditLimit", 500m));
        var act = () => world.Simulator.People.Update("customers", id, ("country", "XX"));

        act.Should().Throw<SimulatorRefusalException>().Which.Code.Should().Be("Internal_InvalidTableRelation");
        var reply = await world.GetAsync($"customers({id})");
        (reply.Text("number"), reply.Number("creditLimit"), reply.Text("lastModifiedDateTime")).Should().Be(("C1", 500m, "2026-03-02T08:01:00Z"));
        world.Simulator.Writes.Since(0).Select(w => $"{w.Sequence} {w.Client} {w.Operation} {w.Object} {string.Join('+', w.Fields ?? [])}").Should().Equal(
            "1 people Create customers ", "2 people Update customers creditLimit", "3 people Update customers city");
        world.Simulator.Writes.Count("sdk").Should().Be(0);
    }

    [Fact]
    public async Task Tampering_leaves_no_trace_but_the_value()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var id = await world.CustomerAsync();
        var item = await world.ItemAsync();
        var before = await world.GetAsync($"customers({id})");
        var written = world.Simulator.Writes.LastSequence;
        world.Time.Advance(TimeSpan.FromMinutes(1));

        world.Simulator.People.Tamper("customers", id, ("city", "Bonn"), ("balanceDue", 7m));
        world.Simulator.People.Tamper("items", item, ("inventory", 42m));

        var after = await world.GetAsync($"customers({id})");
        (after.Text("city"), after.Number("balanceDue"), after.ETag).Should().Be(("Bonn", 7m, before.ETag));
        after.Text("lastModifiedDateTime").Should().Be(before.Text("lastModifiedDateTime"));
        (await world.GetAsync($"items({item})")).Number("inventory").Should().Be(42);
        world.Simulator.Writes.LastSequence.Should().Be(written);
        (await world.GetAsync("customers?$filter=city eq 'Bonn'")).Value.Should().ContainSingle();
    }

    [Fact]
    public async Task The_same_is_there_over_http()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var admin = world.Simulator.Address + "_simulator/";

        var created = await world.SendRawAsync("POST", admin + "people/customers", new { displayName = "A" });
        var id = created.Text("id");
        var changed = await world.SendRawAsync("PATCH", $"{admin}people/customers/{id}", new { city = "Bonn" });
        var refused = await world.SendRawAsync("PATCH", $"{admin}people/customers/{id}", new { displayName = "" });
        await world.SendRawAsync("POST", $"{admin}tamper/customers/{id}", new { state = "NRW" });
        var data = await world.SendRawAsync("GET", admin + "data/customers", null);
        await world.SendRawAsync("DELETE", $"{admin}people/customers/{id}", null);
        var all = await world.SendRawAsync("GET", admin + "data/customers?deleted=true", null);
        var log = await world.SendRawAsync("GET", admin + "log?since=1", null);
        await world.SendRawAsync("POST", admin + "faults", new { fault = "status", status = 503, @object = "customers", operation = "Read" });

        (created.Status, changed.Status, refused.Status).Should().Be((201, 200, 400));
        var record = data.Json.EnumerateArray().Single();
        (record.GetProperty("city").GetString(), record.GetProperty("state").GetString()).Should().Be(("Bonn", "NRW"));
        all.Json.GetArrayLength().Should().Be(1);
        log.Json.EnumerateArray().Select(e => e.GetProperty("operation").GetString()).Should().Equal("Update", "Delete");
        (await world.GetAsync("customers")).Status.Should().Be(503);
        (await world.SendRawAsync("GET", admin + "counters", null)).Json.EnumerateArray().Single().GetProperty("client").GetString().Should().Be("sdk");
        (await world.SendRawAsync("GET", admin + "objects", null)).Json.GetArrayLength().Should().BeGreaterThan(15);
        (await world.SendRawAsync("GET", admin + "nothing", null)).Status.Should().Be(404);
    }

    [Fact]
    public async Task Seeded_records_have_their_own_stamps_and_history()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var stamp = new DateTimeOffset(2025, 5, 1, 6, 30, 0, TimeSpan.Zero);
        var customer = world.Simulator.People.Seed("customers", [new SeedRecord([("displayName", "A"), ("number", "C1")]) { Modified = stamp }]).Single();
        world.Simulator.People.Seed("items", [new SeedRecord([("number", "CHAIR"), ("displayName", "Chair"), ("unitPrice", 100m), ("taxGroupCode", "STANDARD"), ("inventory", 12m)]) { Modified = stamp }]);

        var line = (IReadOnlyList<(string, object?)>)[("lineType", "Item"), ("lineObjectNumber", "CHAIR"), ("quantity", 1m)];
        var invoice = world.Simulator.People.Seed("salesInvoices",
            [new SeedRecord([("customerNumber", "C1"), ("number", "PS-1"), ("status", "Open"), ("remainingAmount", 19m), ("salesInvoiceLines", new[] { line })]) { Modified = stamp }]).Single();

        var paid = world.Simulator.People.Seed("salesInvoices", [new SeedRecord([("customerNumber", "C1"), ("number", "PS-2"), ("status", "Paid"), ("salesInvoiceLines", new[] { line })])]).Single();

        (await world.GetAsync($"salesInvoices({paid})")).Number("remainingAmount").Should().Be(0, "nothing is owed of what was paid");
        (await world.GetAsync($"customers({customer})")).Text("lastModifiedDateTime").Should().Be("2025-05-01T06:30:00Z");
        (await world.GetAsync($"customers({customer})")).Number("balanceDue").Should().Be(19);
        (await world.GetAsync("items?$filter=number eq 'CHAIR'")).Value.Single().GetProperty("inventory").GetDecimal().Should().Be(12);
        (await world.GetAsync($"salesInvoices({invoice})")).Number("totalAmountIncludingTax").Should().Be(119);
        world.Simulator.Writes.LastSequence.Should().Be(0);
    }

    [Fact]
    public async Task Two_worlds_of_one_seed_are_the_same()
    {
        async Task<string> RunAsync()
        {
            await using var world = await BusinessCentralWorld.StartAsync(o => o.Seed = 42);
            await world.CustomerAsync();
            return (await world.GetAsync("customers")).Raw.Replace(world.Simulator.Address.Authority, "");
        }

        (await RunAsync()).Should().Be(await RunAsync());
    }

    [Fact]
    public async Task An_opportunity_is_closed_by_people_only()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var contact = await world.PostAsync("contacts", new { displayName = "Ada", type = "Person" });
        var opportunity = await world.PostAsync("opportunities", new { contactNumber = contact.Text("number"), description = "Chairs" });

        var refused = await world.PatchAsync($"opportunities({opportunity.Text("id")})", new { estimatedValue = 5 });
        world.Simulator.People.Act("closeOpportunity", ("opportunityId", opportunity.Text("id")), ("won", true));

        opportunity.Text("status").Should().Be("Not_x0020_Started");
        opportunity.Text("contactName").Should().Be("Ada");
        refused.Code.Should().Be("BadRequest_InvalidOperation");
        (await world.GetAsync($"opportunities({opportunity.Text("id")})")).Text("status").Should().Be("Won");
    }
}
