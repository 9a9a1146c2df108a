using System.Globalization;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Benchmarks.Store;

/// <summary>The rows of a first load, realistic in size: 1 KB of data, two links, two match keys, an outbox row, three audit entries per account.</summary>
internal static class StoreRows
{
    public const string Shadow = """{"s":{},"b":{},"w":"3f2a90c1d4e5b6a73f2a90c1d4e5b6a73f2a90c1d4e5b6a73f2a90c1d4e5b6a7","m":"9f8e7d6c"}""";

    public static readonly SpokeId Crm = new("crm", "");

    public static readonly SpokeId Erp = new("erp", "CRONUS");

    public static readonly DateTimeOffset Now = new(2031, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private static readonly string Filler = new('x', 600);

    /// <summary>Identities of version 7 grow.</summary>
    public static GoldenId Golden(int i) => new(new Guid(0x0190_0000 + (i >> 12), (short)(i & 0xfff), 0x7000, [0x80, 1, 2, 3, 4, 5, 6, 7]));

    /// <summary>Salesforce ids grow.</summary>
    public static string CrmId(int i) => $"001Dn{i.ToString("d10", CultureInfo.InvariantCulture)}IAV";

    /// <summary>Business Central's ids are random.</summary>
    public static string ErpId(int i)
    {
        Span<byte> bytes = stackalloc byte[16];
        var random = new Random(i);
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    public static GoldenRow GoldenRow(int i, long version = 0) => new()
    {
        Id = Golden(i),
        Entity = "Account",
        State = GoldenState.Live,
        Version = version,
        Data = $$"""{"Name":"Account number {{i}}","Number":"{{i}}","TaxId":"DE{{i:d9}}","BillingAddress.Street":"Main street {{i % 977}}","Note":"{{Filler}}"}""",
        Provenance = """{"Name":{"o":"crm","r":"only side","t":"2031-05-04T03:02:01Z"},"BillingAddress":{"o":"crm","r":"only side","t":"2031-05-04T03:02:01Z"}}""",
        Keys = [new("TaxId", $"DE{i * 7919L % 999_999_937:d9}"), new("Number", $"{i}")],
    };

    public static LinkRow CrmLink(int i) => Link(new RecordRef(Crm.Connection, Crm.Scope, "Account", CrmId(i)), i, "2031-05-04T03:02:01.000Z");

    public static LinkRow ErpLink(int i) => Link(new RecordRef(Erp.Connection, Erp.Scope, "customers", ErpId(i)), i, "W/\"JzIwOzE0NTk4NTAwNjM0MzY5OTgyMTsxOzAwOyc=\"");

    public static OutboxRow Outbox(int i) => new() { GoldenId = Golden(i), Spoke = Erp, Entity = "Account", State = OutboxState.Due, NotBefore = Now, Since = Now };

    public static AuditRow Audit(int i, string field) => new() { At = Now, Kind = "set", Entity = "Account", GoldenId = Golden(i), Field = field, Origin = "crm", Rule = "only side" };

    /// <summary>What capture stores for a page of new records of one side.</summary>
    public static StoreBatch Captured(int first, int count)
    {
        var batch = new StoreBatch { Tenant = TenantId.Default };
        for (var i = first; i < first + count; i++)
        {
            batch.Golden.Add(GoldenRow(i));
            batch.PutLinks.Add(CrmLink(i));
            batch.PutOutbox.Add(Outbox(i));
            batch.Audit.Add(Audit(i, "Name"));
        }

        return batch;
    }

    private static LinkRow Link(RecordRef record, int golden, string version) => new()
    {
        Ref = record,
        Entity = "Account",
        GoldenId = Golden(golden),
        State = LinkState.Active,
        Version = version,
        Modified = Now,
        Hash = (UInt128)golden << 64 | 77,
        MapHash = 0x9f8e7d6c5b4a3921,
        Shadow = Shadow,
        Touch = true,
    };
}
