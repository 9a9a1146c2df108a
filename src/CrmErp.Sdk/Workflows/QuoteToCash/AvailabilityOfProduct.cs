namespace CrmErp.Sdk.Workflows;

/// <summary>
/// Stock becomes the availability of its product. A level without location stands for all of them together; levels of single locations
/// are left to a workflow of the host, which knows the locations that sell.
/// </summary>
internal sealed class AvailabilityOfProduct : IWorkflow<InventoryLevel>
{
    public async ValueTask RunAsync(IWorkflowContext<InventoryLevel> context, CancellationToken cancellationToken)
    {
        var level = context.After;
        if (level.Location is not null || (level.Available ?? level.OnHand) is not { } available)
        {
            return;
        }

        var product = await context.FindAsync<Product>(level.Product, cancellationToken).ConfigureAwait(false);
        if (product is not null && product.Available != available)
        {
            context.Update(product, p =>
            {
                p.Available = available;
                p.AvailableAsOf = level.AsOf;
            });
        }
    }
}
