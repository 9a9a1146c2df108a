using System.Text.Json;
using CrmErp.Samples.QuoteToCash.Comparing;
using CrmErp.Samples.QuoteToCash.Comparing.Entities;

namespace CrmErp.Sdk.Samples.Tests.Comparing;

public class FieldRuleTests
{
    private static readonly Scene Empty = new(
        new Side("crm", new Uri("http://127.0.0.1:1"), new HttpClient()), new Side("erp", new Uri("http://127.0.0.1:1"), new HttpClient()));

    [Theory]
    [InlineData("Müller GmbH", "Müller GmbH", true)]
    [InlineData("Müller GmbH", "Mueller GmbH", false)]
    [InlineData("Müller GmbH", "Müller GmbH  ", true)] // Salesforce trims what Business Central keeps
    [InlineData("Müller GmbH", "MÜLLER GMBH", false)]
    [InlineData(null, "", true)]
    public void Names_agree_when_one_rendering_gives_the_other(string? crm, string erp, bool agree) =>
        Agree("Account", "Name", ("Name", crm), ("displayName", erp)).Should().Be(agree);

    [Fact]
    public void A_name_longer_than_the_other_field_agrees_with_its_cut_and_with_no_other()
    {
        var name = new string('L', 60) + " " + new string('N', 60);

        Agree("Account", "Name", ("Name", name), ("displayName", name[..100])).Should().BeTrue();
        Agree("Account", "Name", ("Name", name), ("displayName", name[..99])).Should().BeFalse();
    }

    [Fact]
    public void A_cut_never_splits_a_character_of_two_units()
    {
        var name = new string('x', 99) + "🥐" + "y";

        Agree("Account", "Name", ("Name", name), ("displayName", name[..99])).Should().BeTrue();
    }

    [Theory]
    [InlineData("Germany", "DE", true)]
    [InlineData("Deutschland", "DE", true)]
    [InlineData("Austria", "DE", false)]
    [InlineData(null, "", true)]
    public void Countries_are_names_here_and_codes_there(string? crm, string erp, bool agree) =>
        Agree("Account", "BillingAddress.Country", ("BillingCountry", crm), ("country", erp)).Should().Be(agree);

    [Theory]
    [InlineData("Tor 3\nHalle B\nStraße 17", "Tor 3", "Halle B", true)] // the ERP has two lines
    [InlineData("Tor 3", "Tor 3", "", true)]
    [InlineData("Tor 3\nHalle B", "Tor 3", "", false)]
    [InlineData("Tor 3", "Tor 4", "", false)]
    public void Streets_are_split_into_lines(string crm, string line1, string line2, bool agree) =>
        Agree("Account", "BillingAddress.Lines", [("BillingStreet", crm)], [("addressLine1", line1), ("addressLine2", line2)]).Should().Be(agree);

    [Theory]
    [InlineData("Anna Maria", "O'Brien", "Anna Maria O'Brien", true)]
    [InlineData(null, "Cher", "Cher", true)]
    [InlineData("Jörg", "Müller", "Müller Jörg", false)]
    [InlineData("Jörg", "von Stein", "Jörg von Stein", true)]
    public void Person_names_are_joined_and_split(string? first, string last, string joined, bool agree) =>
        Agree("Contact", "Name", [("FirstName", first), ("LastName", last)], [("displayName", joined)]).Should().Be(agree);

    [Theory]
    [InlineData(2.02, 2.015, true)] // two decimals here, five there, half away from zero
    [InlineData(2.01, 2.015, false)]
    [InlineData(5, 5, true)]
    public void Amounts_are_rounded_to_the_scale_of_the_other_side(decimal crm, decimal erp, bool agree)
    {
        var rule = Rule("Account", "CreditLimit");

        rule.Agree(Item(("CreditLimit__c", crm)), Item(("creditLimit", erp)), Empty).Should().Be(agree);
    }

    [Fact]
    public void A_credit_limit_of_zero_is_none() =>
        Rule("Account", "CreditLimit").Agree(Item(("CreditLimit__c", null)), Item(("creditLimit", 0m)), Empty).Should().BeTrue();

    [Theory]
    [InlineData("de123", "DE123", true)]
    [InlineData("DE123", "DE124", false)]
    public void Codes_of_the_ERP_are_upper_case(string crm, string erp, bool agree) =>
        Agree("Account", "TaxId", ("TaxNumber__c", crm), ("taxRegistrationNumber", erp)).Should().Be(agree);

    [Fact]
    public void At_most_five_shared_fields_are_not_compared_each_with_a_reason()
    {
        Comparison.NotCompared.Should().HaveCountLessThanOrEqualTo(5);
        Comparison.NotCompared.Values.Should().OnlyContain(reason => reason.Length > 20);
    }

    [Fact]
    public void The_comparer_references_no_project_of_the_SDK() =>
        typeof(Comparison).Assembly.GetReferencedAssemblies().Should().NotContain(a => a.Name!.StartsWith("CrmErp.Sdk", StringComparison.Ordinal));

    private static bool Agree(string entity, string field, (string, object?) crm, (string, object?) erp) => Rule(entity, field).Agree(Item(crm), Item(erp), Empty);

    private static bool Agree(string entity, string field, (string, object?)[] crm, (string, object?)[] erp) => Rule(entity, field).Agree(Item(crm), Item(erp), Empty);

    private static FieldRule Rule(string entity, string field) => Rules.All.Single(r => r.Name == entity).Fields.Single(f => f.Name == field);

    private static Item Item(params (string Name, object? Value)[] values) =>
        new("Thing", "1", JsonSerializer.SerializeToElement(values.ToDictionary(v => v.Name, v => v.Value)));
}
