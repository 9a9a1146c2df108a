using CrmErp.Sdk.Connectors.Salesforce.Mapping;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce;

public static partial class SalesforceStandardMaps
{
    private const string DocumentStatus = "Status";

    private static readonly FieldConverter Percent = FieldConverter.Create<decimal, decimal>("SalesforcePercent", 1, percent => percent / 100m, share => share * 100m);

    // Salesforce knows drafts and active orders. Of the values that are written alike, the first is what an active order is read as.
    private static readonly ValueMap OrderStatus = ValueMap.Of(
        ("Draft", "Draft"),
        ("Open", "Activated"),
        ("PendingApproval", "Draft"),
        ("PartlyShipped", "Activated"),
        ("Shipped", "Activated"),
        ("PartlyInvoiced", "Activated"),
        ("Invoiced", "Activated"),
        ("Closed", "Activated"),
        ("Cancelled", "Draft"));

    private static void MapOpportunity(MapBuilder<Opportunity> map, SalesforceOptions options)
    {
        map
            .Field(x => x.Name, "Name", f => f.OnTooLong(TooLong.Truncate))
            .Reference(x => x.Account, "AccountId")
            .Field(x => x.Stage, "StageName")
            .Field(x => x.Won, "IsWon", f => f.ReadOnly())
            .Field(x => x.Closed, "IsClosed", f => f.ReadOnly())
            .Field(x => x.Amount, "Amount")
            .Field(x => x.Probability, "Probability", f => f.Convert(Percent))
            .Field(x => x.CloseDate, "CloseDate")
            .Field(x => x.Type, "Type")
            .Field(x => x.LeadSource, "LeadSource")
            .Field(x => x.NextStep, "NextStep")
            .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
            .Reference(x => x.PriceList, Aggregates.PriceBookField)
            .Lines(x => x.Lines, "Lines", l => l
                .Reference(x => x.Product, Aggregates.ProductField, f => f.CreateOnly())
                .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.Quantity, "Quantity")
                .Field(x => x.UnitPrice, "UnitPrice")
                .Field(x => x.DiscountPercent, "Discount")
                .Field(x => x.ServiceDate, "ServiceDate"));
        if (options.MultiCurrency)
        {
            map.Field(x => x.Currency, Aggregates.CurrencyField);
        }
        else if (CrmErp.Sdk.Money.IsCurrencyCode(options.Currency))
        {
            map.Constant(x => x.Currency, options.Currency);
        }
    }

    private static void MapSalesOrder(MapBuilder<SalesOrder> map, SalesforceOptions options)
    {
        map
            // OrderNumber is numbered by Salesforce itself; the number that both sides print has its own field.
            .Field(x => x.Number, "OrderReferenceNumber")
            .Field(x => x.CustomerReference, "PoNumber")
            .Reference(x => x.Account, "AccountId")
            .Reference(x => x.Opportunity, "OpportunityId")
            .Field(x => x.OrderDate, "EffectiveDate")
            .Reference(x => x.PriceList, Aggregates.PriceBookField)
            .Field(x => x.Status, DocumentStatus, f => f.Values(OrderStatus))
            .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
            .JoinLines("BillingStreet", f => f.OnTooLong(TooLong.Park), x => x.BillTo.Line1, x => x.BillTo.Line2, x => x.BillTo.Line3)
            .Field(x => x.BillTo.City, "BillingCity", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.BillTo.PostalCode, "BillingPostalCode")
            .Custom(RegionAndCountry.RuleName, RegionAndCountry.Version, r => r
                .Field(x => x.BillTo.Region).Field(x => x.BillTo.Country).Path("BillingState").Path("BillingCountry").Read(RegionAndCountry.Read).Write(RegionAndCountry.Write))
            .JoinLines("ShippingStreet", f => f.OnTooLong(TooLong.Park), x => x.ShipTo.Line1, x => x.ShipTo.Line2, x => x.ShipTo.Line3)
            .Field(x => x.ShipTo.City, "ShippingCity", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.ShipTo.PostalCode, "ShippingPostalCode")
            .Custom(RegionAndCountry.RuleName, RegionAndCountry.Version, r => r
                .Field(x => x.ShipTo.Region).Field(x => x.ShipTo.Country).Path("ShippingState").Path("ShippingCountry").Read(RegionAndCountry.Read).Write(RegionAndCountry.Write))
            .Lines(x => x.Lines, "Lines", l => l
                .Reference(x => x.Product, Aggregates.ProductField, f => f.CreateOnly())
                .Field(x => x.Description, "Description", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.Quantity, "Quantity")
                .Field(x => x.UnitPrice, "UnitPrice")
                .Field(x => x.RequestedDelivery, "ServiceDate"))
            .OnCreate(DocumentStatus, "Draft");
        if (options.MultiCurrency)
        {
            map.Field(x => x.Currency, Aggregates.CurrencyField);
        }
        else if (CrmErp.Sdk.Money.IsCurrencyCode(options.Currency))
        {
            map.Constant(x => x.Currency, options.Currency);
        }
    }

    private static void MapInvoice(MapBuilder<Invoice> map) => map
        .Field(x => x.Number, "Name")
        .Reference(x => x.Account, "Account__c")
        .Reference(x => x.SalesOrder, "Order__c")
        .Field(x => x.InvoiceDate, "InvoiceDate__c")
        .Field(x => x.DueDate, "DueDate__c")
        .Field(x => x.Currency, "Currency__c")
        .Field(x => x.NetTotal, "NetAmount__c")
        .Field(x => x.TaxTotal, "TaxAmount__c")
        .Field(x => x.GrossTotal, "TotalAmount__c")
        .Field(x => x.Balance, "Balance__c")
        .Field(x => x.PaymentStatus, "Status__c")
        .Lines(x => x.Lines, "Lines", l => l
            .Reference(x => x.Product, "Product__c")
            .Field(x => x.Description, "Description__c", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.Quantity, "Quantity__c")
            .Field(x => x.Unit, "Unit__c")
            .Field(x => x.UnitPrice, "UnitPrice__c")
            .Field(x => x.NetAmount, "NetAmount__c")
            .Field(x => x.TaxAmount, "TaxAmount__c"));

    private static void MapPayment(MapBuilder<Payment> map) => map
        .Field(x => x.Number, "Name")
        .Field(x => x.PaymentReference, "Reference__c")
        .Reference(x => x.Account, "Account__c")
        .Field(x => x.PaidOn, "PaymentDate__c")
        .Field(x => x.Currency, "Currency__c")
        .Field(x => x.Amount, "Amount__c")
        .Field(x => x.Method, "Method__c")
        .Lines(x => x.Allocations, "Allocations", l => l
            .Reference(x => x.Invoice, "Invoice__c")
            .Field(x => x.Amount, "Amount__c")
            .Field(x => x.AppliedOn, "AppliedOn__c"));
}
