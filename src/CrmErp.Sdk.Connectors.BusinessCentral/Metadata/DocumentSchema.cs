using static CrmErp.Sdk.Connectors.BusinessCentral.Metadata.FieldBuilder;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Metadata;

/// <summary>Orders, invoices and credit memos, with their lines.</summary>
internal static class DocumentSchema
{
    public static ObjectMetadata Orders() => new()
    {
        Name = "salesOrders",
        Fields =
        [
            Id(), ReadOnly(Code("number", 20)), Required(Reference("customerId", "customers")), Code("customerNumber", 20), MarkerCode("externalDocumentNumber", 35),
            Date("orderDate"), Date("postingDate"), .. Parties(), Code("shortcutDimension1Code", 20), Code("shortcutDimension2Code", 20), .. Currency(),
            Boolean("pricesIncludeTax"), .. Terms(), Boolean("partialShipping"), Date("requestedDeliveryDate"), .. Totals(), Boolean("fullyShipped"),
            ReadOnly(Choice("status", "Draft", "In Review", "Open")), Text("phoneNumber", 30), Text("email", 80), Modified(),
            Lines("salesOrderLines", Line("salesOrderLines", forOrders: true)),
        ],
    };

    public static ObjectMetadata Invoices() => new()
    {
        Name = "salesInvoices",
        Fields =
        [
            Id(), ReadOnly(Code("number", 20)), Required(Reference("customerId", "customers")), Code("customerNumber", 20), MarkerCode("externalDocumentNumber", 35),
            Date("invoiceDate"), Date("postingDate"), Date("dueDate"), Date("promisedPayDate"), Text("customerPurchaseOrderReference", 35), .. Parties(),
            .. Currency(), Code("shortcutDimension1Code", 20), Code("shortcutDimension2Code", 20), ReadOnly(Reference("orderId", "salesOrders")),
            ReadOnly(Code("orderNumber", 20)), .. Terms(), ReadOnly(Boolean("pricesIncludeTax")), Virtual(ReadOnly(Decimal("remainingAmount"))), .. Totals(),
            ReadOnly(Choice("status", StandardSchema.BlankOption, "Draft", "In Review", "Open", "Paid", "Canceled", "Corrective")), Text("phoneNumber", 30),
            Text("email", 80), Modified(), Lines("salesInvoiceLines", Line("salesInvoiceLines", forOrders: false)),
        ],
    };

    // The page has no stamp of its own table that was seen; field names as documented for API v2.0.
    public static ObjectMetadata CreditMemos() => new()
    {
        Name = "salesCreditMemos",
        Fields =
        [
            Id(), ReadOnly(Code("number", 20)), Required(Reference("customerId", "customers")), Code("customerNumber", 20), MarkerCode("externalDocumentNumber", 35),
            Date("creditMemoDate"), Date("postingDate"), Date("dueDate"), .. Parties(), .. Currency(), Reference("invoiceId", "salesInvoices"),
            Code("invoiceNumber", 20), .. Terms(), ReadOnly(Boolean("pricesIncludeTax")), .. Totals(),
            ReadOnly(Choice("status", StandardSchema.BlankOption, "Draft", "In Review", "Open", "Paid", "Canceled", "Corrective")), Text("phoneNumber", 30),
            Text("email", 80), Modified(), Lines("salesCreditMemoLines", Line("salesCreditMemoLines", forOrders: false)),
        ],
    };

    private static IEnumerable<FieldMetadata> Parties() =>
    [
        ReadOnly(Text("customerName", 100)), ReadOnly(Text("billToName", 100)), Reference("billToCustomerId", "customers"), Code("billToCustomerNumber", 20),
        Text("shipToName", 100), Text("shipToContact", 100), .. Address("sellTo"), .. Address("billTo").Select(ReadOnly), .. Address("shipTo"),
    ];

    private static IEnumerable<FieldMetadata> Address(string role) =>
    [
        Text(role + "AddressLine1", 100), Text(role + "AddressLine2", 50), Text(role + "City", 30), Code(role + "Country", 10), Text(role + "State", 30),
        Code(role + "PostCode", 20),
    ];

    private static IEnumerable<FieldMetadata> Currency() => [Reference("currencyId", "currencies"), Code("currencyCode", 10)];

    private static IEnumerable<FieldMetadata> Terms() =>
    [
        Reference("paymentTermsId", "paymentTerms"), Virtual(Code("paymentTerm.code", 10)), Reference("shipmentMethodId", "shipmentMethods"),
        Virtual(Code("shipmentMethod.code", 10)), Code("salesperson", 20),
    ];

    private static IEnumerable<FieldMetadata> Totals() =>
    [
        Decimal("discountAmount"), ReadOnly(Boolean("discountAppliedBeforeTax")), ReadOnly(Decimal("totalAmountExcludingTax")),
        ReadOnly(Decimal("totalTaxAmount")), ReadOnly(Decimal("totalAmountIncludingTax")),
    ];

    private static ObjectMetadata Line(string name, bool forOrders) => new()
    {
        Name = name,
        Fields =
        [
            Id(), CreateOnly(Integer("sequence")),
            CreateOnly(Choice("lineType", "Comment", "Account", "Item", "Resource", "Fixed Asset", "Charge", "Allocation Account")),
            Reference("itemId", "items"), Guid("accountId"), CreateOnly(Code("lineObjectNumber", 20)), Guid("itemVariantId"), Guid("locationId"),
            Text("description", 100), Text("description2", 50), Reference("unitOfMeasureId", "unitsOfMeasure"), Code("unitOfMeasureCode", 10),
            Decimal("quantity", 5), Decimal("unitPrice", 5), Decimal("discountPercent", 5), Decimal("discountAmount"), .. new[]
            {
                Boolean("discountAppliedBeforeTax"), Decimal("amountExcludingTax"), Decimal("taxPercent"), Decimal("totalTaxAmount"),
                Decimal("amountIncludingTax"), Decimal("invoiceDiscountAllocation"), Decimal("netAmount"), Decimal("netTaxAmount"),
                Decimal("netAmountIncludingTax"),
            }.Select(ReadOnly),
            Code("taxCode", 20), Date("shipmentDate"),
            .. forOrders
                ? [ReadOnly(Decimal("shippedQuantity", 5)), ReadOnly(Decimal("invoicedQuantity", 5)), Decimal("invoiceQuantity", 5), Decimal("shipQuantity", 5)]
                : Array.Empty<FieldMetadata>(),
        ],
    };
}
