namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class ReplicationTests
{
    [Fact]
    public async Task Updated_WithALateCommit_HoldsTheCoveredDateBehindIt_SoThatNothingIsLost()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var early = await world.CreateAsync("Account", new { Name = "early" });
        world.Clock.Advance(TimeSpan.FromMinutes(3));
        var late = world.People.Late(TimeSpan.FromMinutes(10)).Create("Account", ("Name", "late"));
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var after = await world.CreateAsync("Account", new { Name = "after" });
        world.Clock.Advance(TimeSpan.FromMinutes(2));

        var first = await Updated(world, "2026-03-02T07:00:00Z", "2026-03-02T08:10:00Z");

        Ids(first).Should().BeEquivalentTo(early, after);
        var covered = first.Json.GetProperty("latestDateCovered").GetString()!;
        covered.Should().Be("2026-03-02T08:03:00.000+0000", "the transaction that is still open began then");
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var second = await Updated(world, Uri.EscapeDataString(covered), "2026-03-02T08:15:00Z");
        Ids(second).Should().BeEquivalentTo(late, after);
        second.Json.GetProperty("latestDateCovered").GetString().Should().Be("2026-03-02T08:15:00.000+0000");
    }

    [Fact]
    public async Task Deleted_ListsTombstonesWithTheirTime_AndNotWhatCameBack()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var gone = await world.CreateAsync("Account", new { Name = "gone" });
        var back = await world.CreateAsync("Account", new { Name = "back" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.People.Delete("Account", gone);
        world.People.Delete("Account", back);
        world.People.Act("undelete", ("object", "Account"), ("id", back));
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        var answer = await world.GetAsync("sobjects/Account/deleted/?start=2026-03-02T07:00:00Z&end=2026-03-02T08:02:00Z");

        answer.Text.Should().Contain($$"""{"id":"{{gone}}","deletedDate":"2026-03-02T08:01:00.000+0000"}""").And.NotContain(back);
        answer.Json.GetProperty("latestDateCovered").GetString().Should().Be("2026-03-02T08:02:00.000+0000");
    }

    [Fact]
    public async Task Deleted_AfterAPurge_TellsHowFarTheLogReaches()
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.TokenLifetime = TimeSpan.FromDays(1));
        var id = await world.CreateAsync("Account", new { Name = "A" });
        world.People.Delete("Account", id);
        world.Clock.Advance(TimeSpan.FromHours(1));
        world.People.Act("purgeDeleteLog");
        world.Clock.Advance(TimeSpan.FromHours(1));

        var answer = await world.GetAsync("sobjects/Account/deleted?start=2026-03-02T07:00:00Z&end=2026-03-02T10:00:00Z");

        answer.Json.GetProperty("deletedRecords").GetArrayLength().Should().Be(0);
        answer.Json.GetProperty("earliestDateAvailable").GetString().Should().Be("2026-03-02T09:00:00.000+0000");
    }

    [Theory]
    [InlineData("updated", "2026-01-01T00:00:00Z", "2026-03-02T08:00:00Z")]
    [InlineData("deleted", "2026-02-01T00:00:00Z", "2026-03-02T08:00:00Z")]
    [InlineData("updated", "2026-03-02T07:00:10Z", "2026-03-02T07:00:50Z")]
    [InlineData("updated", "2026-03-02T08:00:00Z", "2026-03-02T07:00:00Z")]
    [InlineData("updated", "yesterday", "2026-03-02T07:00:00Z")]
    public async Task Window_TheVendorRefuses_IsInvalidReplicationDate(string resource, string start, string end)
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.GetAsync($"sobjects/Account/{resource}/?start={start}&end={end}");

        (answer.Status, answer.ErrorCode).Should().Be((400, "INVALID_REPLICATION_DATE"));
    }

    private static Task<Answer> Updated(SalesforceWorld world, string start, string end) => world.GetAsync($"sobjects/Account/updated/?start={start}&end={end}");

    private static IEnumerable<string> Ids(Answer answer) => answer.Json.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!);
}
