using CrmErp.Sdk.Workflows;
using CsCheck;

namespace CrmErp.Sdk.Tests.Workflows.Documents;

public class DocumentTotalsTests
{
    private static DocumentLine Line(decimal quantity, decimal price, decimal rate, decimal? discount = null, string? code = null) =>
        new() { Quantity = quantity, UnitPrice = price, TaxRate = rate, DiscountAmount = discount, TaxCode = code };

    private static DocumentFigures Document(params DocumentLine[] lines) => new() { Currency = "EUR", Lines = lines };

    private static decimal Tax(DocumentFigures document, TaxRounding rounding, TaxMidpoint midpoint = TaxMidpoint.AwayFromZero) =>
        DocumentTotals.Compute(document, new TaxRule { Rounding = rounding, Midpoint = midpoint }).Tax;

    [Theory]
    [InlineData(TaxRounding.PerLine, "2.25")]
    [InlineData(TaxRounding.PerTaxGroup, "2.26")]
    [InlineData(TaxRounding.PerDocument, "2.26")]
    public void Three_lines_of_ten_and_five_cents_at_seven_and_a_half_percent(TaxRounding rounding, string expected) =>
        Tax(Document(Line(1, 10.05m, 7.5m), Line(1, 10.05m, 7.5m), Line(1, 10.05m, 7.5m)), rounding).Should().Be(decimal.Parse(expected));

    [Theory]
    [InlineData(TaxRounding.PerUnit, "0.49")]
    [InlineData(TaxRounding.PerLine, "0.47")]
    public void Seven_units_of_thirty_five_cents_at_nineteen_percent(TaxRounding rounding, string expected) =>
        Tax(Document(Line(7, 0.35m, 19)), rounding).Should().Be(decimal.Parse(expected));

    [Fact]
    public void Ten_gross_at_twenty_one_percent_is_eight_twenty_six_net_and_stays_ten()
    {
        var totals = DocumentTotals.Compute(Document(Line(1, 10m, 21)) with { PricesIncludeTax = true }, new TaxRule());
        (totals.Net, totals.Tax, totals.Gross).Should().Be((8.26m, 1.74m, 10.00m));
    }

    [Theory]
    [InlineData("2.265", TaxMidpoint.AwayFromZero, "2.27")]
    [InlineData("-2.265", TaxMidpoint.AwayFromZero, "-2.27")]
    [InlineData("2.265", TaxMidpoint.ToEven, "2.26")]
    [InlineData("-2.265", TaxMidpoint.ToEven, "-2.26")]
    [InlineData("2.265", TaxMidpoint.Upwards, "2.27")]
    [InlineData("-2.265", TaxMidpoint.Upwards, "-2.26")]
    [InlineData("2.265", TaxMidpoint.TowardZero, "2.26")]
    [InlineData("2.2651", TaxMidpoint.TowardZero, "2.27")]
    [InlineData("-2.2649", TaxMidpoint.Upwards, "-2.26")]
    [InlineData("-2.2651", TaxMidpoint.Upwards, "-2.27")]
    [InlineData("2.261", TaxMidpoint.AlwaysUp, "2.27")]
    [InlineData("-2.261", TaxMidpoint.AlwaysUp, "-2.27")]
    [InlineData("2.269", TaxMidpoint.AlwaysDown, "2.26")]
    [InlineData("-2.269", TaxMidpoint.AlwaysDown, "-2.26")]
    public void The_middle_goes_where_the_rule_says_for_both_signs(string value, TaxMidpoint midpoint, string expected) =>
        AmountRounding.Round(decimal.Parse(value), 2, midpoint).Should().Be(decimal.Parse(expected));

    [Theory]
    [InlineData(false, "2.27")]
    [InlineData(true, "2.26")]
    public void A_credit_note_is_positive_and_rounds_by_the_sign_it_is_computed_with(bool negative, string expected)
    {
        // 15.10 at 15 % is 2.265.
        var rule = new TaxRule { Midpoint = TaxMidpoint.Upwards, CreditNotesAreNegative = negative };
        var totals = DocumentTotals.Compute(Document(Line(1, 15.10m, 15)) with { IsCreditNote = true }, rule);
        (totals.Net, totals.Tax).Should().Be((15.10m, decimal.Parse(expected)));
    }

    [Theory]
    [InlineData("JPY", "1005", "101")]
    [InlineData("KWD", "10.055", "1.006")]
    [InlineData("EUR", "10.05", "1.01")]
    [InlineData("CLF", "10.0555", "1.0056")]
    public void Amounts_have_the_decimals_of_their_currency(string currency, string price, string expected) =>
        Tax(Document(Line(1, decimal.Parse(price), 10)) with { Currency = currency }, TaxRounding.PerLine).Should().Be(decimal.Parse(expected));

    [Fact]
    public void Lines_of_one_rate_and_two_codes_are_two_groups()
    {
        var one = Document(Line(1, 0.25m, 10, code: "A"), Line(1, 0.25m, 10, code: "A"));
        var two = Document(Line(1, 0.25m, 10, code: "A"), Line(1, 0.25m, 10, code: "B"));
        (Tax(one, TaxRounding.PerTaxGroup), Tax(two, TaxRounding.PerTaxGroup)).Should().Be((0.05m, 0.06m));
    }

    [Fact]
    public void What_rounding_leaves_between_lines_and_document_is_named()
    {
        var totals = DocumentTotals.Compute(Document(Line(1, 10.05m, 7.5m), Line(1, 10.05m, 7.5m), Line(1, 10.05m, 7.5m)), new TaxRule { Rounding = TaxRounding.PerDocument });
        totals.Residue.Should().Be(0.01m);
    }

    [Fact]
    public void A_discount_on_the_document_is_spread_without_rest()
    {
        var totals = DocumentTotals.Compute(Document(Line(1, 10m, 19), Line(1, 10m, 19), Line(1, 10m, 7)) with { Discount = 10m }, new TaxRule());
        totals.Net.Should().Be(20m);
        totals.Lines.Select(l => l.Net).Should().Equal(6.67m, 6.66m, 6.67m);
    }

    [Fact]
    public void Freight_takes_the_rate_of_the_greatest_line_or_the_declared_one()
    {
        var document = Document(Line(1, 100m, 19), Line(1, 10m, 7)) with { Freight = 10m };
        DocumentTotals.Compute(document, new TaxRule()).Freight.Should().Be(new AmountWithTax(10m, 1.90m));
        DocumentTotals.Compute(document, new TaxRule { FreightTaxRate = 0 }).Freight.Should().Be(new AmountWithTax(10m, 0m));
    }

    [Fact]
    public void An_unknown_rate_is_never_taken_for_zero()
    {
        var act = () => DocumentTotals.Compute(Document(new DocumentLine { Quantity = 1, UnitPrice = 5 }), new TaxRule());
        act.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("133.33", "13.33", null, "133.33", "13.33", "120.00")]
    [InlineData("133.33", null, "120.00", "133.33", "13.33", "120.00")]
    [InlineData(null, "13.33", "120.00", "133.33", "13.33", "120.00")]
    public void Two_of_unit_price_discount_and_total_decide_the_third(string? unit, string? discount, string? total, string expectedUnit, string expectedDiscount, string expectedTotal) =>
        LinePrice.Complete(1, Parse(unit), Parse(discount), Parse(total), 2)
            .Should().Be(new LinePrice(1, decimal.Parse(expectedUnit), decimal.Parse(expectedDiscount), decimal.Parse(expectedTotal)));

    [Fact]
    public void Three_known_parts_or_one_are_refused()
    {
        FluentActions.Invoking(() => LinePrice.Complete(1, 2m, 0m, 2m, 2)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => LinePrice.Complete(1, 2m, null, null, 2)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => LinePrice.Complete(0, null, 0m, 2m, 2)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Net_and_tax_make_gross_and_prices_stay_what_was_agreed()
    {
        Documents().Sample(
            sample =>
            {
                var (document, rule) = sample;
                var totals = DocumentTotals.Compute(document, rule);
                var agreed = document.Lines.Sum(l => decimal.Round(l.Quantity!.Value * l.UnitPrice!.Value, rule.DecimalsOf(document.Currency), MidpointRounding.AwayFromZero)) - document.Discount + document.Freight;
                return totals.Net + totals.Tax == totals.Gross
                    && (document.PricesIncludeTax ? totals.Gross : totals.Net) == agreed
                    && decimal.Round(totals.Tax, rule.DecimalsOf(document.Currency)) == totals.Tax
                    && totals.Lines.Sum(l => l.Tax) + totals.Freight.Tax + totals.Residue == totals.Tax;
            },
            iter: 2000);
    }

    [Fact]
    public void A_document_agrees_with_the_rule_that_made_it()
    {
        Documents().Sample(
            sample =>
            {
                var (document, rule) = sample;
                var totals = DocumentTotals.Compute(document, rule);
                return DocumentTotals.Compare(document with { NetTotal = totals.Net, TaxTotal = totals.Tax, GrossTotal = totals.Gross }, rule with { Tolerance = 0 }) is null;
            },
            iter: 1000);
    }

    [Fact]
    public void A_credit_note_mirrors_its_invoice_under_every_symmetric_rule()
    {
        Documents().Sample(
            sample =>
            {
                var (document, rule) = sample;
                var symmetric = rule with { Midpoint = rule.Midpoint == TaxMidpoint.Upwards ? TaxMidpoint.ToEven : rule.Midpoint };
                var note = DocumentTotals.Compute(document with { IsCreditNote = true }, symmetric with { CreditNotesAreNegative = true });
                var invoice = DocumentTotals.Compute(document, symmetric);
                return note.Net == invoice.Net && note.Tax == invoice.Tax;
            },
            iter: 1000);
    }

    private static Gen<(DocumentFigures Document, TaxRule Rule)> Documents()
    {
        var line = Gen.Select(Gen.Int[1, 20], Gen.Int[1, 100_000], Pick(0m, 5.5m, 7m, 7.5m, 19m, 21m), Pick("A", "B"),
            (quantity, cents, rate, code) => Line(quantity, cents / 100m, rate, code: code));
        var rule = Gen.Select(Gen.Enum<TaxRounding>(), Gen.Enum<TaxMidpoint>(), (rounding, midpoint) => new TaxRule { Rounding = rounding, Midpoint = midpoint });
        return Gen.Select(line.Array[1, 6], Pick("EUR", "JPY", "KWD"), Gen.Bool, Gen.Int[0, 1], Gen.Int[0, 20], rule,
            (lines, currency, inclusive, discount, freight, taxRule) =>
                (new DocumentFigures { Currency = currency, PricesIncludeTax = inclusive, Lines = lines, Discount = discount, Freight = freight }, taxRule));
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static decimal? Parse(string? text) => text is null ? null : decimal.Parse(text);
}
