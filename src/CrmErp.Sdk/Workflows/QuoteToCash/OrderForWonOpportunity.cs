namespace CrmErp.Sdk.Workflows;

/// <summary>
/// A won opportunity becomes one sales order, however often it is won: the order's identity follows from the opportunity. The order is
/// made from what the opportunity says when it is won; afterwards it is the ERP's document. What happens to the opportunity then does
/// not touch it: that its lines say something else, or that it is no longer won, is noted for a person.
/// </summary>
internal sealed class OrderForWonOpportunity : IWorkflow<Opportunity>
{
    public const string Derived = "order";
    public const string Reopened = "OpportunityReopened";
    public const string ChangedAfterwards = "OpportunityChangedAfterOrder";

    public async ValueTask RunAsync(IWorkflowContext<Opportunity> context, CancellationToken cancellationToken)
    {
        if (context.IsHistory(Derived))
        {
            if (context.After.Won == true)
            {
                // Takes the identity; nothing is made.
                context.Upsert<SalesOrder>(Derived, static _ => { });
            }

            return;
        }

        if (await context.FindDerivedAsync<SalesOrder>(Derived, cancellationToken).ConfigureAwait(false) is { } order)
        {
            NoteWhatChanged(context, order);
        }
        else if (context.Became(x => x.Won, true))
        {
            await OrderAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask OrderAsync(IWorkflowContext<Opportunity> context, CancellationToken cancellationToken)
    {
        var deal = context.After;
        if (WhyNot(deal) is { } reason)
        {
            context.Hold(reason);
            return;
        }

        if (await context.FindAsync<Account>(deal.Account, cancellationToken).ConfigureAwait(false) is not { } account)
        {
            context.Hold("The opportunity's account was not read yet.");
            return;
        }

        context.Upsert<SalesOrder>(Derived, order => Fill(order, context.Id, deal));
        if (account.FirstOrderOn is null)
        {
            context.Update(account, a => a.FirstOrderOn = deal.CloseDate);
        }
    }

    private static string? WhyNot(Opportunity deal)
    {
        if (deal.Account is null)
        {
            return "The opportunity has no account yet: there is nobody to make the order for.";
        }

        if (deal.Lines.All(l => l.Product is null && !HasAmount(l)))
        {
            return "The opportunity has no lines yet: there is nothing to order.";
        }

        return deal.Lines.Any(l => l.Product is null && HasAmount(l))
            ? "A line of the opportunity has a price and no product: the ERP would take it for a comment, and its amount would be lost. Give it a product."
            : null;
    }

    private static bool HasAmount(OpportunityLine line) => line.NetAmount is not (null or 0) || (line.UnitPrice is not (null or 0) && line.Quantity is not (null or 0));

    private static void NoteWhatChanged(IWorkflowContext<Opportunity> context, SalesOrder order)
    {
        var deal = context.After;
        if (order.Status == "Cancelled")
        {
            return;
        }

        if (deal.Won != true)
        {
            context.Note(Reopened, "The opportunity is no longer won, but its order stands. Cancel the order in the ERP, or win the opportunity again.");
        }
        else if ((context.Changed(x => x.Lines) || context.IsNoted(ChangedAfterwards)) && Differ(deal, order))
        {
            context.Note(ChangedAfterwards, "The lines of the opportunity were changed after its order was made. Change the order in the ERP.");
        }
    }

    private static bool Differ(Opportunity deal, SalesOrder order) => deal.Lines.Count != order.Lines.Count || deal.Lines.Any(l =>
        order.Lines.Find(l.Id) is not { } ordered || ordered.Quantity != l.Quantity || ordered.UnitPrice != UnitPrice(l, deal.Currency) || !Equals(ordered.Product, l.Product));

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
                UnitPrice = UnitPrice(line, deal.Currency),
                DiscountPercent = line.DiscountPercent,
                DiscountAmount = line.DiscountAmount,
                RequestedDelivery = line.ServiceDate,
            });
        }
    }

    // Two of price, discount and total decide the third; the ERP computes the total.
    private static decimal? UnitPrice(OpportunityLine line, string? currency) =>
        line is { UnitPrice: null, Quantity: { } quantity and not 0, NetAmount: { } total, DiscountPercent: null or 0 }
            ? LinePrice.Complete(quantity, null, line.DiscountAmount ?? 0, total, MinorUnits.Of(currency)).UnitPrice
            : line.UnitPrice;
}
