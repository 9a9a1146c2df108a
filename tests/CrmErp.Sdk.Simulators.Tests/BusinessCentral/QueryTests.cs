using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Faults;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class QueryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("number eq 'C03'", "C03")]
    [InlineData("number eq 'C03' or number eq 'C01'", "C01,C03")]
    [InlineData("number eq 'c03'", "")]
    [InlineData("startswith(displayName,'Name 0') and city ne 'Bonn'", "C02,C04")]
    [InlineData("contains(displayName,'me 03')", "C03")]
    [InlineData("endswith(displayName,'02')", "C02")]
    [InlineData("creditLimit ge 200 and creditLimit lt 400", "C02,C03")]
    [InlineData("lastModifiedDateTime gt 2026-03-01T00:02:00Z", "C03,C04,C05")]
    [InlineData("lastModifiedDateTime ge 2026-03-01T00:02:00.000Z and lastModifiedDateTime le 2026-03-01T00:03:00Z", "C02,C03")]
    [InlineData("type eq 'Person'", "C05")]
    [InlineData("blocked eq '_x0020_' and not (city eq 'Bonn')", "C02,C04")]
    [InlineData("displayName eq 'O''Hara'", "")]
    [InlineData("contactsInformation/any(c: c/contactName eq 'x')", "C01,C02,C03,C04,C05")]
    public async Task A_filter_finds_what_it_says(string filter, string numbers)
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        Seed(world, 5);

        var reply = await world.GetAsync($"customers?$filter={Uri.EscapeDataString(filter)}&$select=number");

        reply.Status.Should().Be(200, reply.Raw);
        string.Join(',', reply.Value.Select(v => v.GetProperty("number").GetString())).Should().Be(numbers);
    }

    [Theory]
    [InlineData("number eq 'A' or city eq 'B'", 501, "BadRequest_MethodNotImplemented")]
    [InlineData("noField eq 1", 400, "BadRequest")]
    [InlineData("number eq", 404, "BadRequest_NotFound")]
    [InlineData("creditLimit eq 'x'", 400, "BadRequest")]
    [InlineData("number in ('A','B')", 404, "BadRequest_NotFound")]
    public async Task A_filter_beyond_the_service_is_refused(string filter, int status, string code)
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var reply = await world.GetAsync($"customers?$filter={Uri.EscapeDataString(filter)}");

        (reply.Status, reply.Code).Should().Be((status, code), reply.Raw);
    }

    [Fact]
    public async Task In_works_with_the_newer_schema_version()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        Seed(world, 5);

        var reply = await world.GetAsync("customers?$schemaversion=2.1&$filter=number in ('C02','C04','C09')");

        reply.Value.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$orderby=lastModifiedDateTime,id")]
    [InlineData("$orderby=displayName desc")]
    [InlineData("$filter=lastModifiedDateTime ge 2026-03-01T00:00:00Z&$orderby=lastModifiedDateTime")]
    [InlineData("$filter=lastModifiedDateTime ge 2026-03-01T00:00:00Z")]
    [InlineData("$filter=startswith(displayName,'Name')")]
    public async Task Pages_bring_every_record_once(string query)
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        Seed(world, 25, sameStamp: true);

        var seen = new List<string>();
        var url = $"customers?{query}";
        while (url is not null)
        {
            var reply = await world.GetAsync(url, ("Prefer", "odata.maxpagesize=4"));
            reply.Status.Should().Be(200, reply.Raw);
            reply.Value.Count.Should().BeLessThanOrEqualTo(4);
            seen.AddRange(reply.Value.Select(v => v.GetProperty("number").GetString()!));
            url = reply.NextLink;
        }

        seen.Should().HaveCount(25).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Inside_one_stamp_an_id_scan_goes_on_behind_an_id()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        Seed(world, 25, sameStamp: true);
        var ids = (await world.GetAsync("customers?$select=id&$orderby=id")).Value.Select(v => v.GetProperty("id").GetString()!).ToList();

        var reply = await world.GetAsync($"customers?$filter=lastModifiedDateTime eq 2026-03-01T00:00:00Z and id gt {ids[9]}&$orderby=id&$top=5");

        reply.Value.Select(v => v.GetProperty("id").GetString()).Should().Equal(ids.Skip(10).Take(5));
        ids.Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Top_skip_and_count_do_what_they_say()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        Seed(world, 25);

        var reply = await world.GetAsync("customers?$top=3&$skip=2&$count=true&$select=number");

        reply.Value.Select(v => v.GetProperty("number").GetString()).Should().Equal("C03", "C04", "C05");
        reply.Json.GetProperty("@odata.count").GetInt32().Should().Be(25);
        reply.NextLink.Should().BeNull();
        (await world.GetAsync("customers/$count")).Raw.Should().Be("25");
        var paged = await world.GetAsync("customers?$top=6", ("Prefer", "odata.maxpagesize=4"));
        var rest = await world.GetAsync(paged.NextLink!, ("Prefer", "odata.maxpagesize=4"));
        rest.Value.Should().HaveCount(2);
        rest.NextLink.Should().BeNull();
    }

    [Fact]
    public async Task Expand_follows_navigations_with_their_own_select()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var item = await world.ItemAsync();
        await world.PostAsync("salesOrders", new { customerId = customer, salesOrderLines = new[] { new { itemId = item, quantity = 2 } } });

        var reply = await world.GetAsync("salesOrders?$expand=salesOrderLines($expand=item($select=number);$select=quantity),customer($select=displayName)");

        var order = reply.Value.Single();
        var line = order.GetProperty("salesOrderLines")[0];
        line.GetProperty("quantity").GetDecimal().Should().Be(2);
        line.TryGetProperty("unitPrice", out _).Should().BeFalse();
        line.GetProperty("item").GetProperty("number").GetString().Should().Be("CHAIR");
        order.GetProperty("customer").GetProperty("displayName").GetString().Should().Be("Nordlicht AG");
    }

    [Fact]
    public async Task Half_pages_still_bring_everything_and_an_empty_page_lies()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        Seed(world, 10);
        world.Simulator.Faults.Add(new FaultRule { Fault = Fault.HalfPage(), Object = "customers" });
        world.Simulator.Faults.Add(new FaultRule { Fault = Fault.EmptyPage(), Object = "customers", Skip = 2 });

        var half = await world.GetAsync("customers");
        var rest = await world.GetAsync(half.NextLink!);
        var empty = await world.GetAsync("customers");

        (half.Value.Count, rest.Value.Count, empty.Value.Count).Should().Be((5, 5, 0));
        empty.Status.Should().Be(200);
    }

    private static void Seed(BusinessCentralWorld world, int count, bool sameStamp = false) =>
        world.Simulator.People.Seed("customers", Enumerable.Range(1, count).Select(i => new SeedRecord(
        [
            ("number", $"C{i:D2}"), ("displayName", $"Name {i:D2}"), ("city", i % 2 == 1 ? "Bonn" : "Köln"), ("creditLimit", 100m * i),
            ("type", i == 5 ? "Person" : "Company"),
        ])
        {
            Modified = sameStamp ? Start : Start.AddMinutes(i),
        }));
}
