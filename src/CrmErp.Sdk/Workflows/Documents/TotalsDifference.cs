namespace CrmErp.Sdk.Workflows;

/// <summary>The totals that a document states are not those of the declared rule.</summary>
/// <param name="Cause">The likeliest cause.</param>
/// <param name="Message">The cause in one sentence; it carries amounts, so it is for a person and never for a log.</param>
/// <param name="Net">Stated less expected net; 0 when the document states none.</param>
/// <param name="Tax">Stated less expected tax; 0 when the document states none.</param>
/// <param name="Gross">Stated less expected gross; 0 when the document states none.</param>
public sealed record TotalsDifference(TotalsCause Cause, string Message, decimal Net, decimal Tax, decimal Gross);

/// <summary>Why totals differ.</summary>
public enum TotalsCause
{
    /// <summary>The stated net and tax do not add up to the stated gross.</summary>
    Sum = 1,
    /// <summary>Quantities, prices and discounts of the lines do not come to the stated sum.</summary>
    Base = 2,
    /// <summary>The document's discount is not taken off, or only after tax.</summary>
    Discount = 3,
    /// <summary>Freight is left out, or taxed otherwise.</summary>
    Freight = 4,
    /// <summary>Prices are taken to contain tax where they do not, or the other way round.</summary>
    TaxInclusion = 5,
    /// <summary>Tax is rounded at another level.</summary>
    RoundingLevel = 6,
    /// <summary>The middle between two roundable values goes another way.</summary>
    Midpoint = 7,
    /// <summary>The base agrees and no rounding explains the tax: another rate was taken.</summary>
    Rate = 8,
}
