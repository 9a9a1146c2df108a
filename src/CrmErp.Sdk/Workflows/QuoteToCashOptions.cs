namespace CrmErp.Sdk;

/// <summary>What the quote-to-cash preset carries. Everything is on by default, as far as both connectors have standard maps for it.</summary>
public sealed class QuoteToCashOptions
{
    /// <summary>Contact persons, both ways. The default is true.</summary>
    public bool Contacts { get; set; } = true;

    /// <summary>Products and their prices, from the ERP to the CRM. The default is true.</summary>
    public bool Products { get; set; } = true;

    /// <summary>Won opportunities become sales orders. The default is true.</summary>
    public bool Orders { get; set; } = true;

    /// <summary>Quotes, both ways. The default is true.</summary>
    public bool Quotes { get; set; } = true;

    /// <summary>Invoices, credit notes and payments go to the CRM, and with them payment status, balance and credit. The default is true.</summary>
    public bool InvoicesToCrm { get; set; } = true;

    /// <summary>
    /// How the ERP arrives at the tax of a document. With a rule, the totals of orders and invoices are held against it: what differs
    /// beyond the tolerance is noted with its likeliest cause (<see cref="OpenQueue.Noted"/>), and nothing waits or changes. Null, the
    /// default, checks nothing.
    /// </summary>
    public TaxRule? TaxRule { get; set; }

    /// <summary>Stock becomes product availability in the CRM. The default is true.</summary>
    public bool StockToCrm { get; set; } = true;
}
