namespace CrmErp.Sdk.Workflows;

/// <summary>
/// The payment status of an invoice is derived from what remains of it: paid, partly paid, open, or void. Two things cannot be derived
/// and stand when the ERP says them: that an open invoice is overdue (which depends on the day it is looked at) and that a settled one
/// was settled by a credit note. A bounced payment opens the invoice again.
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
        if (invoice.Status is "Cancelled")
        {
            return "Void";
        }

        if (invoice.Status is null or "Draft" || invoice.GrossTotal is not { } total || invoice.Balance is not { } balance)
        {
            return null;
        }

        // Amounts of a negative invoice are negative; one that is overpaid is paid.
        var remaining = total < 0 ? -balance : balance;
        return invoice.PaymentStatus switch
        {
            "Credited" when remaining <= 0 => "Credited",
            "Void" when remaining <= 0 => "Void",
            "Overdue" when remaining > 0 => "Overdue",
            _ when remaining <= 0 => "Paid",
            _ => remaining < Math.Abs(total) ? "PartlyPaid" : "Open",
        };
    }
}
