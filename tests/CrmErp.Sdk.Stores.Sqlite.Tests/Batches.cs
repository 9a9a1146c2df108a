using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Stores.Sqlite.Tests;

internal static class Batches
{
    public static StoreBatch WithHint(string id, string connection = "crm", string tenant = "default")
    {
        var batch = new StoreBatch { Tenant = new TenantId(tenant) };
        batch.PutHints.Add(new HintRow { Ref = new RecordRef(connection, "", "Account", id), Entity = "Account" });
        return batch;
    }
}
