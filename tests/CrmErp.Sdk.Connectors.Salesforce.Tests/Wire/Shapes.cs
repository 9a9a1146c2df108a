namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

/// <summary>The shapes that the wire tests read and write.</summary>
internal static class Shapes
{
    public static RecordShape Account { get; } = new("Account", [new("Name", FieldKind.Text), new("Phone", FieldKind.Text), new("Site", FieldKind.Text), new("CreditLimit__c", FieldKind.Decimal), new("ParentId", FieldKind.Reference, "Account")], 7);

    public static RecordShape Product { get; } = new("Product2", [new("Name", FieldKind.Text), new("ProductCode", FieldKind.Text), new("StandardPrice", FieldKind.Decimal), new("IsActive", FieldKind.Boolean)], 7);

    public static RecordShape OrderLine { get; } = new("OrderItem", [new("Product2Id", FieldKind.Reference, "Product2"), new("Quantity", FieldKind.Decimal), new("UnitPrice", FieldKind.Decimal), new("Description", FieldKind.Text)]);

    public static RecordShape Order { get; } = new(
        "Order",
        [new("AccountId", FieldKind.Reference, "Account"), new("EffectiveDate", FieldKind.Date), new("Status", FieldKind.Text), new("PoNumber", FieldKind.Text), new("TotalAmount", FieldKind.Decimal), new("Lines", FieldKind.Lines, null, OrderLine)],
        7);

    public static RecordShape InvoiceLine { get; } = new("InvoiceLine__c", [new("Product__c", FieldKind.Reference, "Product2"), new("Quantity__c", FieldKind.Decimal), new("Description__c", FieldKind.Text)]);

    public static RecordShape Invoice { get; } = new("Invoice__c", [new("Name", FieldKind.Text), new("Account__c", FieldKind.Reference, "Account"), new("Status__c", FieldKind.Text), new("Lines", FieldKind.Lines, null, InvoiceLine)], 7);

    public static WriteItem Create(RecordShape shape, string key, params (string Path, FieldValue Value)[] fields) =>
        new() { Operation = WriteOperation.Create, Key = key, Fields = Changes(shape, fields) };

    public static WriteItem Update(RecordShape shape, string id, params (string Path, FieldValue Value)[] fields) =>
        new() { Operation = WriteOperation.Update, Key = "key-" + id, Id = id, Fields = Changes(shape, fields) };

    public static WriteItem Delete(string id) => new() { Operation = WriteOperation.Delete, Key = "key-" + id, Id = id };

    public static FieldValue Reference(string objectName, string id) => FieldValue.From(new Reference(objectName, id));

    public static FieldValue Lines(RecordShape shape, params (string Path, FieldValue Value)[][] lines) =>
        FieldValue.From(new LineList(lines.Select((l, i) => new Line(new LineId(new Guid(i + 1, 0, 0, new byte[8])), Line(shape, l)))));

    public static Row Line(RecordShape shape, params (string Path, FieldValue Value)[] fields)
    {
        var row = new Row(shape.Schema);
        foreach (var (path, value) in fields)
        {
            row[path] = value;
        }

        return row;
    }

    private static FieldChange[] Changes(RecordShape shape, (string Path, FieldValue Value)[] fields) => [.. fields.Select(f => new FieldChange(shape.Schema.SlotOf(f.Path), f.Value))];
}
