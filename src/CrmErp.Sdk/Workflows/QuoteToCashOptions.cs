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

    /// <summary>Stock becomes product availability in the CRM. The default is true.</summary>
    public bool StockToCrm { get; set; } = true;
}
