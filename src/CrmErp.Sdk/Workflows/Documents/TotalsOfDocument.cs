using System.Globalization;

namespace CrmErp.Sdk.Workflows;

/// <summary>
/// Holds the totals of orders and invoices against the declared rule. The ERP owns totals: nothing is changed and nothing waits; a
/// difference beyond the tolerance is noted for a person, and the note goes away when the totals agree.
/// </summary>
internal sealed class TotalsOfDocument(TaxRule rule) : IWorkflow<SalesOrder>, IWorkflow<Invoice>
{
    public ValueTask RunAsync(IWorkflowContext<SalesOrder> context, CancellationToken cancellationToken)
    {
        Check(context, DocumentFigures.Of(context.After), context.After.Status == "Cancelled");
        return ValueTask.CompletedTask;
    }

    public ValueTask RunAsync(IWorkflowContext<Invoice> context, CancellationToken cancellationToken)
    {
        Check(context, DocumentFigures.Of(context.After), context.After.Status == "Cancelled");
        return ValueTask.CompletedTask;
    }

    private void Check<T>(IWorkflowContext<T> context, DocumentFigures figures, bool cancelled)
        where T : Entity, ICanonicalEntity<T>
    {
        if (cancelled)
        {
            return;
        }

        try
        {
            if (DocumentTotals.Compare(figures, rule) is { } difference)
            {
                context.Note($"Totals{difference.Cause}", string.Create(CultureInfo.InvariantCulture, $"{difference.Message} Stated less expected: net {difference.Net}, tax {difference.Tax}, gross {difference.Gross}."));
            }
        }
        catch (OverflowException)
        {
            context.Note("TotalsBeyondRange", "The amounts are too large to be checked.");
        }
    }
}
