using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>What a standard org lacks for quote to cash: the key of the other system on every object, credit and balance, invoices and payments.</summary>
internal static class ProvisionedSchema
{
    private const string Key = """{"type":"Text","length":100,"label":"ERP Id","externalId":true,"unique":true,"caseSensitive":true}""";
    private const string Amount = """{"type":"Currency","precision":18,"scale":2}""";
    private const string Number = """{"type":"Number","precision":18,"scale":5}""";
    private const string Day = """{"type":"Date"}""";

    private const string PaymentStatus = """
        {"type":"Picklist","valueSet":{"restricted":true,"valueSetDefinition":{"value":[
          {"fullName":"Open"},{"fullName":"PartlyPaid"},{"fullName":"Paid"},{"fullName":"Overdue"},{"fullName":"Credited"},{"fullName":"Void"}]}}}
        """;

    private static readonly string[] Keyed = ["Account", "Contact", "Product2", "Pricebook2", "Opportunity", "Order", "Invoice__c", "Payment__c"];

    private static readonly (string Name, string Metadata)[] Objects =
    [
        ("Invoice__c", """{"label":"Invoice","pluralLabel":"Invoices","sharingModel":"ReadWrite","nameField":{"type":"Text","label":"Invoice Number"}}"""),
        ("InvoiceLine__c", """{"label":"Invoice Line","pluralLabel":"Invoice Lines","sharingModel":"ControlledByParent","nameField":{"type":"AutoNumber","label":"Invoice Line","displayFormat":"IL-{00000000}"}}"""),
        ("Payment__c", """{"label":"Payment","pluralLabel":"Payments","sharingModel":"ReadWrite","nameField":{"type":"Text","label":"Payment Number"}}"""),
        ("PaymentAllocation__c", """{"label":"Payment Allocation","pluralLabel":"Payment Allocations","sharingModel":"ControlledByParent","nameField":{"type":"AutoNumber","label":"Payment Allocation","displayFormat":"PA-{00000000}"}}"""),
    ];

    private static readonly (string Name, string Metadata)[] Fields =
    [
        ("Account.TaxNumber__c", Text(40)),
        ("Account.CreditLimit__c", Amount),
        ("Account.Balance__c", Amount),
        ("Account.PaymentTerms__c", Text(40)),
        ("Account.Active__c", """{"type":"Checkbox","defaultValue":"true"}"""),
        ("Product2.Available__c", Number),
        ("Invoice__c.Account__c", Lookup("Account", "Invoices")),
        ("Invoice__c.Order__c", Lookup("Order", "Invoices")),
        ("Invoice__c.InvoiceDate__c", Day),
        ("Invoice__c.DueDate__c", Day),
        ("Invoice__c.Currency__c", Text(3)),
        ("Invoice__c.NetAmount__c", Number),
        ("Invoice__c.TaxAmount__c", Number),
        ("Invoice__c.TotalAmount__c", Number),
        ("Invoice__c.Balance__c", Number),
        ("Invoice__c.Status__c", PaymentStatus),
        ("InvoiceLine__c.Invoice__c", """{"type":"MasterDetail","referenceTo":"Invoice__c","relationshipName":"InvoiceLines"}"""),
        ("InvoiceLine__c.LineNumber__c", """{"type":"Number","precision":8,"scale":0}"""),
        ("InvoiceLine__c.Product__c", Lookup("Product2", "InvoiceLines")),
        ("InvoiceLine__c.Description__c", Text(255)),
        ("InvoiceLine__c.Quantity__c", Number),
        ("InvoiceLine__c.Unit__c", Text(20)),
        ("InvoiceLine__c.UnitPrice__c", Number),
        ("InvoiceLine__c.NetAmount__c", Number),
        ("InvoiceLine__c.TaxAmount__c", Number),
        ("Payment__c.Account__c", Lookup("Account", "Payments")),
        ("Payment__c.PaymentDate__c", Day),
        ("Payment__c.Currency__c", Text(3)),
        ("Payment__c.Amount__c", Number),
        ("Payment__c.Method__c", Text(80)),
        ("Payment__c.Reference__c", Text(140)),
        ("PaymentAllocation__c.Payment__c", """{"type":"MasterDetail","referenceTo":"Payment__c","relationshipName":"Allocations"}"""),
        ("PaymentAllocation__c.Invoice__c", Lookup("Invoice__c", "Allocations")),
        ("PaymentAllocation__c.Amount__c", Number),
        ("PaymentAllocation__c.AppliedOn__c", Day),
    ];

    /// <summary>Adds all of it.</summary>
    public static IEnumerable<(bool IsObject, string FullName, JsonElement Metadata)> All()
    {
        foreach (var (name, metadata) in Objects)
        {
            yield return (true, name, JsonElement.Parse(metadata));
        }

        foreach (var (name, metadata) in Fields.Concat(Keyed.Select(o => (o + ".Erp_Id__c", Key))))
        {
            yield return (false, name, JsonElement.Parse(metadata));
        }
    }

    private static string Text(int length) => $$"""{"type":"Text","length":{{length}}}""";

    private static string Lookup(string target, string children) => $$"""{"type":"Lookup","referenceTo":"{{target}}","relationshipName":"{{children}}"}""";
}
