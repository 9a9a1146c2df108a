using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Holes;

/// <summary>Where a plainer merge goes wrong: contested groups, times, owners, direction.</summary>
public class MergingHoleTests
{
    [Fact]
    public async Task A_contested_group_is_held_from_that_side_only()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Ask)), new Side("crm"), new Side("erp"), new Side("shop")).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.Edit("erp", ("phone", "3"), ("street", "Main 1"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "3", "2");
        world.Everywhere("street").Should().Equal("Main 1", "Main 1", "Main 1");
        world.Edit("crm", ("phone", "4"));
        await world.SettleAsync();
        world.Everywhere("phone").Should().Equal("4", "3", "4");
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_contested_group_ends_when_that_side_goes_back_to_what_was_agreed()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Ask))).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.Edit("erp", ("phone", "3"));
        await world.SettleAsync();
        (await world.OpenAsync()).Should().ContainSingle();

        world.Edit("erp", ("phone", "1"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Editing_one_field_does_not_renew_the_time_of_another()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Name, f => f.OnConflict(Resolve.Latest, Resolve.Ask))).WithAccountAsync(("phone", "1"));
        world.World.Advance(TimeSpan.FromHours(1));
        world.Edit("crm", ("name", "Early"));
        world.World.Advance(TimeSpan.FromHours(1));
        world.Edit("erp", ("name", "Late"));
        world.World.Advance(TimeSpan.FromHours(1));
        // The CRM's record is the one that was modified last.
        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();

        world.Everywhere("name").Should().NotEqual(["Early", "Early"]);
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Group == "Name", "between the last folds nobody knows which came first");
    }

    [Fact]
    public async Task A_late_commit_with_an_early_stamp_beats_no_newer_edit()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Name, f => f.OnConflict(Resolve.Latest, Resolve.Ask)), new Side("crm") { SettleLag = TimeSpan.FromSeconds(20) }, new Side("erp")).WithAccountAsync(("phone", "1"));
        world.World.Advance(TimeSpan.FromHours(1));
        world.Crm.In("").EditLate("accounts", world.Account("crm").Id, TimeSpan.FromSeconds(15), ("name", "Saved slowly"));
        world.World.Advance(TimeSpan.FromSeconds(8));
        world.Edit("erp", ("name", "Newer"));
        await world.SettleAsync();

        world.Everywhere("name").Should().NotEqual(["Saved slowly", "Saved slowly"]);
    }

    [Theory]
    [InlineData("erp")]
    [InlineData("crm")]
    public async Task Where_state_decides_the_result_is_that_of_some_order_and_the_rule_is_recorded(string first)
    {
        // The ERP owns the phone as soon as the record is inactive.
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OwnedBy(g => g.Active == false ? "erp" : "crm"))).WithAccountAsync(("phone", "1"), ("active", true));
        world.Edit("crm", ("phone", "from crm"));
        world.Edit("erp", ("phone", "from erp"), ("active", false));
        world.World.Advance(TimeSpan.FromSeconds(10));
        await world.CaptureAsync(first);
        await world.CaptureAsync(first == "erp" ? "crm" : "erp");
        await world.SettleAsync();

        var phones = world.Everywhere("phone");
        // A change of owner is not retroactive: it may find both edits where their side owned nothing.
        phones.Distinct().Should().ContainSingle().Which.Should().BeOneOf("from crm", "from erp", "1");
        (await world.AuditAsync("loser")).Where(a => a.Field == "Phone" && a.Rule == "owner").Should().HaveCount(phones[0] == "1" ? 2 : 1);
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_system_without_preconditions_declares_the_window_in_which_an_edit_can_be_lost()
    {
        await using var world = await new Scenario(new Side("crm"), Side.Stamped("erp")).WithAccountAsync(("phone", "1"), ("street", "Main 1"));
        world.Edit("crm", ("phone", "2"));
        // After our read, before our write: the same field is overwritten, any other one is not.
        world.WhileNext("erp", Calls.Updates, () => Task.FromResult(world.Edit("erp", ("phone", "3"), ("street", "Market 2"))), answered: false);
        await world.SettleAsync();

        world.Erp.Descriptor.For("accounts").Version.Should().Be(VersionKind.Stamp, "that is the declaration of the window");
        world.Everywhere("phone").Should().Equal("2", "2");
        world.Everywhere("street").Should().Equal("Market 2", "Market 2");
    }

    [Fact]
    public async Task An_owner_that_holds_an_empty_value_empties_nothing_on_first_contact()
    {
        await using var world = new Scenario(a => a.Field(x => x.CreditLimit, f => f.OwnedBy("erp")));
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("credit", 500m));
        world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        await world.SettleAsync();

        world.Everywhere("credit").Should().Equal("500", "500");
        world.Erp.Clear("accounts", world.Account("erp").Id, "credit");
        await world.SettleAsync();
        world.Everywhere("credit").Should().Equal(null, null);
    }

    [Fact]
    public async Task A_side_that_is_down_misses_nothing_of_what_golden_went_through()
    {
        await using var world = await new Scenario(new Side("crm"), new Side("erp"), new Side("shop")).WithAccountAsync(("phone", "1"), ("street", "Main 1"), ("city", "Bonn"));
        world["shop"].Faults.GoOffline();
        foreach (var (phone, city) in new[] { ("2", "Kiel"), ("3", "Bonn"), ("1", "Ulm"), ("4", "Ulm") })
        {
            world.Edit("crm", ("phone", phone));
            world.Edit("erp", ("city", city));
            await world.World.RunAsync();
            world.World.Advance(TimeSpan.FromMinutes(5));
        }

        world["shop"].Faults.ComeBack();
        world.Edit("shop", ("credit", 7m));
        world.World.Advance(TimeSpan.FromMinutes(20));
        await world.SettleAsync();

        (string.Join(' ', world.Everywhere("phone")), string.Join(' ', world.Everywhere("city")), string.Join(' ', world.Everywhere("credit"))).Should().Be(("4 4 4", "Ulm Ulm Ulm", "7 7 7"));
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_field_that_a_map_only_reads_keeps_no_row_open()
    {
        await using var world = new Scenario(a => a.On("erp", m => m.Field(x => x.Phone, "phone", f => f.ReadOnly())));
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("phone", "crm"));
        world.Erp.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("phone", "erp"));
        await world.SettleAsync();
        world.Everywhere("phone").Should().Equal("erp", "erp");

        world.Edit("crm", ("phone", "typed"), ("street", "Main 1"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("erp", "erp");
        world.Everywhere("street").Should().Equal("Main 1", "Main 1");
        (await world.OpenAsync()).Should().BeEmpty();
        (await world.GoldenAsync()).Outbox.Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_field_that_is_written_on_create_only_keeps_no_row_open()
    {
        await using var world = await new Scenario(a => a.On("erp", m => m.Field(x => x.Phone, "phone", f => f.CreateOnly()))).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "1");
        (await world.OpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }
}
