namespace CrmErp.Sdk.Workflows;

/// <summary>
/// Stock becomes the availability of its product: what can be promised, else what lies there less what is promised already. A level
/// without location, variant and lot stands for all of them together; single ones are left to a workflow of the host, which knows
/// what of it sells.
/// </summary>
internal sealed class AvailabilityOfProduct : IWorkflow<InventoryLevel>
{
    public async ValueTask RunAsync(IWorkflowContext<InventoryLevel> context, CancellationToken cancellationToken)
    {
        var level = context.After;
        if (level is not { Location: null, Variant: null, Lot: null } || Available(level) is not { } available || level.Product is null)
        {
            return;
        }

        var product = await context.FindAsync<Product>(level.Product, cancellationToken).ConfigureAwait(false);
        if (product is null)
        {
            context.Hold("The product of this stock was not read yet.");
        }
        else if (product.Available != available)
        {
            context.Update(product, p =>
            {
                p.Available = available;
                p.AvailableAsOf = level.AsOf;
            });
        }
    }

    private static decimal? Available(InventoryLevel level) => level.Available ?? (level.OnHand - (level.Reserved ?? 0));
}
