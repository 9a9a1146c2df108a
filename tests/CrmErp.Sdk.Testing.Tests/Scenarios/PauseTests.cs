namespace CrmErp.Sdk.Testing.Tests.Scenarios;

public class PauseTests
{
    public static TheoryData<string> Levels => new("everything", "connection", "entity", "direction", "record");

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task A_pause_stops_writes_and_its_end_lets_them_go(string name)
    {
        await using var world = await Customers.LinkedAsync(2);
        var account = world["crm"].All("Account").Single(a => a.Text("Name") == "Company 0");
        var level = await LevelAsync(world, name);
        (await world.Operations.PauseAsync(level, Customers.Anna)).Should().Be(OperationOutcome.Resolved);
        (await world.Operations.PauseAsync(level, Customers.Anna)).Should().Be(OperationOutcome.AlreadyClosed);

        world["crm"].Edit("Account", account.Id, ("Phone", "paused"));
        for (var i = 0; i < 5; i++)
        {
            await world.RunAsync();
            world.Advance(TimeSpan.FromMinutes(1));
        }

        world["erp"].All("customers").Should().NotContain(c => c.Text("phone") == "paused");

        (await world.Operations.ResumeAsync(level, Customers.Anna)).Should().Be(OperationOutcome.Resolved);
        await world.SettleAsync();
        world["erp"].All("customers").Should().ContainSingle(c => c.Text("phone") == "paused");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_paused_record_stands_withheld_and_the_others_go_on()
    {
        await using var world = await Customers.LinkedAsync(2);
        await world.Operations.PauseAsync(await LevelAsync(world, "record"), Customers.Anna);

        foreach (var account in world["crm"].All("Account"))
        {
            world["crm"].Edit("Account", account.Id, ("Phone", "new"));
        }

        await world.SettleAsync();

        world["erp"].All("customers").Count(c => c.Text("phone") == "new").Should().Be(1);
        (await world.OpenAsync(OpenQueue.Withheld)).Should().ContainSingle().Which.Cause.Should().Be("Paused");
    }

    [Fact]
    public async Task A_pause_of_what_is_not_known_is_not_found()
    {
        await using var world = await Customers.LinkedAsync(1);

        (await world.Operations.PauseAsync(PauseLevel.Record("erp", new GoldenId(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]))), Customers.Anna)).Should().Be(OperationOutcome.NotFound);
        (await world.Operations.PauseAsync(PauseLevel.Connection("shop"), Customers.Anna)).Should().Be(OperationOutcome.NotFound);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task A_pause_between_the_claim_and_the_send_stops_the_send(string name)
    {
        await using var world = await Customers.LinkedAsync(1);
        var level = await LevelAsync(world, name);
        var crm = world["crm"].All("Account")[0];
        world["crm"].Edit("Account", crm.Id, ("Phone", "late"));
        var writes = world["erp"].WritesBy();
        var gate = new PauseAtRead(world, level);
        world["erp"].Gate = gate;
        for (var i = 0; i < 5; i++)
        {
            await world.RunAsync();
            world.Advance(TimeSpan.FromSeconds(30));
        }

        gate.Paused.Should().BeTrue();
        world["erp"].Gate = null;
        world["erp"].WritesBy().Should().Be(writes);

        await world.Operations.ResumeAsync(level, Customers.Anna);
        await world.SettleAsync();
        world["erp"].All("customers")[0].Text("phone").Should().Be("late");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    private static async Task<PauseLevel> LevelAsync(SyncWorld world, string name)
    {
        var customer = world["crm"].All("Account").Single(a => a.Text("Name") == "Company 0");
        var links = await world.Store.ReadLinksAsync(State.TenantId.Default, [new RecordRef("crm", "", "Account", customer.Id)]);
        return name switch
        {
            "everything" => PauseLevel.Everything,
            "connection" => PauseLevel.Connection("erp"),
            "entity" => PauseLevel.Entity("Account"),
            "direction" => PauseLevel.Direction("erp", "Account"),
            _ => PauseLevel.Record("erp", links[0].GoldenId),
        };
    }

    // Somebody pauses while the step that claimed the row reads the record.
    private sealed class PauseAtRead(SyncWorld world, PauseLevel level) : ICallGate
    {
        private bool _edited;

        public bool Paused { get; private set; }

        public async Task BeforeAsync(RemoteCall call)
        {
            if (!_edited && call.Operation == RemoteOperation.Write)
            {
                // The write meets another version: the record is read before it is written again, and there the pause comes.
                _edited = true;
                world["erp"].Edit("customers", world["erp"].All("customers")[0].Id, ("site", "other"));
            }
            else if (!Paused && call.Operation == RemoteOperation.GetMany)
            {
                Paused = true;
                await world.Operations.PauseAsync(level, Customers.Anna);
            }
        }

        public Task AfterAsync(RemoteCall call) => Task.CompletedTask;
    }
}
