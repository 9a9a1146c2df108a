using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 2: at most one record per golden record and side, whatever is lost, late, repeated or overtaken.</summary>
public class Law2NoDuplicateTests
{
    public static TheoryData<IdentityStrategy> Identities => [IdentityStrategy.ClientKey, IdentityStrategy.ExternalId, IdentityStrategy.NaturalKey, IdentityStrategy.Marker, IdentityStrategy.None];

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task A_create_survives_a_process_that_dies_at_any_commit(IdentityStrategy identity)
    {
        foreach (var stored in new[] { false, true })
        {
            var commit = 0;
            for (var died = true; died;)
            {
                await using var world = new Scenario(new Side("crm"), new Side("erp") { Identity = identity });
                await world.SettleAsync();
                world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
                world.DieAtCommit(++commit, stored);

                died = await world.RunUntilItDiesAsync();
                await world.SettleAsync();

                world.Erp.All("accounts").Should().ContainSingle($"the process died at commit {commit}");
                (await world.OpenAsync()).Should().BeEmpty();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task A_create_that_takes_effect_late_is_made_once(IdentityStrategy identity)
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Identity = identity });
        await world.SettleAsync();
        world.Erp.Faults.Next(Calls.Creates, new Fault(FaultKind.ExecuteLate) { Delay = TimeSpan.FromSeconds(40) });

        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        await world.SettleAsync();

        world.Erp.All("accounts").Should().ContainSingle();
        world.Crm.All("accounts").Should().ContainSingle();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_worker_that_wakes_after_its_lease_sends_nothing()
    {
        await using var world = new Scenario(new Side("crm"), Side.Unmarked("erp"));
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        // It is held right before the socket, another one takes over and finds nothing, and then it goes on.
        world.WhileNext(
            "erp",
            Calls.Creates,
            async () =>
            {
                for (var i = 0; i < 12; i++)
                {
                    world.World.Advance(TimeSpan.FromSeconds(30));
                    await world.DeliverAsync("erp");
                }
            },
            answered: false);

        await world.SettleAsync();

        world.Erp.All("accounts").Should().ContainSingle();
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_lease_was_lost_changes_nothing()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp"));
        await world.SettleAsync();
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
        world.WhileNext("erp", Calls.Creates, async () =>
        {
            world.World.Advance(TimeSpan.FromMinutes(2));
            await world.DeliverAsync("erp");
            // The other one closed the flight, and the link has moved on since.
            world.Edit("erp", ("phone", "typed"));
            world.World.Advance(TimeSpan.FromSeconds(10));
            await world.CaptureAsync("erp");
        });

        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("typed", "typed");
        (await world.GoldenAsync()).Links.Should().HaveCount(2);
    }
}
