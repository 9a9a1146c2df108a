using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Testing.Tests.Scenarios;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 3: when edits stop, every record shows the golden value or what its system makes of it, and the next full run writes nothing.</summary>
public class Law3ConvergenceTests
{
    [Theory]
    [InlineData(WriteReply.Stored)]
    [InlineData(WriteReply.Version)]
    [InlineData(WriteReply.Acknowledgement)]
    public async Task Systems_that_store_otherwise_come_to_rest(WriteReply reply)
    {
        await using var world = new Scenario(
            new Side("crm"),
            new Side("erp") { NameCoercion = Coercions.UpperCase | Coercions.Trim, CityLength = 10, Reply = reply },
            Side.Stamped("shop") with { CityLength = 5 });
        world.Crm.Add("accounts", ("name", " Acme ltd "), ("tax", "DE1"), ("city", "Rothenburg ob der Tauber"), ("credit", 10.005m));
        await world.SettleAsync();

        (world.Account("erp").Text("name"), world.Account("erp").Text("city"), world.Account("shop").Text("city")).Should().Be(("ACME LTD", "Rothenburg", "Rothe"));
        await world.IsQuietAsync();

        world.Edit("erp", ("street", "Market 1"));
        world.Edit("shop", ("phone", "1"));
        await world.SettleAsync();

        (world.Account("crm").Text("name"), world.Account("crm").Text("city"), world.Account("crm").Text("street"), world.Account("crm").Text("phone")).Should().Be((" Acme ltd ", "Rothenburg ob der Tauber", "Market 1", "1"));
        (await world.OpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_coercion_that_is_answered_but_not_declared_is_taken_as_that_systems_form()
    {
        await using var world = new Scenario(new Side("crm"), new Side("erp") { Behavior = new FakeBehavior { UndeclaredCoercions = [new UndeclaredCoercion("accounts", "phone", Coercions.UpperCase)] } });
        world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"), ("phone", "ext a"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("ext a", "EXT A");
        await world.IsQuietAsync();
        world.Edit("crm", ("phone", "ext b"));
        await world.SettleAsync();

        world.Everywhere("phone").Should().Equal("ext b", "EXT B");
        await world.IsQuietAsync();
    }
}
