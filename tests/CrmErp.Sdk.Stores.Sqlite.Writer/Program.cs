using System.Globalization;
using CrmErp.Sdk;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite;

// Commits until it is killed: every commit writes its number into hundreds of rows of several tables, then prints it. Whoever opens
// the file afterwards must find one number everywhere, not smaller than the last one printed.
const int Rows = 300;
var spoke = new SpokeId("erp", "10");
await using var store = new SqliteSyncStore($"Data Source={args[0]}");
await store.OpenAsync();
for (var number = await store.GetSequenceAsync() + 1; ; number++)
{
    var text = number.ToString(CultureInfo.InvariantCulture);
    var batch = new StoreBatch { Tenant = TenantId.Default };
    for (var i = 1; i <= Rows; i++)
    {
        var id = new GoldenId(new Guid(i, 0, 0, new byte[8]));
        batch.Golden.Add(new GoldenRow { Id = id, Entity = "Account", State = GoldenState.Live, Version = number - 1, Data = text, Keys = [new("Number", $"{i}/{text}")] });
        batch.PutLinks.Add(new LinkRow { Ref = new RecordRef("erp", "10", "customer", $"{i}"), Entity = "Account", GoldenId = id, State = LinkState.Active, Shadow = text, Touch = true });
        batch.PutHints.Add(new HintRow { Ref = new RecordRef("erp", "10", "customer", $"{i}"), Entity = "Account", Reason = text });
    }

    batch.PutStage.Add(new StageRow { Ref = new RecordRef("erp", "10", "customer", $"new {text}"), Entity = "Account", Record = text });
    batch.RemoveStage.Add(new RecordRef("erp", "10", "customer", $"new {number - 1}"));
    batch.PutOutbox.Add(new OutboxRow { GoldenId = new GoldenId(new Guid(1, 0, 0, new byte[8])), Spoke = spoke, Entity = "Account", State = OutboxState.Due, NotBefore = default, Since = default, Detail = text });
    var result = await store.CommitAsync(batch);
    if (!result.Succeeded)
    {
        await Console.Error.WriteLineAsync(result.Conflict);
        return 1;
    }

    await Console.Out.WriteLineAsync(text);
}
