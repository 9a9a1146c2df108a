using System.Collections.Frozen;
using static CrmErp.Sdk.Connectors.Salesforce.Provisioning.ProvisionedType;

namespace CrmErp.Sdk.Connectors.Salesforce.Provisioning;

/// <summary>
/// The custom objects and fields that the standard maps need, because Salesforce has no place of its own for them: keys, credit and
/// tax data, invoices and payments.
/// </summary>
internal static class Requirements
{
    /// <summary>The length of the key field: keys are short digests and readable prefixes.</summary>
    public const int KeyLength = 100;

    private const string KeyPurpose = "Carries the key of the record in the sync, so that a create can be proven and is never repeated.";

    // Every object that records are made on.
    private static readonly string[] Keyed = ["Account", "Contact", "Product2", "Pricebook2", "Opportunity", "Order", "Invoice__c", "Payment__c"];

    // Detail objects come with their masters.
    private static readonly FrozenDictionary<string, string> Details =
        new Dictionary<string, string> { ["InvoiceLine__c"] = "Invoice__c", ["PaymentAllocation__c"] = "Payment__c" }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> StandardObjects => Keyed;

    /// <summary>The custom objects, parents before children.</summary>
    public static IReadOnlyList<ProvisionedObject> Objects { get; } =
    [
        new("Invoice__c", "Invoice", "Invoices", "Invoice Number", null, false, "Posted invoices of the ERP."),
        new("InvoiceLine__c", "Invoice Line", "Invoice Lines", "Invoice Line", "IL-{00000000}", true, "Lines of posted invoices."),
        new("Payment__c", "Payment", "Payments", "Payment Number", null, false, "Customer payments of the ERP."),
        new("PaymentAllocation__c", "Payment Allocation", "Payment Allocations", "Payment Allocation", "PA-{00000000}", true, "Which invoices a payment was applied to."),
    ];

    /// <summary>The custom fields of the objects in use.</summary>
    /// <param name="keyField">The name of the key field.</param>
    /// <param name="objects">The objects in use; empty means all of the standard maps.</param>
    public static IReadOnlyList<ProvisionedField> Fields(string keyField, IReadOnlyList<string> objects)
    {
        IReadOnlyList<string> inUse = objects.Count == 0 ? Keyed : objects;
        var keys = inUse.Select(o => new ProvisionedField(o, keyField, "ERP Id", Text, KeyPurpose) { Length = KeyLength, IsKey = true });
        return [.. Own.Where(f => inUse.Contains(f.Object) || (Details.TryGetValue(f.Object, out var master) && inUse.Contains(master))), .. keys];
    }

    private static IEnumerable<ProvisionedField> Own =>
    [
        new("Account", "TaxNumber__c", "Tax Number", Text, "The primary tax or VAT number.") { Length = 40 },
        Amount("Account", "CreditLimit__c", "Credit Limit", "The credit limit that the ERP grants."),
        Amount("Account", "Balance__c", "Balance", "The open balance in the ERP."),
        new("Account", "PaymentTerms__c", "Payment Terms", Text, "The code of the payment terms in the ERP.") { Length = 40 },
        new("Account", "Active__c", "Active", Checkbox, "Whether business with the account goes on.") { DefaultValue = true },
        new("Product2", "Available__c", "Available", Number, "The quantity available for sale in the ERP.") { Precision = 18, Scale = 5 },
        new("Invoice__c", "Account__c", "Account", Lookup, "The customer.") { ReferenceTo = "Account", Relationship = "Invoices" },
        new("Invoice__c", "Order__c", "Order", Lookup, "The order that was invoiced.") { ReferenceTo = "Order", Relationship = "Invoices" },
        new("Invoice__c", "InvoiceDate__c", "Invoice Date", Date, "The date of the invoice."),
        new("Invoice__c", "DueDate__c", "Due Date", Date, "The date the invoice is due."),
        new("Invoice__c", "Currency__c", "Currency", Text, "The ISO 4217 code of the invoice's amounts.") { Length = 3 },
        DocumentAmount("Invoice__c", "NetAmount__c", "Net Amount", "The total without tax."),
        DocumentAmount("Invoice__c", "TaxAmount__c", "Tax Amount", "The tax in total."),
        DocumentAmount("Invoice__c", "TotalAmount__c", "Total Amount", "The total with tax."),
        DocumentAmount("Invoice__c", "Balance__c", "Balance", "What is still to be paid."),
        new("Invoice__c", "Status__c", "Status", Picklist, "The payment status.") { Values = ["Open", "PartlyPaid", "Paid", "Overdue", "Credited", "Void"] },
        new("InvoiceLine__c", "Invoice__c", "Invoice", MasterDetail, "The invoice.") { ReferenceTo = "Invoice__c", Relationship = "InvoiceLines" },
        new("InvoiceLine__c", "LineNumber__c", "Line Number", Number, "The position on the invoice.") { Precision = 8, Scale = 0 },
        new("InvoiceLine__c", "Product__c", "Product", Lookup, "The product.") { ReferenceTo = "Product2", Relationship = "InvoiceLines" },
        new("InvoiceLine__c", "Description__c", "Description", Text, "What was sold.") { Length = 255 },
        new("InvoiceLine__c", "Quantity__c", "Quantity", Number, "The quantity.") { Precision = 18, Scale = 5 },
        new("InvoiceLine__c", "Unit__c", "Unit", Text, "The unit of the quantity.") { Length = 20 },
        DocumentAmount("InvoiceLine__c", "UnitPrice__c", "Unit Price", "The price of one unit."),
        DocumentAmount("InvoiceLine__c", "NetAmount__c", "Net Amount", "The line's amount without tax."),
        DocumentAmount("InvoiceLine__c", "TaxAmount__c", "Tax Amount", "The line's tax."),
        new("Payment__c", "Account__c", "Account", Lookup, "The customer.") { ReferenceTo = "Account", Relationship = "Payments" },
        new("Payment__c", "PaymentDate__c", "Payment Date", Date, "The date of the payment."),
        new("Payment__c", "Currency__c", "Currency", Text, "The ISO 4217 code of the amount.") { Length = 3 },
        DocumentAmount("Payment__c", "Amount__c", "Amount", "The amount paid."),
        new("Payment__c", "Method__c", "Method", Text, "How it was paid.") { Length = 80 },
        new("Payment__c", "Reference__c", "Reference", Text, "The payer's reference.") { Length = 140 },
        new("PaymentAllocation__c", "Payment__c", "Payment", MasterDetail, "The payment.") { ReferenceTo = "Payment__c", Relationship = "Allocations" },
        new("PaymentAllocation__c", "Invoice__c", "Invoice", Lookup, "The invoice that was paid.") { ReferenceTo = "Invoice__c", Relationship = "Allocations" },
        DocumentAmount("PaymentAllocation__c", "Amount__c", "Amount", "The part of the payment."),
        new("PaymentAllocation__c", "AppliedOn__c", "Applied On", Date, "When it was applied."),
    ];

    private static ProvisionedField Amount(string objectName, string name, string label, string purpose) =>
        new(objectName, name, label, Currency, purpose) { Precision = 18, Scale = 2 };

    // Documents come in any currency: plain numbers with room for three decimals, beside a currency code of their own.
    private static ProvisionedField DocumentAmount(string objectName, string name, string label, string purpose) =>
        new(objectName, name, label, Number, purpose) { Precision = 18, Scale = 5 };
}
