using CrmErp.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>What is kept in agreement, and who decides. The connections and the store are the host's.</summary>
internal static class SampleSync
{
    /// <summary>The definition.</summary>
    /// <param name="sync">The builder.</param>
    /// <param name="mapping">Which state of the mapping: 1 as it began, 2 after the day's change.</param>
    public static ICrmErpSyncBuilder Define(ICrmErpSyncBuilder sync, int mapping) => sync
        .Sync<Account>(account =>
        {
            account
                .Between("crm", "erp")
                .Match(x => x.TaxId, MatchBy.Code).Match(x => x.Number, MatchBy.Code).Suggest(x => x.Name, x => x.BillingAddress.PostalCode)
                .Field(x => x.TaxId, f => f.OwnedBy("erp"))
                .Field(x => x.Name, f => f.OnConflict(Resolve.Latest, Resolve.Prefer("crm")).OnClear(Clears.Ignore))
                .Field(x => x.BillingAddress, f => f.OnConflict(Resolve.Latest, Resolve.Prefer("crm")))
                .OnDelete(Deletes.Deactivate);
            if (mapping >= 2)
            {
                // A field is added: the ERP's e-mail address of the customer had no place in the CRM.
                account.On("crm", m => m.Field(x => x.Email, "Invoice_Email__c"));
            }
        })
        .Sync<Invoice>(invoice => invoice.Between("crm", "erp"))
        .QuoteToCash("crm", "erp", q => q.InvoicesToCrm = false);
}
