using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 5: our own write, coming back, causes nothing, however late; and somebody else's edit through our user is one.</summary>
public class Law5NoEchoTests
{
    [Theory]
    [InlineData(VersionKind.Strict, WriteReply.Stored)]
    [InlineData(VersionKind.Strict, WriteReply.Acknowledgement)]
    [InlineData(VersionKind.Stamp, WriteReply.Acknowledgement)]
    [InlineData(VersionKind.None, WriteReply.Stored)]
    public async Task Our_own_write_comes_back_and_causes_nothing(VersionKind version, WriteReply reply)
    {
        await using var world = await new Scenario(new Side("crm") { Version = version, Reply = reply, NameCoercion = Coercions.UpperCase }, new Side("erp") { Version = version, Reply = reply, CityLength = 5 }).WithAccountAsync(("phone", "1"), ("city", "Rothenburg"));
        world.Edit("crm", ("phone", "2"), ("city", "Nuremberg"));
        await world.SettleAsync();
        world.Edit("erp", ("phone", "3"));
        await world.SettleAsync();
        var (writes, set) = (world.Writes, (await world.AuditAsync("set")).Count);
        writes.Should().Be(3, "one create and two edits were carried over");

        world.World.Advance(TimeSpan.FromDays(400));
        await world.IsQuietAsync();

        ((await world.AuditAsync("set")).Count, (await world.AuditAsync("loser")).Count).Should().Be((set, 0));
    }

    [Fact]
    public async Task An_edit_that_somebody_makes_as_the_integration_user_is_an_edit()
    {
        await using var world = await new Scenario(new Side("crm"), new Side("erp") { TellsModifier = true }).WithAccountAsync(("phone", "1"));
        world.Edit("crm", ("phone", "2"));
        await world.SettleAsync();

        await world.WriteAsUsAsync("erp", "phone", "+49 2");
        await world.SettleAsync();

        world.Account("erp").ChangedBy.Should().Be(FakeActor.Engine);
        world.Everywhere("phone").Should().Equal("+49 2", "+49 2");
        await world.IsQuietAsync();
    }
}
