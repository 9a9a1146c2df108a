using System.Text.Json;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 8: for every field group the store says who set it, when, in which run, by which rule, over what.</summary>
public class Law8ExplainableTests
{
    [Fact]
    public async Task Every_group_says_who_set_it_when_in_which_run_by_which_rule_and_over_what()
    {
        await using var world = await new Scenario(a => a.Field(x => x.CreditLimit, f => f.OwnedBy("erp"))).WithAccountAsync(("phone", "1"), ("city", "Bonn"));
        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();
        world.Edit("erp", ("phone", "3"), ("credit", 5m));
        world.World.Advance(TimeSpan.FromSeconds(10));
        var run = await world.World.RunAsync();
        await world.SettleAsync();

        using var provenance = JsonDocument.Parse((await world.GoldenAsync()).Golden.Provenance);
        var groups = provenance.RootElement;
        var phone = groups.GetProperty("Phone");
        (phone.GetProperty("by").GetString(), phone.GetProperty("rule").GetString(), phone.GetProperty("run").GetGuid(), phone.GetProperty("over").ToString().Contains('2', StringComparison.Ordinal)).Should().Be(("erp", "only side", run.Id, true));
        phone.GetProperty("at").GetDateTimeOffset().Should().Be(run.Started);
        (groups.GetProperty("CreditLimit").GetProperty("by").GetString(), groups.GetProperty("CreditLimit").GetProperty("rule").GetString()).Should().Be(("erp", "owner"));
        (groups.GetProperty("BillingAddress").GetProperty("by").GetString(), groups.GetProperty("BillingAddress").GetProperty("rule").GetString()).Should().Be(("crm", "fill"));
    }

    [Fact]
    public async Task Every_change_of_a_value_is_kept_with_the_value_before()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        foreach (var (side, value) in new[] { ("crm", "2"), ("erp", "3"), ("crm", "4") })
        {
            world.Edit(side, ("phone", value));
            await world.SettleAsync();
        }

        var changes = (await world.AuditAsync("set")).Where(a => a.Field == "Phone").Select(a => (a.Origin, a.Rule, Old: a.Detail!.Contains("\"old\":{\"Phone\":\"" + (a.Detail.Contains("\"4\"", StringComparison.Ordinal) ? "3" : a.Detail.Contains("\"3\"", StringComparison.Ordinal) ? "2" : "1"), StringComparison.Ordinal)));
        changes.Should().Equal(("crm", "only side", true), ("erp", "only side", true), ("crm", "only side", true));
    }
}
