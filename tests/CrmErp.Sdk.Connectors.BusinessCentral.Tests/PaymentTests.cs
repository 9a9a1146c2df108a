using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

/// <summary>Payments are lines of a journal: the service lists them below it only.</summary>
public class PaymentTests
{
    private static readonly RecordShape Payments = TestEnvironment.Shape("customerPayments", "customerId", "amount", "documentNumber");

    [Fact]
    public async Task The_lines_of_the_journal_are_read_counted_found_and_followed()
    {
        await using var environment = await TestEnvironment.StartAsync();
        var customer = environment.Customer("Payer");
        var made = await environment.CreateAsync(Payments, "0102030405060708090a0b0c0d0e0f10", ("customerId", FieldValue.From(new Reference("customers", customer))), ("amount", -50m));
        environment.Settle();

        var page = await environment.Connector.ReadPageAsync(new ReadPageRequest { Shape = Payments });
        page.Page.Count.Should().Be(1);
        page.Page.Read(0).Ref.Id.Should().Be(made.Id);
        (await environment.Connector.CountAsync(new CountRequest { Object = "customerPayments" })).Should().Be(1);
        (await environment.Connector.FindAsync(new FindRequest { Shape = Payments, Field = RecordFilter.MarkerField, Values = [FieldValue.From("0102030405060708090a0b0c0d0e0f10")] })).Should().ContainSingle();
        (await environment.DrainAsync(Payments, null)).Records.Should().ContainSingle().Which.Ref.Id.Should().Be(made.Id);
        (await environment.GetAsync(Payments, made.Id!)).Fields["amount"].AsDecimal().Should().Be(-50m);
    }

    [Fact]
    public async Task Without_a_journal_of_that_name_the_answer_says_what_to_set()
    {
        await using var environment = await TestEnvironment.StartAsync(o => o.PaymentJournal = "NOWHERE");

        var read = () => environment.Connector.ReadPageAsync(new ReadPageRequest { Shape = Payments });

        var error = (await read.Should().ThrowAsync<ConnectorException>()).Which;
        error.Kind.Should().Be(ErrorKind.Configuration);
        error.UserMessage.Should().Contain("PaymentJournal");
    }

    [Fact]
    public void Without_a_journal_payments_have_no_map_and_take_no_part()
    {
        BusinessCentralStandardMaps.Create(new BusinessCentralOptions { Currency = "EUR" }).Find("Payment").Should().BeNull();
        BusinessCentralStandardMaps.Create(new BusinessCentralOptions { Currency = "EUR", PaymentJournal = "GENERAL" }).Find("Payment").Should().NotBeNull();
    }
}
