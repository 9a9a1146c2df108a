using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>A page of records over the bytes of an answer, with what Salesforce tells beside the fields: whether our own user changed a record last.</summary>
internal sealed class SalesforcePage(JsonRecordPage page, string? ourUser) : RecordPage
{
    public override int Count => page.Count;

    public JsonRecordPage Json => page;

    public override RecordHead Head(int index) => page.Head(index);

    public override Record Read(int index)
    {
        var record = page.Read(index);
        return new Record(record.Ref, record.Fields)
        {
            Version = record.Version,
            Modified = record.Modified,
            Created = record.Created,
            Marker = record.Marker,
            Hash = record.Hash,
            ModifiedByUs = ourUser is null || page.Extra(index, RecordSelection.ModifierExtra) is not { } modifier ? null : modifier == ourUser,
        };
    }

    protected override void Dispose(bool disposing)
    {
        page.Dispose();
        base.Dispose(disposing);
    }
}
