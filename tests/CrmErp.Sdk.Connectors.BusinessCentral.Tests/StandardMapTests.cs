using CrmErp.Sdk.Connectors.BusinessCentral.Mapping;
using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

public class StandardMapTests
{
    public static TheoryData<string> Entities => [.. BusinessCentralStandardMaps.Create(Options()).Entities];

    private static BusinessCentralOptions Options() => new() { Currency = "EUR", PaymentJournal = "GENERAL" };

    private static EntityType Type(string entity) => entity switch
    {
        "Account" => Account.EntityType,
        "Contact" => Contact.EntityType,
        "Product" => Product.EntityType,
        "InventoryLevel" => InventoryLevel.EntityType,
        "Opportunity" => Opportunity.EntityType,
        "SalesOrder" => SalesOrder.EntityType,
        "Invoice" => Invoice.EntityType,
        "CreditNote" => CreditNote.EntityType,
        "Payment" => Payment.EntityType,
        _ => throw new ArgumentException(entity),
    };

    [Theory]
    [MemberData(nameof(Entities))]
    public void A_standard_map_fits_the_shipped_schema(string entity)
    {
        var map = BusinessCentralStandardMaps.Create(Options()).Find(entity)!;
        var schema = StandardSchema.Find(map.Object)!;

        var compiled = map.Compile("erp", Type(entity), schema);

        compiled.Shape.Fields.Should().OnlyContain(f => schema.Find(f.Path) != null, "every path must be in the schema");
        foreach (var lines in compiled.Shape.Fields.Where(f => f.Kind == FieldKind.Lines))
        {
            lines.Lines!.Fields.Should().OnlyContain(f => schema.Find(lines.Path)!.Lines!.Find(f.Path) != null);
        }
    }

    [Theory]
    [MemberData(nameof(Entities))]
    public async Task A_standard_map_fits_the_live_schema(string entity)
    {
        await using var environment = await TestEnvironment.StartAsync();
        var map = BusinessCentralStandardMaps.Create(Options()).Find(entity)!;
        var live = await environment.Connector.ReadMetadataAsync(new MetadataRequest { Objects = [map.Object] });
        Assert.SkipWhen(live.Count == 0, $"The simulator has no '{map.Object}'.");

        var compiled = map.Compile("erp", Type(entity), live[0]);

        compiled.Shape.Fields.Where(f => live[0].Find(f.Path) is null).Select(f => f.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_shipped_is_what_the_system_says()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var live = await environment.Connector.ReadMetadataAsync(new MetadataRequest { Objects = [.. StandardSchema.Objects.Select(o => o.Name)] });

        foreach (var (shipped, found) in live.Select(l => (StandardSchema.Find(l.Name)!, l)))
        {
            found.Fields.Select(f => (f.Path, f.Kind, f.MaxLength)).Should().Contain(shipped.Fields.Select(f => (f.Path, f.Kind, f.MaxLength)), shipped.Name);
        }
    }

    [Fact]
    public void The_end_of_a_payment_line_says_nothing_unless_the_definition_does()
    {
        DeletesOf<Payment>(_ => { }).Should().Be(Deletes.Ignore);
        DeletesOf<Payment>(p => p.OnDelete(Deletes.Unlink)).Should().Be(Deletes.Unlink);
    }

    private static Deletes DeletesOf<T>(Action<FlowBuilder<T>> more)
        where T : Entity, ICanonicalEntity<T>
    {
        var services = new ServiceCollection();
        services.AddSingleton<ISyncStore>(_ => throw new InvalidOperationException("The store is not opened in this test."));
        var registration = BusinessCentralRegistration.Create(Options());
        services.AddCrmErpSync(sync => sync.AddConnection("one", registration).AddConnection("two", registration).Sync<T>(f =>
        {
            f.Between("one", "two");
            more(f);
        }));
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<SyncDefinition>().FindFlow(T.EntityType.Name)!.OnDelete;
    }

    [Theory]
    [InlineData("Ana María García", "Ana María", "García")]
    [InlineData("Cher", null, "Cher")]
    [InlineData(" Jean  Dupont ", "Jean", "Dupont")]
    public void A_persons_name_is_split_at_its_last_blank(string name, string? first, string last)
    {
        var canonical = new FieldValue[2];
        PersonName.Read([name], canonical);

        (canonical[0].TextOrNull(), canonical[1].TextOrNull()).Should().Be((first, last));
    }

    [Theory]
    [InlineData("Open", 100, 100, "Open")]
    [InlineData("Open", 40, 100, "PartlyPaid")]
    [InlineData("Paid", 0, 100, "Paid")]
    [InlineData("Canceled", 0, 100, "Void")]
    [InlineData("Draft", 100, 100, null)]
    public void The_payment_status_follows_from_status_and_remaining_amount(string status, int remaining, int total, string? expected)
    {
        var canonical = new FieldValue[1];
        DocumentStates.ReadPayment([status, (decimal)remaining, (decimal)total], canonical);

        canonical[0].TextOrNull().Should().Be(expected);
    }
}
