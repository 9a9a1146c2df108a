namespace CrmErp.Sdk.Workflows;

/// <summary>The totals of a document by a declared rule. Net plus tax is always gross.</summary>
public sealed record DocumentTotals
{
    /// <summary>The sum without tax.</summary>
    public required decimal Net { get; init; }

    /// <summary>The tax.</summary>
    public required decimal Tax { get; init; }

    /// <summary>The sum with tax.</summary>
    public decimal Gross => Net + Tax;

    /// <summary>The lines, after their shares of the document's discount, each with its own rounded tax.</summary>
    public required IReadOnlyList<AmountWithTax> Lines { get; init; }

    /// <summary>The freight.</summary>
    public AmountWithTax Freight { get; init; }

    /// <summary>
    /// What the document's tax has beyond that of its lines and freight: the residue of rounding at a higher level. An ERP that shows
    /// tax by line puts it somewhere, often on a line of its own.
    /// </summary>
    public decimal Residue => Tax - Lines.Sum(l => l.Tax) - Freight.Tax;

    /// <summary>Computes the totals that follow from a document's lines, discount and freight; what it states is not looked at.</summary>
    /// <param name="document">The document.</param>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">A line says neither quantity and price nor an amount, or has no rate of tax.</exception>
    /// <exception cref="OverflowException">An amount is beyond 28 digits.</exception>
    public static DocumentTotals Compute(DocumentFigures document, TaxRule rule)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(rule);
        var decimals = rule.DecimalsOf(document.Currency);
        var amounts = TaxShares.Amounts(document, decimals)
            ?? throw new ArgumentException("A line says neither quantity and price nor an amount.", nameof(document));
        if (!TaxShares.RatesAreKnown(document, amounts, rule))
        {
            throw new ArgumentException("A line has no rate of tax. An unknown rate is never taken for zero.", nameof(document));
        }

        var spread = TaxShares.Spread(document.Discount, amounts, decimals);
        var sign = document.IsCreditNote && rule.CreditNotesAreNegative ? -1 : 1;
        var shares = document.Lines.Select((l, i) => new TaxShare(sign * (amounts[i] - spread[i]), l.TaxRate ?? 0, l.TaxCode, l.Quantity is { } q and not 0 ? q : 1)).ToList();
        if (document.Freight != 0)
        {
            shares.Add(new TaxShare(sign * document.Freight, TaxShares.FreightRate(document, amounts, rule) ?? 0, null, 1));
        }

        var taxation = new Taxation(document.PricesIncludeTax, rule, decimals);
        var parts = shares.ConvertAll(taxation.OfShare);
        var sum = shares.Sum(s => s.Amount);
        var tax = taxation.OfAll(shares, parts);
        return new DocumentTotals
        {
            Net = sign * (document.PricesIncludeTax ? sum - tax : sum),
            Tax = sign * tax,
            Lines = [.. parts.Take(document.Lines.Count).Select(p => new AmountWithTax(sign * p.Net, sign * p.Tax))],
            Freight = document.Freight != 0 ? new AmountWithTax(sign * parts[^1].Net, sign * parts[^1].Tax) : default,
        };
    }

    /// <summary>
    /// Holds the totals that a document states against the rule.
    /// </summary>
    /// <param name="document">The document with the totals it states; those that it does not state are not compared.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>The difference with its likeliest cause; null when the totals agree within the rule's tolerance, or when the document says too little to compute them.</returns>
    /// <exception cref="OverflowException">An amount is beyond 28 digits.</exception>
    public static TotalsDifference? Compare(DocumentFigures document, TaxRule rule)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(rule);
        return new TotalsComparison(document, rule).Find();
    }
}

/// <summary>An amount and its tax.</summary>
/// <param name="Net">The amount without tax.</param>
/// <param name="Tax">The tax.</param>
public readonly record struct AmountWithTax(decimal Net, decimal Tax)
{
    /// <summary>The amount with tax.</summary>
    public decimal Gross => Net + Tax;
}
