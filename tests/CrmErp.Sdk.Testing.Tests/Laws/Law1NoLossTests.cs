using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 1: a change that a connector reported arrives, or stands in exactly one queue with its cause.</summary>
public class Law1NoLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_survives_a_process_that_dies_at_any_commit(bool stored)
    {
        var commit = 0;
        for (var died = true; died;)
        {
            await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
            world.Edit("crm", ("phone", "2"));
            world.DieAtCommit(++commit, stored);

            died = await world.RunUntilItDiesAsync();
            await world.SettleAsync();

            world.Everywhere("phone").Should().Equal("2", "2");
            (await world.OpenAsync()).Should().BeEmpty();
        }

        commit.Should().BeGreaterThan(5, "a run that carries an edit commits more often");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_is_taken_in_parts_survives_a_process_that_dies_at_any_commit(bool stored)
    {
        var commit = 0;
        for (var died = true; died;)
        {
            await using var world = new Scenario(_ => { }, (sync, _) => sync.ConfigureEngine(o => (o.ReconcileBatch, o.SweepInterval) = (1, Timeout.InfiniteTimeSpan)));
            string[] ids = [.. Enumerable.Range(0, 4).Select(i => world.Crm.Add("accounts", ("name", $"Acme {i}"), ("tax", $"DE{i}"), ("phone", "1")).Id)];
            await world.SettleAsync();
            foreach (var id in ids)
            {
                world.Crm.Edit("accounts", id, ("phone", "2"));
            }

            world.DieAtCommit(++commit, stored);

            died = await world.RunUntilItDiesAsync();
            await world.SettleAsync();

            world.Erp.All("accounts").Should().HaveCount(4).And.OnlyContain(a => a.Text("phone") == "2");
        }

        commit.Should().BeGreaterThan(5, "a page of four records is stored in four parts");
    }

    [Fact]
    public async Task An_edit_survives_a_process_that_dies_with_a_page_in_its_hands()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        world.World.Advance(TimeSpan.FromSeconds(10));
        world.DieAtNext("crm", Calls.Changes);

        (await world.RunUntilItDiesAsync()).Should().BeTrue();
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
    }

    [Fact]
    public async Task What_a_system_refuses_stands_in_one_queue_until_its_data_changes()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        world.Erp.PutField("accounts", Side.PhoneOptions("1", "2"));
        world.Edit("crm", ("phone", "9"));
        await world.SettleAsync();

        var parked = (await world.OpenAsync()).Should().ContainSingle().Subject;
        (parked.Queue, parked.Spoke.Connection.Value, parked.Cause, parked.Problem is not null).Should().Be((OpenQueue.Parked, "erp", "Rejected", true));
        await world.IsQuietAsync();
        (await world.OpenAsync()).Should().ContainSingle();

        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("2", "2");
        (await world.OpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_hint_that_comes_while_its_record_is_read_is_kept()
    {
        await using var world = await new Scenario(new Side("crm") { Changes = ChangeModel.SweepOnly }, new Side("erp")).WithAccountAsync(("phone", "1"));
        var record = new RecordRef("crm", "", "accounts", world.Account("crm").Id);
        world.Edit("crm", ("phone", "2"));
        await world.Operations.SyncRecordAsync("Account", record, Scenario.Tester);
        world.WhileNext("crm", Calls.Reads, async () =>
        {
            world.Edit("crm", ("phone", "3"));
            await world.Operations.SyncRecordAsync("Account", record, Scenario.Tester);
        });

        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("3", "3");
    }

    [Fact]
    public async Task A_row_is_there_exactly_while_a_side_lacks_something()
    {
        await using var world = await new Scenario().WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        // While the write is on its way golden moves on.
        world.WhileNext("erp", Calls.Updates, async () =>
        {
            world.Edit("crm", ("phone", "3"));
            world.World.Advance(TimeSpan.FromSeconds(10));
            await world.CaptureAsync("crm");
        });

        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("3", "3");
        (await world.GoldenAsync()).Outbox.Should().BeEmpty();
    }
}
