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
                .Field(x => x.BillingAddress, f => f.OnConflict(Resolve.Latest, Resolve.Ask))
                .Field(x => x.PaymentTerms, f => f.OwnedBy("erp").OnForeignEdit(ForeignEdit.Note))
                .OnDelete(Deletes.Deactivate);
            if (mapping >= 2)
            {
                // A field is added: who looks after the customer, known in the ERP only.
                account
                    .Field(x => x.Salesperson, f => f.OwnedBy("erp"))
                    .On("crm", m => m.Field(x => x.Salesperson, "Salesperson__c"))
                    .On("erp", m => m.EmptyTextIsNull().Field(x => x.Salesperson, "salespersonCode"));
            }
        })
        .Sync<Invoice>(invoice => invoice.Between("crm", "erp"))
        .QuoteToCash("crm", "erp", q => q.InvoicesToCrm = false);
}
