using static CrmErp.Sdk.Simulators.BusinessCentral.Schema.BcFields;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>Orders, invoices and payments.</summary>
internal static class BcDocumentPages
{
    public static IEnumerable<BcEntity> All(BcModel model)
    {
        yield return Orders(model);
        yield return OrderLines(model);
        yield return Invoices(model);
        yield return InvoiceLines(model);
        yield return CreditMemos(model);
        yield return CreditMemoLines(model);
        yield return new BcEntity("customerPaymentJournals", "customerPaymentJournal", "Gen. Journal Batch",
        [
            Id(), Code("code", 10, "Name"), Text("displayName", 100, "Description"), Guid("balancingAccountId"), Code("balancingAccountNumber", 20), Modified(),
        ])
        {
            KeyField = "code",
            Indexed = ["code"],
            Navigations = [new("customerPayments", "customerPayments", "journalId", true)],
        };
        yield return new BcEntity("customerPayments", "customerPayment", "Gen. Journal Line",
        [
            Id(), Guid("journalId"), Code("journalDisplayName", 10), Integer("lineNumber"),
            Linked(Guid("customerId"), "customers", "customerNumber", "Customer"), Linked(Code("customerNumber", 20), "customers", "customerId", "Customer"),
            Date("postingDate"), Code("documentNumber", 20, "Document No."), Code("externalDocumentNumber", 35, "External Document No."),
            Decimal("amount", 5), Guid("appliesToInvoiceId"), Code("appliesToInvoiceNumber", 20), Text("description", 100, "Description"),
            Text("comment", 250, "Comment"), Modified(),
        ])
        {
            ParentField = "journalId",
            ParentSet = "customerPaymentJournals",
            ParentRequired = BcModel.NoJournal,
            Indexed = ["journalId", "customerId", "externalDocumentNumber", "appliesToInvoiceId"],
        };
    }

    private static BcEntity Orders(BcModel model) => new("salesOrders", "salesOrder", "Sales Header",
    [
        Id(), Fixed(Code("number", 20, "No.")), Code("externalDocumentNumber", 35, "External Document No."), Date("orderDate"), Date("postingDate"),
        .. Parties(), Code("shortcutDimension1Code", 20), Code("shortcutDimension2Code", 20), .. Currency(), Boolean("pricesIncludeTax"), .. Terms(),
        Boolean("partialShipping"), Date("requestedDeliveryDate"), .. Totals(), Boolean("fullyShipped"), Fixed(Enum("status", model.OrderStatus)), Modified(),
        Text("phoneNumber", 30, "Phone No."), Text("email", 80, "Email"),
    ])
    {
        KeyField = "number",
        NumberSeries = "S-ORD",
        Indexed = ["number", "customerId", "externalDocumentNumber"],
        Actions = ["shipAndInvoice"],
        Navigations = [.. DocumentNavigations(), new("salesOrderLines", "salesOrderLines", "documentId", true)],
    };

    private static BcEntity Invoices(BcModel model) => new("salesInvoices", "salesInvoice", "Sales Invoice Header",
    [
        Id(), Fixed(Code("number", 20, "No.")), Code("externalDocumentNumber", 35, "External Document No."), Date("invoiceDate"), Date("postingDate"),
        Date("dueDate"), Date("promisedPayDate"), Text("customerPurchaseOrderReference", 35, "Your Reference"), .. Parties(), .. Currency(),
        Code("shortcutDimension1Code", 20), Code("shortcutDimension2Code", 20), Fixed(Guid("orderId")), Fixed(Code("orderNumber", 20)), .. Terms(),
        Fixed(Boolean("pricesIncludeTax")), Guid("disputeStatusId"), Code("disputeStatus", 10), Fixed(Decimal("remainingAmount")), .. Totals(),
        Fixed(Enum("status", model.InvoiceStatus)), Modified(), Text("phoneNumber", 30, "Phone No."), Text("email", 80, "Email"),
    ])
    {
        KeyField = "number",
        NumberSeries = "S-INV",
        Indexed = ["number", "customerId", "externalDocumentNumber", "orderId", "orderNumber"],
        Actions = ["post", "postAndSend", "send", "cancel", "cancelAndSend", "makeCorrectiveCreditMemo"],
        Navigations = [.. DocumentNavigations(), new("salesInvoiceLines", "salesInvoiceLines", "documentId", true)],
    };

    private static BcEntity OrderLines(BcModel model) => new("salesOrderLines", "salesOrderLine", "Sales Line",
    [
        .. Lines(model), Decimal("shippedQuantity", 5), Decimal("invoicedQuantity", 5), Decimal("invoiceQuantity", 5), Decimal("shipQuantity", 5),
        Guid("itemVariantId"), Guid("locationId"),
    ])
    {
        ParentField = "documentId",
        ParentSet = "salesOrders",
        ParentRequired = BcModel.NoDocument,
        Indexed = ["documentId", "itemId"],
        Navigations = [new("item", "items", "itemId", false)],
    };

    private static BcEntity InvoiceLines(BcModel model) => new("salesInvoiceLines", "salesInvoiceLine", "Sales Invoice Line",
    [
        .. Lines(model), Guid("itemVariantId"), Guid("locationId"),
    ])
    {
        ParentField = "documentId",
        ParentSet = "salesInvoices",
        ParentRequired = BcModel.NoDocument,
        Indexed = ["documentId", "itemId"],
        Navigations = [new("item", "items", "itemId", false)],
    };

    // For reading: people seed them, and posting makes none.
    private static BcEntity CreditMemos(BcModel model) => new("salesCreditMemos", "salesCreditMemo", "Sales Cr.Memo Header",
    [
        Id(), Fixed(Code("number", 20, "No.")), Code("externalDocumentNumber", 35, "External Document No."), Date("creditMemoDate"), Date("postingDate"),
        Date("dueDate"), .. Parties(), .. Currency(), Code("shortcutDimension1Code", 20), Code("shortcutDimension2Code", 20), Guid("invoiceId"),
        Code("invoiceNumber", 20), .. Terms(), Fixed(Boolean("pricesIncludeTax")), .. Totals(), Fixed(Enum("status", model.InvoiceStatus)), Modified(),
        Text("phoneNumber", 30, "Phone No."), Text("email", 80, "Email"),
    ])
    {
        KeyField = "number",
        NumberSeries = "S-CR",
        CanInsert = false,
        CanModify = false,
        CanDelete = false,
        Indexed = ["number", "customerId", "externalDocumentNumber", "invoiceId"],
        Navigations = [.. DocumentNavigations(), new("salesCreditMemoLines", "salesCreditMemoLines", "documentId", true)],
    };

    private static BcEntity CreditMemoLines(BcModel model) => new("salesCreditMemoLines", "salesCreditMemoLine", "Sales Cr.Memo Line",
    [
        .. Lines(model), Guid("itemVariantId"), Guid("locationId"),
    ])
    {
        ParentField = "documentId",
        ParentSet = "salesCreditMemos",
        ParentRequired = BcModel.NoDocument,
        CanInsert = false,
        CanModify = false,
        CanDelete = false,
        Indexed = ["documentId", "itemId"],
        Navigations = [new("item", "items", "itemId", false)],
    };

    private static IEnumerable<BcNavigation> DocumentNavigations() =>
    [
        new("customer", "customers", "customerId", false), new("currency", "currencies", "currencyId", false),
        new("paymentTerm", "paymentTerms", "paymentTermsId", false), new("shipmentMethod", "shipmentMethods", "shipmentMethodId", false),
    ];

    private static IEnumerable<BcField> Parties() =>
    [
        Linked(Guid("customerId"), "customers", "customerNumber", "sell-to customer"),
        Linked(Code("customerNumber", 20, "Sell-to Customer No."), "customers", "customerId", "sell-to customer"),
        Fixed(Text("customerName", 100)), Fixed(Text("billToName", 100)),
        Linked(Guid("billToCustomerId"), "customers", "billToCustomerNumber", "bill-to customer"),
        Linked(Code("billToCustomerNumber", 20, "Bill-to Customer No."), "customers", "billToCustomerId", "bill-to customer"),
        Text("shipToName", 100, "Ship-to Name"), Text("shipToContact", 100, "Ship-to Contact"),
        .. Address("sellTo", "Sell-to", fixedFields: false), .. Address("billTo", "Bill-to", fixedFields: true), .. Address("shipTo", "Ship-to", fixedFields: false),
    ];

    private static IEnumerable<BcField> Address(string prefix, string caption, bool fixedFields)
    {
        BcField[] fields =
        [
            Text(prefix + "AddressLine1", 100, caption + " Address"), Text(prefix + "AddressLine2", 50, caption + " Address 2"),
            Text(prefix + "City", 30, caption + " City"),
            Linked(Code(prefix + "Country", 10, caption + " Country/Region Code"), "countriesRegions", null, "Country/Region", tableRelation: true),
            Text(prefix + "State", 30, caption + " County"), Code(prefix + "PostCode", 20, caption + " Post Code"),
        ];
        return fixedFields ? fields.Select(Fixed) : fields;
    }

    private static IEnumerable<BcField> Currency() =>
    [
        Linked(Guid("currencyId"), "currencies", "currencyCode", "Currency"), Linked(Code("currencyCode", 10, "Currency Code"), "currencies", "currencyId", "Currency"),
    ];

    private static IEnumerable<BcField> Terms() =>
    [
        Linked(Guid("paymentTermsId"), "paymentTerms", null, "Payment Terms"), Linked(Guid("shipmentMethodId"), "shipmentMethods", null, "Shipment Method"),
        Code("salesperson", 20, "Salesperson Code"),
    ];

    private static IEnumerable<BcField> Totals() =>
    [
        Decimal("discountAmount"), Fixed(Boolean("discountAppliedBeforeTax")), Fixed(Decimal("totalAmountExcludingTax")), Fixed(Decimal("totalTaxAmount")),
        Fixed(Decimal("totalAmountIncludingTax")),
    ];

    private static IEnumerable<BcField> Lines(BcModel model) =>
    [
        Id(), Guid("documentId"), Integer("sequence"), Guid("itemId"), Guid("accountId"), Enum("lineType", model.LineType),
        Code("lineObjectNumber", 20, "No."), Text("description", 100, "Description"), Text("description2", 50, "Description 2"),
        Linked(Guid("unitOfMeasureId"), "unitsOfMeasure", "unitOfMeasureCode", "Unit of Measure"),
        Linked(Code("unitOfMeasureCode", 10, "Unit of Measure Code"), "unitsOfMeasure", "unitOfMeasureId", "Unit of Measure", tableRelation: true),
        Decimal("quantity", 5), Decimal("unitPrice", 5), Decimal("discountAmount"), Decimal("discountPercent", 5), Fixed(Boolean("discountAppliedBeforeTax")),
        Fixed(Decimal("amountExcludingTax")), Code("taxCode", 20, "Tax Code"), Fixed(Decimal("taxPercent")), Fixed(Decimal("totalTaxAmount")),
        Fixed(Decimal("amountIncludingTax")), Fixed(Decimal("invoiceDiscountAllocation")), Fixed(Decimal("netAmount")), Fixed(Decimal("netTaxAmount")),
        Fixed(Decimal("netAmountIncludingTax")), Date("shipmentDate"),
    ];
}
