namespace CrmErp.Sdk;

/// <summary>How an ERP arrives at the tax of a document. It is declared, never guessed: documents are held against it.</summary>
public sealed record TaxRule
{
    /// <summary>At which level tax is rounded. The default is <see cref="TaxRounding.PerLine"/>.</summary>
    public TaxRounding Rounding { get; init; } = TaxRounding.PerLine;

    /// <summary>Where a value between two roundable ones goes. The default is <see cref="TaxMidpoint.AwayFromZero"/>, the commercial one.</summary>
    public TaxMidpoint Midpoint { get; init; } = TaxMidpoint.AwayFromZero;

    /// <summary>
    /// Whether the ERP computes credit notes as documents of negative amounts. It matters only where the midpoint rule is not symmetric:
    /// minus 2.265 becomes minus 2.27 away from zero and minus 2.26 upwards. The default is false: computed like an invoice.
    /// </summary>
    public bool CreditNotesAreNegative { get; init; }

    /// <summary>Rate of tax on freight, in percent; null, the default, means the rate of the line with the greatest amount.</summary>
    public decimal? FreightTaxRate { get; init; }

    /// <summary>How many decimals amounts have; null, the default, means those of the currency in ISO 4217 (yen 0, Kuwaiti dinar 3).</summary>
    public int? Decimals { get; init; }

    /// <summary>Up to which difference totals count as equal, in the document's currency; null, the default, means one unit of the last decimal.</summary>
    public decimal? Tolerance { get; init; }

    /// <summary>The decimals of amounts in a currency.</summary>
    public int DecimalsOf(string? currency) => Decimals ?? MinorUnits.Of(currency);

    internal decimal ToleranceOf(string? currency) => Tolerance ?? new decimal(1, 0, 0, false, (byte)DecimalsOf(currency));
}

/// <summary>At which level tax is rounded.</summary>
public enum TaxRounding
{
    /// <summary>The tax of one unit is rounded and multiplied.</summary>
    PerUnit = 1,
    /// <summary>The tax of each line is rounded, and the lines are added.</summary>
    PerLine = 2,
    /// <summary>Lines of one tax code and rate are added, and the tax of each group is rounded.</summary>
    PerTaxGroup = 3,
    /// <summary>All tax is added, and rounded once.</summary>
    PerDocument = 4,
}

/// <summary>Where a value between two roundable ones goes.</summary>
public enum TaxMidpoint
{
    /// <summary>To the nearer; the middle away from zero: 2.265 becomes 2.27, minus 2.265 becomes minus 2.27.</summary>
    AwayFromZero = 1,
    /// <summary>To the nearer; the middle to the even digit: 2.265 becomes 2.26.</summary>
    ToEven = 2,
    /// <summary>To the nearer; the middle upwards: 2.265 becomes 2.27, minus 2.265 becomes minus 2.26.</summary>
    Upwards = 3,
    /// <summary>To the nearer; the middle towards zero.</summary>
    TowardZero = 4,
    /// <summary>Never to the nearer, always away from zero.</summary>
    AlwaysUp = 5,
    /// <summary>Never to the nearer, always towards zero: digits are cut off.</summary>
    AlwaysDown = 6,
}
