namespace CrmErp.Sdk.Workflows;

/// <summary>
/// Quantity, unit price, discount and total of one line, of which two of the last three decide the third. Systems disagree when all
/// three travel: a discount of 9.99775 % kept with two decimals makes a unit price of 133.3300001 out of 133.33. So two are taken and
/// the third is computed once.
/// </summary>
/// <param name="Quantity">How many units.</param>
/// <param name="UnitPrice">Price of one unit before discount.</param>
/// <param name="Discount">Discount on the whole line; positive.</param>
/// <param name="Total">Quantity times unit price less discount.</param>
public readonly record struct LinePrice(decimal Quantity, decimal UnitPrice, decimal Discount, decimal Total)
{
    /// <summary>How many decimals a computed unit price keeps.</summary>
    public const int UnitPriceDecimals = 10;

    /// <summary>Completes a line of which two of unit price, discount and total are known.</summary>
    /// <param name="quantity">How many units.</param>
    /// <param name="unitPrice">Price of one unit before discount.</param>
    /// <param name="discount">Discount on the whole line; positive.</param>
    /// <param name="total">What the line comes to.</param>
    /// <param name="decimals">Decimals of the currency: the total is rounded to them, half away from zero.</param>
    /// <exception cref="ArgumentException">Not exactly two are given, or the unit price of no units is asked for.</exception>
    public static LinePrice Complete(decimal quantity, decimal? unitPrice, decimal? discount, decimal? total, int decimals) => (unitPrice, discount, total) switch
    {
        ({ } unit, { } less, null) => new LinePrice(quantity, unit, less, Rounded((quantity * unit) - less, decimals)),
        // Of the rounded amount, so that unit, discount and total agree to the last decimal.
        ({ } unit, null, { } sum) => new LinePrice(quantity, unit, Rounded(quantity * unit, decimals) - sum, sum),
        (null, { } less, { } sum) when quantity != 0 => new LinePrice(quantity, Math.Round((sum + less) / quantity, UnitPriceDecimals), less, sum),
        (null, not null, not null) => throw new ArgumentException("No unit price follows from a quantity of zero.", nameof(quantity)),
        _ => throw new ArgumentException("Exactly two of unit price, discount and total decide the third."),
    };

    /// <summary>A discount in percent as an amount on the whole line, rounded half away from zero.</summary>
    /// <param name="quantity">How many units.</param>
    /// <param name="unitPrice">Price of one unit.</param>
    /// <param name="percent">The discount in percent (10 is ten percent).</param>
    /// <param name="decimals">Decimals of the currency.</param>
    public static decimal DiscountOf(decimal quantity, decimal unitPrice, decimal percent, int decimals) => Rounded(quantity * unitPrice * percent / 100, decimals);

    private static decimal Rounded(decimal value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);
}
