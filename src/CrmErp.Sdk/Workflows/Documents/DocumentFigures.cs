namespace CrmErp.Sdk.Workflows;

/// <summary>The figures of a document: what its amounts follow from, and the amounts that it states.</summary>
public sealed record DocumentFigures
{
    /// <summary>The currency of every amount; null means two decimals.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether prices, discounts and freight contain tax.</summary>
    public bool PricesIncludeTax { get; init; }

    /// <summary>Whether it gives money back; amounts are positive all the same.</summary>
    public bool IsCreditNote { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<DocumentLine> Lines { get; init; }

    /// <summary>Discount on the whole document; positive. It is spread over the lines by amount.</summary>
    public decimal Discount { get; init; }

    /// <summary>Freight.</summary>
    public decimal Freight { get; init; }

    /// <summary>The sum without tax that the document states.</summary>
    public decimal? NetTotal { get; init; }

    /// <summary>The tax that it states.</summary>
    public decimal? TaxTotal { get; init; }

    /// <summary>The sum with tax that it states.</summary>
    public decimal? GrossTotal { get; init; }

    /// <summary>The figures of an order.</summary>
    public static DocumentFigures Of(SalesOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new DocumentFigures
        {
            Currency = order.Currency,
            PricesIncludeTax = order.PricesIncludeTax ?? false,
            Lines = [.. order.Lines.Select(l => new DocumentLine { Quantity = l.Quantity, UnitPrice = l.UnitPrice, DiscountPercent = l.DiscountPercent, DiscountAmount = l.DiscountAmount, TaxCode = l.TaxCode, TaxRate = l.TaxRate, NetAmount = l.NetAmount, GrossAmount = l.GrossAmount })],
            Discount = order.Discount ?? 0,
            Freight = order.Freight ?? 0,
            NetTotal = order.NetTotal,
            TaxTotal = order.TaxTotal,
            GrossTotal = order.GrossTotal,
        };
    }

    /// <summary>The figures of an invoice.</summary>
    public static DocumentFigures Of(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        return new DocumentFigures
        {
            Currency = invoice.Currency,
            PricesIncludeTax = invoice.PricesIncludeTax ?? false,
            Lines = [.. invoice.Lines.Select(l => new DocumentLine { Quantity = l.Quantity, UnitPrice = l.UnitPrice, DiscountPercent = l.DiscountPercent, DiscountAmount = l.DiscountAmount, TaxCode = l.TaxCode, TaxRate = l.TaxRate, NetAmount = l.NetAmount, GrossAmount = l.GrossAmount })],
            Discount = invoice.Discount ?? 0,
            Freight = invoice.Freight ?? 0,
            NetTotal = invoice.NetTotal,
            TaxTotal = invoice.TaxTotal,
            GrossTotal = invoice.GrossTotal,
        };
    }

    /// <summary>The figures of a credit note.</summary>
    public static DocumentFigures Of(CreditNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return new DocumentFigures
        {
            Currency = note.Currency,
            PricesIncludeTax = note.PricesIncludeTax ?? false,
            IsCreditNote = true,
            Lines = [.. note.Lines.Select(l => new DocumentLine { Quantity = l.Quantity, UnitPrice = l.UnitPrice, DiscountPercent = l.DiscountPercent, DiscountAmount = l.DiscountAmount, TaxCode = l.TaxCode, TaxRate = l.TaxRate, NetAmount = l.NetAmount, GrossAmount = l.GrossAmount })],
            Discount = note.Discount ?? 0,
            Freight = note.Freight ?? 0,
            NetTotal = note.NetTotal,
            TaxTotal = note.TaxTotal,
            GrossTotal = note.GrossTotal,
        };
    }
}

/// <summary>One line of a document as far as its amounts go.</summary>
public sealed record DocumentLine
{
    /// <summary>How many units.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Price of one unit before discount; it contains tax if the document says so.</summary>
    public decimal? UnitPrice { get; init; }

    /// <summary>Discount in percent; used where no amount is given.</summary>
    public decimal? DiscountPercent { get; init; }

    /// <summary>Discount on the whole line; positive.</summary>
    public decimal? DiscountAmount { get; init; }

    /// <summary>Code of the tax; lines of one code and rate form a group.</summary>
    public string? TaxCode { get; init; }

    /// <summary>Rate of the tax in percent. Null is unknown, which is never taken for zero.</summary>
    public decimal? TaxRate { get; init; }

    /// <summary>The amount without tax that the line states; used where quantity or price are unknown.</summary>
    public decimal? NetAmount { get; init; }

    /// <summary>The amount with tax that the line states; used where quantity or price are unknown and prices contain tax.</summary>
    public decimal? GrossAmount { get; init; }

    /// <summary>What the line comes to, in the terms of its price, rounded half away from zero; null when it does not say enough.</summary>
    internal decimal? Amount(bool inclusive, int decimals)
    {
        if (Quantity is not { } quantity || UnitPrice is not { } price)
        {
            return inclusive ? GrossAmount : NetAmount;
        }

        var discount = DiscountAmount ?? (DiscountPercent is { } percent ? LinePrice.DiscountOf(quantity, price, percent, decimals) : 0);
        return LinePrice.Complete(quantity, price, discount, null, decimals).Total;
    }
}
