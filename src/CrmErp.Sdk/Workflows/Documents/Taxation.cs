namespace CrmErp.Sdk.Workflows;

/// <summary>Takes tax at the level of a rule.</summary>
internal sealed class Taxation(bool inclusive, TaxRule rule, int decimals)
{
    /// <summary>One share for itself: the rounding of a line, or of its units.</summary>
    public AmountWithTax OfShare(TaxShare share)
    {
        var tax = rule.Rounding == TaxRounding.PerUnit ? OfUnits(share) : OfAmount(share.Amount, share.Rate);
        return new AmountWithTax(inclusive ? share.Amount - tax : share.Amount, tax);
    }

    /// <summary>The tax of the whole document.</summary>
    public decimal OfAll(IReadOnlyList<TaxShare> shares, IReadOnlyList<AmountWithTax> parts) => rule.Rounding switch
    {
        TaxRounding.PerUnit or TaxRounding.PerLine => parts.Sum(p => p.Tax),
        TaxRounding.PerTaxGroup => shares.GroupBy(s => (s.Code, s.Rate)).Sum(g => OfAmount(g.Sum(s => s.Amount), g.Key.Rate)),
        TaxRounding.PerDocument => inclusive
            ? shares.Sum(s => s.Amount) - Round(shares.Sum(s => NetOf(s.Amount, s.Rate)))
            : Round(shares.Sum(s => s.Amount * s.Rate / 100)),
        _ => throw new ArgumentOutOfRangeException(nameof(shares), rule.Rounding, "This is no rounding level."),
    };

    // Of an amount with tax the net is rounded, and the tax is the rest, so that the amount stays what was agreed.
    private decimal OfAmount(decimal amount, decimal rate) => inclusive ? amount - Round(NetOf(amount, rate)) : Round(amount * rate / 100);

    private decimal OfUnits(TaxShare share)
    {
        var unit = share.Amount / share.Quantity;
        return inclusive
            ? share.Amount - Round(Round(NetOf(unit, share.Rate)) * share.Quantity)
            : Round(Round(unit * share.Rate / 100) * share.Quantity);
    }

    private static decimal NetOf(decimal amount, decimal rate) => amount * 100 / (100 + rate);

    private decimal Round(decimal value) => AmountRounding.Round(value, decimals, rule.Midpoint);
}
