using CrmErp.Sdk.Workflows;

namespace CrmErp.Sdk.Tests.Workflows.Documents;

public class TotalsDifferenceTests
{
    private static readonly TaxRule Exact = new() { Rounding = TaxRounding.PerLine, Tolerance = 0 };

    private static readonly DocumentLine TenFive = new() { Quantity = 1, UnitPrice = 10.05m, TaxRate = 7.5m };

    private static DocumentFigures Stated(decimal net, decimal tax, decimal? gross = null, params DocumentLine[] lines) =>
        new() { Currency = "EUR", Lines = lines.Length > 0 ? lines : [TenFive, TenFive, TenFive], NetTotal = net, TaxTotal = tax, GrossTotal = gross ?? (net + tax) };

    [Fact]
    public void Another_rounding_level_is_named()
    {
        var difference = DocumentTotals.Compare(Stated(30.15m, 2.26m), Exact);
        difference.Should().BeEquivalentTo(new { Cause = TotalsCause.RoundingLevel, Net = 0m, Tax = 0.01m, Gross = 0.01m });
        difference!.Message.Should().Contain(nameof(TaxRounding.PerTaxGroup));
    }

    [Fact]
    public void Another_midpoint_is_named() =>
        DocumentTotals.Compare(Stated(15.10m, 2.26m, null, new DocumentLine { Quantity = 1, UnitPrice = 15.10m, TaxRate = 15 }), Exact)!.Cause.Should().Be(TotalsCause.Midpoint);

    [Fact]
    public void Another_rate_is_named_with_what_it_seems_to_be()
    {
        var difference = DocumentTotals.Compare(Stated(100m, 7m, null, new DocumentLine { Quantity = 1, UnitPrice = 100m, TaxRate = 19 }), Exact)!;
        difference.Cause.Should().Be(TotalsCause.Rate);
        difference.Message.Should().Contain("about 7 %");
    }

    [Fact]
    public void Prices_that_do_not_come_to_the_sum_are_the_base() =>
        DocumentTotals.Compare(Stated(25m, 1.88m), Exact)!.Cause.Should().Be(TotalsCause.Base);

    [Fact]
    public void Totals_that_do_not_add_up_are_the_sum() =>
        DocumentTotals.Compare(Stated(30.15m, 2.25m, 40m), Exact)!.Should().BeEquivalentTo(new { Cause = TotalsCause.Sum, Gross = 7.60m });

    [Fact]
    public void A_discount_that_is_not_taken_off_is_named() =>
        DocumentTotals.Compare(Stated(30.15m, 2.25m) with { Discount = 3m }, Exact)!.Cause.Should().Be(TotalsCause.Discount);

    [Fact]
    public void A_discount_that_does_not_reduce_the_tax_is_named() =>
        DocumentTotals.Compare(Stated(27.15m, 2.25m) with { Discount = 3m }, Exact)!.Cause.Should().Be(TotalsCause.Discount);

    [Fact]
    public void Freight_that_is_not_taxed_is_named() =>
        DocumentTotals.Compare(Stated(40.15m, 2.25m) with { Freight = 10m }, Exact)!.Cause.Should().Be(TotalsCause.Freight);

    [Fact]
    public void Tax_on_prices_that_contain_it_is_named() =>
        DocumentTotals.Compare(Stated(30.15m, 2.25m) with { PricesIncludeTax = true }, Exact)!.Cause.Should().Be(TotalsCause.TaxInclusion);

    [Fact]
    public void A_cent_within_the_tolerance_is_no_difference()
    {
        DocumentTotals.Compare(Stated(30.15m, 2.26m), new TaxRule()).Should().BeNull();
        DocumentTotals.Compare(Stated(30.15m, 2.27m), new TaxRule()).Should().NotBeNull();
        DocumentTotals.Compare(Stated(1150.00m, 0m, 1150.01m, new DocumentLine { Quantity = 1, UnitPrice = 1150m, TaxRate = 0 }), Exact)!.Cause.Should().Be(TotalsCause.Sum);
    }

    [Fact]
    public void Without_rates_only_the_sum_of_the_lines_is_compared()
    {
        var line = new DocumentLine { Quantity = 2, UnitPrice = 5m };
        DocumentTotals.Compare(Stated(10m, 1.90m, null, line), Exact).Should().BeNull();
        DocumentTotals.Compare(Stated(11m, 1.90m, null, line), Exact)!.Cause.Should().Be(TotalsCause.Base);
    }

    [Fact]
    public void What_a_document_does_not_state_is_not_compared()
    {
        DocumentTotals.Compare(new DocumentFigures { Lines = [TenFive] }, Exact).Should().BeNull();
        DocumentTotals.Compare(new DocumentFigures { Lines = [], NetTotal = 5 }, Exact).Should().BeNull();
        DocumentTotals.Compare(new DocumentFigures { Lines = [new DocumentLine { Quantity = 3 }], NetTotal = 5 }, Exact).Should().BeNull();
    }
}
