using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>A line takes product and list price from its price book entry, and its unit price or its total from the other of the two.</summary>
internal sealed class OpportunityLineItemRules : ObjectRules
{
    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        var entry = PricebookEntryRules.Take(save);
        if (save.IsCreate && entry is not null)
        {
            UsePricebook(save, entry);
        }

        Price(save);
    }

    /// <inheritdoc/>
    public override void AfterSave(Save save, StoredRecord after) =>
        OpportunityRules.RollUp(save.Writer, save.Transaction, save.Text("OpportunityId")!);

    /// <inheritdoc/>
    public override void AfterDelete(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord row) =>
        OpportunityRules.RollUp(writer, transaction, (string)Read(table, row, "OpportunityId")!);

    /// <summary>The line's entry must be of the opportunity's price book; an opportunity without one takes that of its first line.</summary>
    private static void UsePricebook(Save save, StoredRecord entry)
    {
        if (save.Parent("OpportunityId") is not { } opportunity)
        {
            return;
        }

        var opportunities = save.Org.Get("Opportunity");
        var book = Read(save.Org.Get("PricebookEntry"), entry, "Pricebook2Id") as string;
        var used = Read(opportunities, opportunity, "Pricebook2Id") as string;
        if (used is null)
        {
            save.Writer.SideEffect(save.Transaction, opportunities, opportunity, parent => parent["Pricebook2Id"] = book);
        }
        else if (used != book && !save.IsSeed)
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException,
                "field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one assigned to the opportunity, or its currency differs from that of the opportunity)", "PricebookEntryId");
        }

        PricebookEntryRules.CheckCurrency(save, entry, opportunities, opportunity);
    }

    private static void Price(Save save)
    {
        var unitGiven = save.Sets("UnitPrice") && save.Number("UnitPrice") is not null;
        var totalGiven = save.Sets("TotalPrice") && save.Number("TotalPrice") is not null;
        if (unitGiven && totalGiven && !save.IsSeed)
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException, "Specify either UnitPrice or TotalPrice, not both", "UnitPrice", "TotalPrice");
        }

        var quantity = save.Number("Quantity") ?? 0;
        var factor = quantity * (100 - (save.Number("Discount") ?? 0)) / 100;
        if (totalGiven && !unitGiven)
        {
            save["UnitPrice"] = factor == 0 ? 0m : Round(save.Number("TotalPrice")!.Value / factor, save.Table.Type.Find("UnitPrice")!);
            return;
        }

        if (save.Number("UnitPrice") is not { } unitPrice)
        {
            throw new SalesforceException(ErrorCodes.RequiredFieldMissing, "Must specify either UnitPrice or TotalPrice", "UnitPrice");
        }

        save["TotalPrice"] = Round(unitPrice * factor, save.Table.Type.Find("TotalPrice")!);
    }
}
