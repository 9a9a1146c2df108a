using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.FailureModes;

/// <summary>Clears, clocks, copies of organisations, changed schemas, interrupted first loads, references.</summary>
public class WrongPlaceTests
{
    [Theory]
    [InlineData(Clears.Propagate, null, null, 0)]
    [InlineData(Clears.Ignore, "1", "1", 0)]
    [InlineData(Clears.Ask, null, "1", 1)]
    public async Task A_clear_does_what_its_policy_says(Clears clears, string? crm, string? erp, int open)
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnClear(clears))).WithAccountAsync(("phone", "1"));
        world.Crm.Clear("accounts", world.Account("crm").Id, "phone");
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal(crm, erp);
        (await world.OpenAsync()).Should().HaveCount(open);
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_clock_that_runs_ahead_wins_no_conflict_by_that()
    {
        await using var world = await new Scenario(
            a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Latest, Resolve.Ask)),
            new Side("crm") { ClockError = TimeSpan.FromMinutes(10), Behavior = new FakeBehavior { ClockSkew = TimeSpan.FromMinutes(8) } },
            new Side("erp")).WithAccountAsync(("phone", "1"));
        world.World.Advance(TimeSpan.FromHours(1));
        // Both records are folded now: their next edits have narrow bounds in time.
        world.Edit("crm", ("street", "Main 1"));
        world.Edit("erp", ("credit", 5m));
        await world.SettleAsync();
        world.Edit("crm", ("phone", "older, by a clock eight minutes ahead"));
        world.World.Advance(TimeSpan.FromMinutes(1));
        world.Edit("erp", ("phone", "newer"));
        await world.SettleAsync();

        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict, "the times are closer than the clocks are good");
        world.Everywhere("phone").Should().Equal("older, by a clock eight minutes ahead", "newer");
    }

    [Fact]
    public async Task A_later_edit_wins_when_the_clocks_can_tell()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Latest, Resolve.Ask))).WithAccountAsync(("phone", "1"));
        world.World.Advance(TimeSpan.FromHours(1));
        world.Edit("crm", ("phone", "older"));
        world.World.Advance(TimeSpan.FromHours(1));
        // The ERP's record is folded in between, so that its edit has a lower bound in time.
        world.Edit("erp", ("street", "Main 1"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        await world.CaptureAsync("erp");
        world.World.Advance(TimeSpan.FromHours(1));
        world.Edit("erp", ("phone", "newer"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("newer", "newer");
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_connection_that_points_at_a_copy_of_its_organisation_is_neither_read_nor_written()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        var known = (await world.World.Store.ReadSettingsAsync(TenantId.Default, "fingerprint/erp")).Single();
        var batch = new StoreBatch { Tenant = TenantId.Default };
        batch.PutSettings.Add(known with { Value = "the organisation that the links belong to" });
        (await world.World.Store.CommitAsync(batch)).Succeeded.Should().BeTrue();
        await world.World.RestartAsync();
        var calls = world.Erp.Calls.Where(c => c.Key is not RemoteOperation.Check).Sum(c => c.Value);

        world.Edit("crm", ("phone", "2"));
        for (var i = 0; i < 5; i++)
        {
            world.World.Advance(TimeSpan.FromMinutes(1));
            await world.World.RunAsync();
        }

        world.Account("erp").Text("phone").Should().Be("1");
        world.Erp.Calls.Where(c => c.Key is not (RemoteOperation.Check or RemoteOperation.Metadata)).Sum(c => c.Value).Should().BeLessThanOrEqualTo(calls);
        (await world.World.Engine.CheckAsync()).Single(r => r.Connection.Value == "erp").Problems.Should().ContainSingle(p => p.Message.Contains("another organisation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_that_vanishes_stops_nothing_elsewhere_and_loses_nothing()
    {
        await using var world = new Scenario(_ => { }, Documents.Contacts, new Side("crm"), new Side("erp"));
        await world.WithAccountAsync(("phone", "1"));
        var field = world.Erp.DropField("accounts", "phone")!;
        world.Edit("crm", ("phone", "2"));
        world.Crm.Add("contacts", ("name", "Doe"), ("email", "doe@example.com"));
        for (var i = 0; i < 20; i++)
        {
            world.World.Advance(TimeSpan.FromMinutes(1));
            await world.World.RunAsync();
        }

        world.Account("erp").Text("phone").Should().Be("1");
        world.Erp.PutField("accounts", field);
        await world.World.RestartAsync();
        world.World.Advance(TimeSpan.FromMinutes(20));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        world.Erp.All("contacts").Should().ContainSingle();
    }

    [Fact]
    public async Task A_first_load_that_is_killed_anywhere_goes_on_where_it_was()
    {
        var call = 0;
        for (var died = true; died;)
        {
            await using var world = new Scenario(new Side("crm") { Behavior = new FakeBehavior { PageSize = 2 } }, new Side("erp") { Behavior = new FakeBehavior { PageSize = 2 } });
            for (var i = 0; i < 5; i++)
            {
                world.Crm.Add("accounts", ("name", $"Company {i}"), ("tax", $"DE{i}"));
                world.Erp.Add("accounts", ("name", $"Company {i + 3}"), ("tax", $"DE{i + 3}"));
            }

            var left = ++call;
            world.DieAtNext("erp", _ => --left == 0);
            died = await world.RunUntilItDiesAsync();
            await world.SettleAsync();

            world.Crm.All("accounts").Select(a => a.Text("tax")).Should().BeEquivalentTo(Enumerable.Range(0, 8).Select(i => $"DE{i}"));
            world.Erp.All("accounts").Select(a => a.Text("tax")).Should().BeEquivalentTo(Enumerable.Range(0, 8).Select(i => $"DE{i}"));
            var pages = world.Erp.Calls[RemoteOperation.ReadPage];
            pages.Should().BeInRange(3, 4, "pages that are committed are not read again");
        }

        call.Should().BeGreaterThan(8);
    }

    [Fact]
    public async Task Records_that_refer_to_each_other_are_made_and_then_pointed_at_each_other()
    {
        await using var world = new Scenario();
        await world.SettleAsync();
        var one = world.Crm.Add("accounts", ("name", "One"), ("tax", "DE1"));
        var two = world.Crm.Add("accounts", ("name", "Two"), ("tax", "DE2"), ("parent", one.Id));
        world.Crm.Edit("accounts", one.Id, ("parent", two.Id));
        await world.SettleAsync();

        var erp = world.Erp.All("accounts").ToDictionary(a => a.Text("name")!);
        (erp["One"].Text("parent"), erp["Two"].Text("parent")).Should().Be((erp["Two"].Id, erp["One"].Id));
        (await world.OpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task Records_that_people_merge_in_one_system_lose_no_reference()
    {
        await using var world = new Scenario(_ => { }, Documents.Contacts, new Side("crm"), new Side("erp"));
        var survivor = world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("active", true));
        var merged = world.Crm.Add("accounts", ("name", "Acme Ltd"), ("tax", "DE2"), ("active", true));
        world.Crm.Add("contacts", ("name", "Doe"), ("email", "doe@example.com"), ("account", merged.Id));
        await world.SettleAsync();

        world.Crm.Merge("accounts", survivor.Id, merged.Id);
        await world.SettleAsync();

        var kept = world.Erp.All("accounts").Single(a => a.Text("tax") == "DE1");
        world.Erp.All("contacts").Single().Text("account").Should().Be(kept.Id);
        kept.Text("active").Should().Be("true");
        world.Crm.All("accounts").Should().ContainSingle();
        await world.IsQuietAsync();
    }
}
