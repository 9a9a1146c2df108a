namespace CrmErp.Sdk.Workflows;

/// <summary>Rounds amounts by a declared midpoint rule. <see cref="Math.Round(decimal)"/> alone is to-even.</summary>
internal static class AmountRounding
{
    public static decimal Round(decimal value, int decimals, TaxMidpoint midpoint) => midpoint switch
    {
        TaxMidpoint.AwayFromZero => Math.Round(value, decimals, MidpointRounding.AwayFromZero),
        TaxMidpoint.ToEven => Math.Round(value, decimals, MidpointRounding.ToEven),
        TaxMidpoint.Upwards => NearestOr(value, decimals, MidpointRounding.ToPositiveInfinity),
        TaxMidpoint.TowardZero => NearestOr(value, decimals, MidpointRounding.ToZero),
        TaxMidpoint.AlwaysUp => Math.Round(value, decimals, value < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity),
        TaxMidpoint.AlwaysDown => Math.Round(value, decimals, MidpointRounding.ToZero),
        _ => throw new ArgumentOutOfRangeException(nameof(midpoint), midpoint, "This is no midpoint rule."),
    };

    // .NET's directed roundings are directed everywhere; here only the exact middle is.
    private static decimal NearestOr(decimal value, int decimals, MidpointRounding middle)
    {
        var down = Math.Round(value, decimals, MidpointRounding.ToNegativeInfinity);
        var up = Math.Round(value, decimals, MidpointRounding.ToPositiveInfinity);
        return value - down == up - value ? Math.Round(value, decimals, middle) : value - down < up - value ? down : up;
    }
}
