using CrmErp.Sdk;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

#region definition
public static class MySync
{
    public static void Define(ICrmErpSyncBuilder sync) => sync
        .Sync<Account>(a => a.Between("crm", "erp")
            .Match(x => x.TaxId)
            .Suggest(x => x.Name, x => x.BillingAddress.PostalCode)
            .Field(x => x.CreditLimit, f => f.OwnedBy("erp"))
            .Field(x => x.Name, f => f.OnConflict(Resolve.Latest, Resolve.Prefer("crm"), Resolve.Ask))
            .On("crm", m => m.Field(x => x.Loyalty, "Loyalty_Points__c"))
            .On("erp", m => m.Field(x => x.Loyalty, "loyaltyPoints").OnCreate("customerPostingGroup", "DOMESTIC"))
            .OnDelete(Deletes.Deactivate))
        .QuoteToCash(crm: "crm", erp: "erp", q => q.StockToCrm = false);
}
#endregion

#region extra-field
public static class AccountExtras
{
    private static readonly Field<Account, long?> LoyaltyField = new("Loyalty");

    extension(Account account)
    {
        public long? Loyalty
        {
            get => account.Extra(LoyaltyField);
            set => account.SetExtra(LoyaltyField, value);
        }
    }
}
#endregion

#region own-entity
[CanonicalEntity]
public sealed partial class Project : Entity
{
    /// <summary>What it is called.</summary>
    [Field(MaxLength = 100)]
    public partial string? Name { get; set; }

    /// <summary>Who pays for it.</summary>
    [Reference<Account>]
    public partial Reference? Customer { get; set; }

    /// <summary>What it may cost.</summary>
    public partial decimal? Budget { get; set; }
}
#endregion

#region workflow
public sealed class ProjectForWonDeal : IWorkflow<Opportunity>
{
    public async ValueTask RunAsync(IWorkflowContext<Opportunity> context, CancellationToken cancellationToken)
    {
        if (!context.Became(x => x.Won, true))
        {
            return;
        }

        var account = await context.FindAsync<Account>(context.After.Account, cancellationToken);
        if (account is null)
        {
            context.Hold("The deal has no account yet.");
            return;
        }

        context.Upsert<Project>("project", p =>
        {
            p.Name = context.After.Name;
            p.Customer = context.After.Account;
        });
    }
}
#endregion
