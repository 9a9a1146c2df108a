namespace CrmErp.Sdk.Workflows;

/// <summary>One amount and its tax: a line after its share of the document's discount, or the freight.</summary>
internal readonly record struct TaxShare(decimal Amount, decimal Rate, string? Code, decimal Quantity);

/// <summary>What tax is taken on.</summary>
internal static class TaxShares
{
    /// <summary>The amounts of the lines, or null when a line does not say enough.</summary>
    public static decimal[]? Amounts(DocumentFigures document, int decimals)
    {
        var amounts = new decimal[document.Lines.Count];
        for (var i = 0; i < amounts.Length; i++)
        {
            var line = document.Lines[i];
            if (line.Amount(document.PricesIncludeTax, decimals) is { } amount)
            {
                amounts[i] = amount;
            }
            else if (line.Quantity is not null || line.UnitPrice is not null)
            {
                return null;
            }
        }

        return amounts;
    }

    /// <summary>Whether every amount has a rate. A rate that is unknown is never taken for zero.</summary>
    public static bool RatesAreKnown(DocumentFigures document, IReadOnlyList<decimal> amounts, TaxRule rule) =>
        !document.Lines.Where((l, i) => amounts[i] != 0 && l.TaxRate is null).Any()
        && (document.Freight == 0 || FreightRate(document, amounts, rule) is not null);

    public static decimal? FreightRate(DocumentFigures document, IReadOnlyList<decimal> amounts, TaxRule rule)
    {
        if (rule.FreightTaxRate is { } declared)
        {
            return declared;
        }

        var greatest = -1;
        for (var i = 0; i < amounts.Count; i++)
        {
            greatest = greatest < 0 || amounts[i] > amounts[greatest] ? i : greatest;
        }

        return greatest < 0 ? null : document.Lines[greatest].TaxRate;
    }

    /// <summary>A discount on the whole document, spread by amount so that the parts add up to it.</summary>
    public static decimal[] Spread(decimal discount, IReadOnlyList<decimal> amounts, int decimals)
    {
        var parts = new decimal[amounts.Count];
        var sum = amounts.Sum();
        if (discount == 0 || sum == 0)
        {
            return parts;
        }

        var (reached, given) = (0m, 0m);
        for (var i = 0; i < parts.Length; i++)
        {
            reached += amounts[i];
            var upToHere = Math.Round(discount * (reached / sum), decimals, MidpointRounding.AwayFromZero);
            parts[i] = upToHere - given;
            given = upToHere;
        }

        return parts;
    }
}
