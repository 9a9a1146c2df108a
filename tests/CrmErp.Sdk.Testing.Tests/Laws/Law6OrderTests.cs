using CrmErp.Sdk.Testing.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Laws;

/// <summary>Law 6: under total policies the order in which changes arrive does not matter.</summary>
public class Law6OrderTests
{
    private static readonly string[][] Orders = [["crm", "erp", "shop"], ["crm", "shop", "erp"], ["erp", "crm", "shop"], ["erp", "shop", "crm"], ["shop", "crm", "erp"], ["shop", "erp", "crm"]];

    [Fact]
    public async Task Edits_of_three_sides_end_the_same_in_every_order_of_capture()
    {
        var ends = new HashSet<string>();
        foreach (var order in Orders)
        {
            await using var world = new Scenario(
                a => a.Field(x => x.Phone, f => f.OnConflict(Rank)).Field(x => x.CreditLimit, f => f.OwnedBy("shop")).Field(x => x.BillingAddress, f => f.OnConflict(Resolve.Custom("first", _ => 0))),
                new Side("crm"), new Side("erp"), new Side("shop"));
            await world.WithAccountAsync(("phone", "1"), ("credit", 1m), ("city", "Bonn"));
            foreach (var side in order.Order(StringComparer.Ordinal))
            {
                world.Edit(side, ("phone", side), ("credit", (decimal)side.Length), ("city", side));
            }

            world.World.Advance(TimeSpan.FromSeconds(10));
            foreach (var side in order)
            {
                await world.CaptureAsync(side);
            }

            await world.SettleAsync();
            ends.Add(string.Join(' ', world.Everywhere("phone").Concat(world.Everywhere("credit")).Concat(world.Everywhere("city"))));
        }

        ends.Should().Equal("crm crm crm 4 4 4 crm crm crm");
    }

    [Fact]
    public async Task Records_references_and_repeats_may_come_in_any_order()
    {
        foreach (var contactFirst in new[] { true, false })
        {
            await using var world = new Scenario(_ => { }, (sync, names) => sync.Sync<Contact>(c => c.Between(names).Match(x => x.Email)), new Side("crm"), new Side("erp"));
            await world.SettleAsync();
            var account = world.Crm.Add("accounts", ("name", "Acme"), ("tax", "DE1"));
            world.Crm.Add("contacts", ("name", "Early"), ("email", "early@example.com"), ("account", account.Id));
            world.World.Advance(TimeSpan.FromSeconds(10));
            foreach (var entity in contactFirst ? new[] { "Contact", "Contact", "Account" } : ["Account", "Contact", "Account"])
            {
                await world.CaptureAsync("crm", entity);
                await world.DeliverAsync("erp", entity);
            }

            await world.SettleAsync();

            var contact = world.Erp.All("contacts").Should().ContainSingle().Subject;
            contact.Text("account").Should().Be(world.Account("erp").Id);
            (await world.GoldenCountAsync()).Should().Be(1);
        }
    }

    // A rank: total, whoever comes first.
    private static readonly Resolve Rank = Resolve.Custom("rank", candidates => candidates.Select((c, i) => (Rank: c.Connection?.Value switch { "crm" => 0, "erp" => 1, _ => 2 }, Index: i)).Min().Index);
}
