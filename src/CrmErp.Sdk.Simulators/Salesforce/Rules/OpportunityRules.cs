using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>The stage decides probability, forecast and whether the deal is closed or won; with lines, the amount is their sum.</summary>
internal sealed class OpportunityRules : ObjectRules
{
    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        if (save.Changes("StageName"))
        {
            var stage = Stage.Standard.FirstOrDefault(s => s.Name == save.Text("StageName"));
            save["IsClosed"] = stage?.IsClosed ?? false;
            save["IsWon"] = stage?.IsWon ?? false;
            if (!save.Sets("Probability"))
            {
                save["Probability"] = stage?.Probability ?? 0m;
            }

            if (!save.Sets("ForecastCategoryName"))
            {
                save["ForecastCategoryName"] = stage?.ForecastCategory ?? "Pipeline";
            }
        }

        // "If the record includes line items, any attempt to update this amount will be ignored."
        if (save.Before is { } before && save.Flag("HasOpportunityLineItem") && save.Sets("Amount"))
        {
            save["Amount"] = save.Table.Type.Find("Amount")!.Read(before);
        }

        save["ExpectedRevenue"] = save.Number("Amount") is { } amount
            ? Math.Round(amount * (save.Number("Probability") ?? 0) / 100, 2, MidpointRounding.AwayFromZero)
            : null;
    }

    /// <summary>Sums the lines into the opportunity. The opportunity's stamp moves with it.</summary>
    public static void RollUp(SObjectWriter writer, Transaction transaction, string opportunityId)
    {
        var table = writer.Org.Get("Opportunity");
        if (table.Rows.Find(opportunityId) is not { } opportunity)
        {
            return;
        }

        var lines = writer.Org.Get("OpportunityLineItem");
        var reference = lines.Type.Find("OpportunityId")!;
        var total = lines.Type.Find("TotalPrice")!;
        var rows = lines.With(reference, opportunityId).ToList();
        writer.SideEffect(transaction, table, opportunity, save =>
        {
            save["HasOpportunityLineItem"] = rows.Count > 0;
            save["Amount"] = rows.Sum(r => total.Read(r) as decimal? ?? 0);
            save["TotalOpportunityQuantity"] = rows.Count > 0 ? rows.Sum(r => lines.Type.Find("Quantity")!.Read(r) as decimal? ?? 0) : null;
        });
    }
}
