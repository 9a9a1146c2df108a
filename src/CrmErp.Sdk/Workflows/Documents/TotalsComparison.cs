using System.Globalization;

namespace CrmErp.Sdk.Workflows;

/// <summary>Looks for what explains a document's totals: one thing is changed at a time, the likeliest first.</summary>
internal sealed class TotalsComparison(DocumentFigures document, TaxRule rule)
{
    private static readonly TaxMidpoint[] s_nearest = [TaxMidpoint.AwayFromZero, TaxMidpoint.ToEven, TaxMidpoint.Upwards, TaxMidpoint.TowardZero];
    private static readonly TaxMidpoint[] s_directed = [TaxMidpoint.AlwaysUp, TaxMidpoint.AlwaysDown];

    private readonly decimal _tolerance = rule.ToleranceOf(document.Currency);

    public TotalsDifference? Find()
    {
        if (document is { NetTotal: { } net, TaxTotal: { } tax, GrossTotal: { } gross } && Math.Abs(net + tax - gross) > _tolerance)
        {
            return new TotalsDifference(TotalsCause.Sum, Text($"Net {net} and tax {tax} do not make the stated gross {gross}."), 0, 0, gross - net - tax);
        }

        var decimals = rule.DecimalsOf(document.Currency);
        if (document.Lines.Count == 0 || TaxShares.Amounts(document, decimals) is not { } amounts)
        {
            return null;
        }

        return TaxShares.RatesAreKnown(document, amounts, rule) ? FindCause(DocumentTotals.Compute(document, rule)) : FindBase(amounts.Sum() - document.Discount + document.Freight);
    }

    private TotalsDifference? FindCause(DocumentTotals expected)
    {
        if (Fits(expected.Net, expected.Tax, expected.Gross, _tolerance))
        {
            return null;
        }

        foreach (var (cause, message, other) in Explanations())
        {
            if (Fits(other.Net, other.Tax, other.Gross, 0))
            {
                return Difference(cause, message, expected);
            }
        }

        // What the prices come to, before any tax.
        var (stated, computed) = document.PricesIncludeTax ? (document.GrossTotal, expected.Gross) : (document.NetTotal, expected.Net);
        return stated is { } sum && Math.Abs(sum - computed) > _tolerance
            ? Difference(TotalsCause.Base, Text($"The lines come to {computed}, the document says {sum}."), expected)
            : Difference(TotalsCause.Rate, RateText(expected), expected);
    }

    // Without rates only the side that prices speak of can be computed.
    private TotalsDifference? FindBase(decimal computed)
    {
        var stated = document.PricesIncludeTax ? document.GrossTotal : document.NetTotal;
        if (stated is not { } sum || Math.Abs(sum - computed) <= _tolerance)
        {
            return null;
        }

        var difference = sum - computed;
        return new TotalsDifference(TotalsCause.Base, Text($"The lines come to {computed}, the document says {sum}."), document.PricesIncludeTax ? 0 : difference, 0, document.PricesIncludeTax ? difference : 0);
    }

    private IEnumerable<(TotalsCause Cause, string Message, DocumentTotals Totals)> Explanations()
    {
        foreach (var midpoint in s_nearest)
        {
            yield return (TotalsCause.Midpoint, $"The totals are those of the midpoint rule {midpoint}; declared is {rule.Midpoint}.", DocumentTotals.Compute(document, rule with { Midpoint = midpoint }));
        }

        TaxMidpoint[] midpoints = [rule.Midpoint, .. s_nearest, .. s_directed];
        foreach (var midpoint in midpoints)
        {
            foreach (var level in Enum.GetValues<TaxRounding>())
            {
                var cause = level == rule.Rounding ? TotalsCause.Midpoint : TotalsCause.RoundingLevel;
                yield return (cause, $"The totals are those of rounding {level}, {midpoint}; declared is {rule.Rounding}, {rule.Midpoint}.", DocumentTotals.Compute(document, rule with { Rounding = level, Midpoint = midpoint }));
            }
        }

        if (document.Freight != 0)
        {
            yield return (TotalsCause.Freight, "The freight is not taxed.", DocumentTotals.Compute(document, rule with { FreightTaxRate = 0 }));
            yield return (TotalsCause.Freight, "The freight is left out.", DocumentTotals.Compute(document with { Freight = 0 }, rule));
        }

        if (document.Discount != 0)
        {
            var undiscounted = DocumentTotals.Compute(document with { Discount = 0 }, rule);
            yield return (TotalsCause.Discount, "The document's discount is not taken off.", undiscounted);
            yield return (TotalsCause.Discount, "The document's discount is taken off without reducing the tax.", undiscounted with { Net = undiscounted.Net - document.Discount });
        }

        yield return (TotalsCause.TaxInclusion, document.PricesIncludeTax ? "Tax is added to prices that are said to contain it." : "Tax is taken out of prices that are said not to contain it.", DocumentTotals.Compute(document with { PricesIncludeTax = !document.PricesIncludeTax }, rule));
    }

    private bool Fits(decimal net, decimal tax, decimal gross, decimal tolerance) =>
        Near(document.NetTotal, net, tolerance) && Near(document.TaxTotal, tax, tolerance) && Near(document.GrossTotal, gross, tolerance);

    private static bool Near(decimal? stated, decimal expected, decimal tolerance) => stated is not { } value || Math.Abs(value - expected) <= tolerance;

    private TotalsDifference Difference(TotalsCause cause, string message, DocumentTotals expected) => new(
        cause,
        message,
        (document.NetTotal ?? expected.Net) - expected.Net,
        (document.TaxTotal ?? expected.Tax) - expected.Tax,
        (document.GrossTotal ?? expected.Gross) - expected.Gross);

    private string RateText(DocumentTotals expected)
    {
        var tax = document.TaxTotal ?? (document.GrossTotal - (document.NetTotal ?? expected.Net)) ?? expected.Tax;
        return expected.Net == 0
            ? Text($"The tax is {tax}, by the rule it is {expected.Tax}.")
            : Text($"The tax is {tax}, by the rule it is {expected.Tax}: the document was taxed at about {Math.Round(tax * 100 / expected.Net, 2)} %.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
