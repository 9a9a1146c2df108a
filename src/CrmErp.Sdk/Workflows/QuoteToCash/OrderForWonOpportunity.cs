namespace CrmErp.Sdk.Workflows;

/// <summary>
/// A won opportunity becomes one sales order, however often it is won: the order's identity follows from the opportunity. The order is
/// made from what the opportunity says when it is won; afterwards it is the ERP's document and edits of the opportunity do not touch it.
/// </summary>
internal sealed class OrderForWonOpportunity : IWorkflow<Opportunity>
{
    public const string Derived = "order";

    public async ValueTask RunAsync(IWorkflowContext<Opportunity> context, CancellationToken cancellationToken)
    {
        if (!context.Became(x => x.Won, true))
        {
            return;
        }

        var deal = context.After;
        if (deal.Account is null)
        {
            context.Hold("The opportunity has no account yet: there is nobody to make the order for.");
            return;
        }

        if (deal.Lines.Count == 0)
        {
            context.Hold("The opportunity has no lines yet: there is nothing to order.");
            return;
        }

        var account = await context.FindAsync<Account>(deal.Account, cancellationToken).ConfigureAwait(false);
        if (account is null && !context.IsHistory(Derived))
        {
            context.Hold("The opportunity's account was not read yet.");
            return;
        }

        context.Upsert<SalesOrder>(Derived, order => Fill(order, context.Id, deal));
        if (account is { FirstOrderOn: null })
        {
            context.Update(account, a => a.FirstOrderOn = deal.CloseDate);
        }
    }

    private static void Fill(SalesOrder order, GoldenId opportunity, Opportunity deal)
    {
        order.Account = deal.Account;
        order.Opportunity = new Reference(nameof(Opportunity), opportunity);
        order.CustomerReference = deal.Number;
        order.OrderDate = deal.CloseDate;
        order.Currency = deal.Currency;
        order.PriceList = deal.PriceList;
        order.Status = "Draft";
        foreach (var line in deal.Lines)
        {
            // The opportunity's line id serves again: it is unique within the order too, and the same every time this runs.
            order.Lines.Add(new SalesOrderLine
            {
                Id = line.Id,
                Kind = line.Product is null ? "Comment" : "Item",
                Product = line.Product,
                Description = line.Description,
                Quantity = line.Quantity,
                Unit = line.Unit,
                UnitPrice = line.UnitPrice,
                DiscountPercent = line.DiscountPercent,
                DiscountAmount = line.DiscountAmount,
                RequestedDelivery = line.ServiceDate,
            });
        }
    }
}
