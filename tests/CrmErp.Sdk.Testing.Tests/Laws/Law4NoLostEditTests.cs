using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 4: an edit is never overwritten with an older value; what an owner or a policy overrules is recorded.</summary>
public class Law4NoLostEditTests
{
    [Fact]
    public async Task An_edit_between_our_read_and_our_write_is_merged_first()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Prefer("crm")))).WithAccountAsync(("phone", "1"), ("site", "a"));
        world.Edit("crm", ("phone", "2"));
        world.WhileNext("erp", Calls.Updates, () => Task.FromResult(world.Edit("erp", ("phone", "3"), ("street", "Main 1"))), answered: false);

        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        world.Everywhere("street").Should().Equal("Main 1", "Main 1");
        (await world.AuditAsync("loser")).Should().ContainSingle(a => a.Field == "Phone" && a.Origin == "erp" && a.Detail!.Contains('3', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_preconditions_the_record_is_read_right_before_it_is_written()
    {
        await using var world = await new Scenario(a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Ask)), new Side("crm"), Side.Stamped("erp")).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        await world.CaptureAsync("crm");
        // Not in any feed window yet.
        world.Edit("erp", ("phone", "3"));

        await world.DeliverAsync("erp");

        world.Account("erp").Text("phone").Should().Be("3");
        await world.SettleAsync();
        (await world.OpenAsync()).Should().ContainSingle(e => e.Queue == OpenQueue.Conflict && e.Group == "Phone");
        world.Everywhere("phone").Should().Equal("2", "3");
    }

    [Fact]
    public async Task What_an_owner_overrules_is_recorded_and_corrected()
    {
        await using var world = await new Scenario(a => a.Field(x => x.CreditLimit, f => f.OwnedBy("erp"))).WithAccountAsync(("credit", 100m));
        world.Edit("crm", ("credit", 999m));
        await world.SettleAsync();

        world.Everywhere("credit").Should().Equal("100", "100");
        (await world.AuditAsync("loser")).Should().ContainSingle(a => a.Field == "CreditLimit" && a.Origin == "crm" && a.Rule == "owner" && a.Detail!.Contains("999", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_was_read_before_our_write_moves_nothing_back()
    {
        await using var world = await new Scenario(new Side("crm"), Side.Stamped("erp")).WithAccountAsync(("phone", "1"));
        world.Edit("erp", ("street", "Main 1"));
        world.Edit("crm", ("phone", "2"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        await world.CaptureAsync("crm");
        // The page shows the old phone; before it is committed our write of the new one is confirmed.
        world.WhileNext("erp", Calls.Changes, () => world.DeliverAsync("erp"));

        await world.CaptureAsync("erp");
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        world.Everywhere("street").Should().Equal("Main 1", "Main 1");
        (await world.AuditAsync("set")).Should().ContainSingle(a => a.Field == "Phone");
    }
}
