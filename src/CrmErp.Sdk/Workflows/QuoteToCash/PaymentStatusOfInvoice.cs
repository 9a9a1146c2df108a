namespace CrmErp.Sdk.Workflows;

/// <summary>
/// The payment status of an invoice is derived from what remains of it, never copied: paid, partly paid, open, or void. Whether it is
/// overdue depends on the day it is looked at, so it is not stored.
/// </summary>
internal sealed class PaymentStatusOfInvoice : IWorkflow<Invoice>
{
    public ValueTask RunAsync(IWorkflowContext<Invoice> context, CancellationToken cancellationToken)
    {
        var status = StatusOf(context.After);
        if (status is not null && status != context.After.PaymentStatus)
        {
            context.Update(context.After, invoice => invoice.PaymentStatus = status);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The status, or null while the invoice is not posted or says too little.</summary>
    public static string? StatusOf(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        if (invoice.Status is "Cancelled" or "Void")
        {
            return "Void";
        }

        if (invoice.Status is null or "Draft" || invoice.GrossTotal is not { } total || invoice.Balance is not { } balance)
        {
            return null;
        }

        return balance == 0 ? "Paid" : Math.Abs(balance) < Math.Abs(total) ? "PartlyPaid" : "Open";
    }
}
