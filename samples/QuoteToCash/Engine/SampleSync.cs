using CrmErp.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>What is kept in agreement, and who decides. The connections and the store are the host's.</summary>
internal static class SampleSync
{
    // The CRM writes units as words. The first version of the converter wrote one of them wrong.
    private static readonly FieldConverter UnitsWithAMistake = FieldConverter.Create<string, string>("SampleUnits", 1, Code, unit => unit == "SET" ? "Set." : Word(unit));

    private static readonly FieldConverter Units = FieldConverter.Create<string, string>("SampleUnits", 2, Code, Word);

    /// <summary>What the change of the mapping sends again in the new form.</summary>
    public static IReadOnlyList<ReapplyGroup> Reapply { get; } = [new("Product", "crm", "BaseUnit")];

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
        .Sync<Product>(product => product
            .Between("crm", "erp")
            .On("crm", m => m.Field(x => x.BaseUnit, "QuantityUnitOfMeasure", f => f.Convert(mapping >= 2 ? Units : UnitsWithAMistake))))
        .QuoteToCash("crm", "erp");

    private static string Code(string word) => word.TrimEnd('.').ToUpperInvariant();

    private static string Word(string code) => code.Length < 2 ? code : code[..1] + code[1..].ToLowerInvariant();
}
