using CrmErp.Sdk.Connectors.BusinessCentral.Mapping;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

public static partial class BusinessCentralStandardMaps
{
    // A general journal shows money received as a credit.
    private static readonly FieldConverter Credit = FieldConverter.Create<decimal, decimal>("BusinessCentralCredit", 1, amount => -amount, amount => -amount);

    private static void MapOrder(MapBuilder<SalesOrder> map) => map
        .EmptyTextIsNull()
        .Field(x => x.Number, "number", f => f.ReadOnly())
        .Reference(x => x.Account, "customerId", f => f.To("customers"))
        .Reference(x => x.BillToAccount, "billToCustomerId", f => f.To("customers"))
        .Field(x => x.OrderDate, "orderDate")
        .Field(x => x.RequestedDelivery, "requestedDeliveryDate")
        .Field(x => x.Currency, "currencyCode")
        .Field(x => x.PricesIncludeTax, "pricesIncludeTax")
        .Field(x => x.PaymentTerms, "paymentTerm.code", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.ShippingMethod, "shipmentMethod.code", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.NetTotal, "totalAmountExcludingTax", f => f.ReadOnly())
        .Field(x => x.Discount, "discountAmount", f => f.ReadOnly())
        .Field(x => x.TaxTotal, "totalTaxAmount", f => f.ReadOnly())
        .Field(x => x.GrossTotal, "totalAmountIncludingTax", f => f.ReadOnly())
        .Custom(DocumentStates.OrderRule, DocumentStates.Version, r => r.Field(x => x.Status).Path("status", FieldKind.Text).Path("fullyShipped", FieldKind.Boolean).Read(DocumentStates.ReadOrder))
        .Field(x => x.BillTo.Name, "billToName", f => f.ReadOnly())
        .Field(x => x.BillTo.Line1, "billToAddressLine1", f => f.ReadOnly())
        .Field(x => x.BillTo.Line2, "billToAddressLine2", f => f.ReadOnly())
        .Field(x => x.BillTo.City, "billToCity", f => f.ReadOnly())
        .Field(x => x.BillTo.Region, "billToState", f => f.ReadOnly())
        .Field(x => x.BillTo.PostalCode, "billToPostCode", f => f.ReadOnly())
        .Field(x => x.BillTo.Country, "billToCountry", f => f.ReadOnly())
        .Field(x => x.ShipTo.Name, "shipToName", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.ShipTo.Attention, "shipToContact", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.ShipTo.Line1, "shipToAddressLine1", f => f.OnTooLong(TooLong.Park))
        .Field(x => x.ShipTo.Line2, "shipToAddressLine2", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.ShipTo.City, "shipToCity", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.ShipTo.Region, "shipToState", f => f.OnTooLong(TooLong.Truncate))
        .Field(x => x.ShipTo.PostalCode, "shipToPostCode")
        .Field(x => x.ShipTo.Country, "shipToCountry")
        .Lines(x => x.Lines, "salesOrderLines", l => l
            .EmptyTextIsNull()
            .Field(x => x.Kind, "lineType", f => f.CreateOnly().Values(Choices.LineKind))
            .Reference(x => x.Product, "itemId", f => f.To("items"))
            .Field(x => x.Description, "description", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.Quantity, "quantity")
            .Field(x => x.Unit, "unitOfMeasureCode", f => f.OnTooLong(TooLong.Park))
            .Field(x => x.UnitPrice, "unitPrice")
            .Field(x => x.DiscountPercent, "discountPercent")
            .Field(x => x.DiscountAmount, "discountAmount", f => f.ReadOnly())
            .Field(x => x.TaxCode, "taxCode", f => f.ReadOnly())
            .Field(x => x.TaxRate, "taxPercent", f => f.ReadOnly())
            .Field(x => x.NetAmount, "amountExcludingTax", f => f.ReadOnly())
            .Field(x => x.TaxAmount, "totalTaxAmount", f => f.ReadOnly())
            .Field(x => x.GrossAmount, "amountIncludingTax", f => f.ReadOnly())
            .Field(x => x.QuantityShipped, "shippedQuantity", f => f.ReadOnly())
            .Field(x => x.QuantityInvoiced, "invoicedQuantity", f => f.ReadOnly()));

    private static void MapInvoice(MapBuilder<Invoice> map) => map
        .EmptyTextIsNull()
        .ReadOnly()
        // Drafts have another number than the invoice that will be made of them.
        .Where(w => w.Field("status").In("Open", "Paid", "Canceled", "Corrective"))
        .Field(x => x.Number, "number")
        .Reference(x => x.Account, "customerId", f => f.To("customers"))
        .Reference(x => x.BillToAccount, "billToCustomerId", f => f.To("customers"))
        .Reference(x => x.SalesOrder, "orderId", f => f.To("salesOrders"))
        .Field(x => x.CustomerReference, "customerPurchaseOrderReference")
        .Field(x => x.InvoiceDate, "invoiceDate")
        .Field(x => x.DueDate, "dueDate")
        .Field(x => x.PaymentTerms, "paymentTerm.code")
        .Field(x => x.Currency, "currencyCode")
        .Field(x => x.PricesIncludeTax, "pricesIncludeTax")
        .Field(x => x.NetTotal, "totalAmountExcludingTax")
        .Field(x => x.Discount, "discountAmount")
        .Field(x => x.TaxTotal, "totalTaxAmount")
        .Field(x => x.GrossTotal, "totalAmountIncludingTax")
        .Field(x => x.Balance, "remainingAmount")
        .Custom(DocumentStates.PaymentRule, DocumentStates.Version, r => r
            .Field(x => x.PaymentStatus).Path("status", FieldKind.Text).Path("remainingAmount", FieldKind.Decimal).Path("totalAmountIncludingTax", FieldKind.Decimal).Read(DocumentStates.ReadPayment))
        .Field(x => x.Status, "status", f => f.Values(Choices.InvoiceStatus))
        .Field(x => x.BillTo.Name, "billToName")
        .Field(x => x.BillTo.Line1, "billToAddressLine1")
        .Field(x => x.BillTo.Line2, "billToAddressLine2")
        .Field(x => x.BillTo.City, "billToCity")
        .Field(x => x.BillTo.Region, "billToState")
        .Field(x => x.BillTo.PostalCode, "billToPostCode")
        .Field(x => x.BillTo.Country, "billToCountry")
        .Field(x => x.ShipTo.Name, "shipToName")
        .Field(x => x.ShipTo.Attention, "shipToContact")
        .Field(x => x.ShipTo.Line1, "shipToAddressLine1")
        .Field(x => x.ShipTo.Line2, "shipToAddressLine2")
        .Field(x => x.ShipTo.City, "shipToCity")
        .Field(x => x.ShipTo.Region, "shipToState")
        .Field(x => x.ShipTo.PostalCode, "shipToPostCode")
        .Field(x => x.ShipTo.Country, "shipToCountry")
        .Lines(x => x.Lines, "salesInvoiceLines", l => l
            .EmptyTextIsNull()
            .Field(x => x.Kind, "lineType", f => f.Values(Choices.LineKind))
            .Reference(x => x.Product, "itemId", f => f.To("items"))
            .Field(x => x.Description, "description")
            .Field(x => x.Quantity, "quantity")
            .Field(x => x.Unit, "unitOfMeasureCode")
            .Field(x => x.UnitPrice, "unitPrice")
            .Field(x => x.DiscountPercent, "discountPercent")
            .Field(x => x.DiscountAmount, "discountAmount")
            .Field(x => x.TaxCode, "taxCode")
            .Field(x => x.TaxRate, "taxPercent")
            .Field(x => x.NetAmount, "amountExcludingTax")
            .Field(x => x.TaxAmount, "totalTaxAmount")
            .Field(x => x.GrossAmount, "amountIncludingTax"));

    private static void MapCreditNote(MapBuilder<CreditNote> map) => map
        .EmptyTextIsNull()
        .ReadOnly()
        .Where(w => w.Field("status").In("Open", "Paid", "Canceled", "Corrective"))
        .Field(x => x.Number, "number")
        .Reference(x => x.Account, "customerId", f => f.To("customers"))
        .Reference(x => x.Invoice, "invoiceId", f => f.To("salesInvoices"))
        .Field(x => x.CreditDate, "creditMemoDate")
        .Field(x => x.Currency, "currencyCode")
        .Field(x => x.PricesIncludeTax, "pricesIncludeTax")
        .Field(x => x.NetTotal, "totalAmountExcludingTax")
        .Field(x => x.Discount, "discountAmount")
        .Field(x => x.TaxTotal, "totalTaxAmount")
        .Field(x => x.GrossTotal, "totalAmountIncludingTax")
        .Field(x => x.Status, "status", f => f.Values(Choices.InvoiceStatus))
        .Field(x => x.BillTo.Name, "billToName")
        .Field(x => x.BillTo.Line1, "billToAddressLine1")
        .Field(x => x.BillTo.Line2, "billToAddressLine2")
        .Field(x => x.BillTo.City, "billToCity")
        .Field(x => x.BillTo.Region, "billToState")
        .Field(x => x.BillTo.PostalCode, "billToPostCode")
        .Field(x => x.BillTo.Country, "billToCountry")
        .Lines(x => x.Lines, "salesCreditMemoLines", l => l
            .EmptyTextIsNull()
            .Field(x => x.Kind, "lineType", f => f.Values(Choices.LineKind))
            .Reference(x => x.Product, "itemId", f => f.To("items"))
            .Field(x => x.Description, "description")
            .Field(x => x.Quantity, "quantity")
            .Field(x => x.Unit, "unitOfMeasureCode")
            .Field(x => x.UnitPrice, "unitPrice")
            .Field(x => x.DiscountPercent, "discountPercent")
            .Field(x => x.DiscountAmount, "discountAmount")
            .Field(x => x.TaxCode, "taxCode")
            .Field(x => x.TaxRate, "taxPercent")
            .Field(x => x.NetAmount, "amountExcludingTax")
            .Field(x => x.TaxAmount, "totalTaxAmount")
            .Field(x => x.GrossAmount, "amountIncludingTax"));

    // Lines of a payment journal, which vanish when they are posted: the invoice's remaining amount tells of the payment then.
    private static void MapPayment(MapBuilder<Payment> map, BusinessCentralOptions options)
    {
        map
            .EmptyTextIsNull()
            .Field(x => x.Number, "documentNumber", f => f.OnTooLong(TooLong.Park))
            .Reference(x => x.Account, "customerId", f => f.To("customers"))
            .Field(x => x.PaidOn, "postingDate")
            .Field(x => x.Amount, "amount", f => f.Convert(Credit))
            .Field(x => x.Description, "description", f => f.OnTooLong(TooLong.Truncate))
            .Field(x => x.PaymentReference, "comment")
            .Constant(x => x.Status, "Pending");
        if (CrmErp.Sdk.Money.IsCurrencyCode(options.Currency))
        {
            map.Constant(x => x.Currency, options.Currency);
        }

        if (options.PaymentJournal is null)
        {
            map.ReadOnly();
        }
    }
}
