using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Workflows;

/// <summary>Adds the workflows of the quote-to-cash preset to a definition; its flows are the definition's business.</summary>
internal static class QuoteToCashPreset
{
    public static void AddTo(ICrmErpSyncBuilder builder, QuoteToCashOptions options)
    {
        if (options.Orders)
        {
            builder.AddWorkflow("quote-to-cash/order", new OrderForWonOpportunity());
        }

        if (options.InvoicesToCrm)
        {
            builder.AddWorkflow("quote-to-cash/payment-status", new PaymentStatusOfInvoice(), coversHistory: true);
        }

        if (options.StockToCrm)
        {
            builder.AddWorkflow("quote-to-cash/availability", new AvailabilityOfProduct(), coversHistory: true);
        }

        if (options.TaxRule is not { } rule)
        {
            return;
        }

        var totals = new TotalsOfDocument(rule);
        if (options.Orders)
        {
            builder.AddWorkflow<SalesOrder>("quote-to-cash/order-totals", totals);
        }

        if (options.InvoicesToCrm)
        {
            builder.AddWorkflow<Invoice>("quote-to-cash/invoice-totals", totals);
        }
    }
}
