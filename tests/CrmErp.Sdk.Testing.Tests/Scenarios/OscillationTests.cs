namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class OscillationTests
{
    [Fact]
    public async Task Two_systems_that_rewrite_each_others_value_are_stopped()
    {
        await using var world = await Customers.LinkedAsync(1, a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Prefer("crm"), Resolve.Ask)));
        var (crm, erp) = (world["crm"].All("Account")[0].Id, world["erp"].All("customers")[0].Id);

        await ForAnHourAsync(world, () =>
        {
            Rewrite(world["crm"], "Account", crm, "Phone", p => p == "A" ? null : "A");
            Rewrite(world["erp"], "customers", erp, "phone", p => p == "B" ? null : "B");
        });

        var conflict = (await world.OpenAsync(OpenQueue.Conflict)).Should().ContainSingle().Subject;
        conflict.Cause.Should().Be("oscillation");
        (world["crm"].WritesBy() + world["erp"].WritesBy()).Should().BeLessThan(12);
    }

    [Fact]
    public async Task Two_systems_that_rewrite_each_others_ever_new_values_are_stopped()
    {
        await using var world = await Customers.LinkedAsync(1, a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Prefer("crm"), Resolve.Ask)));
        var (crm, erp) = (world["crm"].All("Account")[0].Id, world["erp"].All("customers")[0].Id);
        var counter = 0;

        await ForAnHourAsync(world, () =>
        {
            Rewrite(world["crm"], "Account", crm, "Phone", p => p?.StartsWith('A') == true ? null : $"A{++counter}");
            Rewrite(world["erp"], "customers", erp, "phone", p => p?.StartsWith('B') == true ? null : $"B{++counter}");
        });

        var conflict = (await world.OpenAsync(OpenQueue.Conflict)).Should().ContainSingle().Subject;
        conflict.Cause.Should().Be("oscillation");
        (world["crm"].WritesBy() + world["erp"].WritesBy()).Should().BeInRange(20, 30);
    }

    [Fact]
    public async Task An_owner_whose_value_is_rewritten_for_ever_stops_correcting()
    {
        await using var world = await Customers.LinkedAsync(1, a => a.Field(x => x.Phone, f => f.OwnedBy("crm")));
        var erp = world["erp"].All("customers")[0].Id;

        await ForAnHourAsync(world, () => Rewrite(world["erp"], "customers", erp, "phone", p => p == "B" ? null : "B"));

        (await world.OpenAsync(OpenQueue.Conflict)).Should().ContainSingle().Which.Cause.Should().Be("oscillation");
        world["erp"].WritesBy().Should().BeInRange(10, 14);
    }

    [Fact]
    public async Task What_a_person_decided_is_delivered_and_the_count_begins_anew()
    {
        await using var world = await Customers.LinkedAsync(1, a => a.Field(x => x.Phone, f => f.OnConflict(Resolve.Prefer("crm"), Resolve.Ask)));
        var (crm, erp) = (world["crm"].All("Account")[0].Id, world["erp"].All("customers")[0].Id);
        var counter = 0;
        await ForAnHourAsync(world, () =>
        {
            Rewrite(world["crm"], "Account", crm, "Phone", p => p?.StartsWith('A') == true ? null : $"A{++counter}");
            Rewrite(world["erp"], "customers", erp, "phone", p => p?.StartsWith('B') == true ? null : $"B{++counter}");
        });

        var conflict = (await world.OpenAsync(OpenQueue.Conflict)).Single();
        (await world.Operations.ResolveConflictAsync(conflict, ConflictAnswer.TakeCandidate, Customers.Anna)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();

        world["crm"].All("Account")[0].Text("Phone").Should().Be(world["erp"].All("customers")[0].Text("phone"));
        world["crm"].Edit("Account", crm, ("Phone", "by hand"));
        await world.SettleAsync();
        world["erp"].All("customers")[0].Text("phone").Should().Be("by hand");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_busy_record_that_nobody_rewrites_is_left_alone()
    {
        await using var world = await Customers.LinkedAsync(1);
        var crm = world["crm"].All("Account")[0].Id;
        var counter = 0;

        await ForAnHourAsync(world, () => world["crm"].Edit("Account", crm, ("Phone", $"{++counter}")));
        await world.SettleAsync();

        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        world["erp"].All("customers")[0].Text("phone").Should().Be($"{counter}");
    }

    private static async Task ForAnHourAsync(SyncWorld world, Action rewrite)
    {
        // From the beginning of an hour.
        world.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(world.Clock.Now.Ticks % TimeSpan.TicksPerHour));
        world["crm"].Edit("Account", world["crm"].All("Account")[0].Id, ("Phone", "start"));
        for (var minute = 0; minute < 58; minute++)
        {
            await world.RunAsync();
            rewrite();
            world.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static void Rewrite(FakeSystem system, string objectName, string id, string field, Func<string?, string?> rule)
    {
        if (rule(system.Find(objectName, id)!.Text(field)) is { } value)
        {
            system.Edit(objectName, id, (field, value));
        }
    }
}
