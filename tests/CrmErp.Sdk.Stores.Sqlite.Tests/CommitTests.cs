using CrmErp.Sdk.State;
using Microsoft.Data.Sqlite;

namespace CrmErp.Sdk.Stores.Sqlite.Tests;

public sealed class CommitTests : IDisposable
{
    private readonly SqliteFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Commit_FaultBeforeCommit_StoresNothingAndForgetsTheNamesItMade()
    {
        await using var store = await _files.OpenAsync(_files.NewFile(), TestContext.Current.CancellationToken);
        store.CommitHook = point => throw new TimeoutException($"{point}");
        var commit = () => store.CommitAsync(Batches.WithHint("1", "crm", "first"));
        await commit.Should().ThrowAsync<TimeoutException>().WithMessage("BeforeCommit");
        store.CommitHook = null;
        (await store.GetSequenceAsync(TestContext.Current.CancellationToken)).Should().Be(0);

        // The numbers of the forgotten names are given to others now.
        (await store.CommitAsync(Batches.WithHint("1", "erp", "second"), TestContext.Current.CancellationToken)).Sequence.Should().Be(1);
        (await store.CommitAsync(Batches.WithHint("2", "crm", "first"), TestContext.Current.CancellationToken)).Sequence.Should().Be(2);
        (await HintsAsync(store, "first", "crm")).Should().Equal("2");
        (await HintsAsync(store, "second", "erp")).Should().Equal("1");
        (await HintsAsync(store, "second", "crm")).Should().BeEmpty();
    }

    [Fact]
    public async Task Commit_FaultAfterCommit_IsStored()
    {
        await using var store = await _files.OpenAsync(_files.NewFile(), TestContext.Current.CancellationToken);
        store.CommitHook = point => _ = point == CommitPoint.AfterCommit ? throw new TimeoutException() : 0;
        var commit = () => store.CommitAsync(Batches.WithHint("1"));
        await commit.Should().ThrowAsync<TimeoutException>();
        store.CommitHook = null;
        (await store.GetSequenceAsync(TestContext.Current.CancellationToken)).Should().Be(1);
        (await HintsAsync(store, "default", "crm")).Should().Equal("1");
    }

    [Fact]
    public async Task Calls_NobodyElseUsesTheStore_CompleteOnTheCallersThread()
    {
        await using var store = await _files.OpenAsync(_files.NewFile(), TestContext.Current.CancellationToken);
        store.CommitAsync(Batches.WithHint("1")).IsCompletedSuccessfully.Should().BeTrue();
        store.ReadHintsAsync(TenantId.Default, new SpokeId("crm", ""), "Account", default, 9).IsCompletedSuccessfully.Should().BeTrue();
        store.CountAsync(TenantId.Default).IsCompletedSuccessfully.Should().BeTrue();
        store.GetSequenceAsync().AsTask().IsCompletedSuccessfully.Should().BeTrue();
        store.ClaimOutboxAsync(new OutboxClaim { Tenant = TenantId.Default, Spoke = new SpokeId("crm", ""), Entity = "Account", Now = default, LeaseUntil = default, Limit = 1 })
            .IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task Read_WhileACommitIsUnderWay_AnswersWithWhatWasThereBefore()
    {
        await using var store = await _files.OpenAsync(_files.NewFile(), TestContext.Current.CancellationToken);
        await store.CommitAsync(Batches.WithHint("1"), TestContext.Current.CancellationToken);
        IReadOnlyList<string>? seen = null;
        store.CommitHook = point => seen = point == CommitPoint.BeforeCommit ? HintsAsync(store, "default", "crm").GetAwaiter().GetResult() : seen;
        await store.CommitAsync(Batches.WithHint("2"), TestContext.Current.CancellationToken);
        seen.Should().Equal("1");
        (await HintsAsync(store, "default", "crm")).Should().Equal("1", "2");
    }

    [Fact]
    public async Task Statements_are_prepared_once()
    {
        await using var store = await _files.OpenAsync(_files.NewFile(), TestContext.Current.CancellationToken);
        await UseAsync(store, 1);
        var prepared = store.StatementCount;
        for (var i = 2; i < 5; i++)
        {
            await UseAsync(store, i);
        }

        store.StatementCount.Should().Be(prepared);

        static async Task UseAsync(SqliteSyncStore store, int number)
        {
            var id = new GoldenId(new Guid(number, 0, 0, new byte[8]));
            var batch = Batches.WithHint("1");
            batch.Golden.Add(new GoldenRow { Id = id, Entity = "Account", State = GoldenState.Live, Data = "{}" });
            batch.PutLinks.Add(new LinkRow { Ref = new RecordRef("crm", "", "Account", $"{number}"), Entity = "Account", GoldenId = id, State = LinkState.Active });
            batch.PutOutbox.Add(new OutboxRow { GoldenId = id, Spoke = new SpokeId("crm", ""), Entity = "Account", State = OutboxState.Due, NotBefore = default, Since = default });
            await store.CommitAsync(batch);
            await store.ReadAggregatesAsync(TenantId.Default, [id]);
            await store.ReadLinksAsync(TenantId.Default, [new RecordRef("crm", "", "Account", "1")]);
            await store.ReadLinkHeadsAsync(TenantId.Default, new SpokeId("crm", ""), "Account", ["1"]);
            await store.ClaimOutboxAsync(new OutboxClaim { Tenant = TenantId.Default, Spoke = new SpokeId("crm", ""), Entity = "Account", Now = default, LeaseUntil = default, Limit = 1 });
        }
    }

    [Fact]
    public async Task Golden_data_can_be_queried_with_plain_SQL()
    {
        var file = _files.NewFile();
        await using var store = await _files.OpenAsync(file, TestContext.Current.CancellationToken);
        var batch = new StoreBatch { Tenant = TenantId.Default };
        var id = new GoldenId(new Guid("01890a5d-ac96-774b-bcce-b302099a8057"));
        batch.Golden.Add(new GoldenRow { Id = id, Entity = "Account", State = GoldenState.Live, Data = """{"Name":"Zoë & Söhne"}""" });
        batch.PutLinks.Add(new LinkRow { Ref = new RecordRef("crm", "", "Account", "001"), Entity = "Account", GoldenId = id, State = LinkState.Active });
        await store.CommitAsync(batch, TestContext.Current.CancellationToken);
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT g.entity || ' ' || g.id || ' ' || json_extract(g.data, '$.Name') || ' ' || l.connection || ':' || l.object || '/' || l.id || ' ' || l.state
            FROM golden_view g JOIN link_view l ON l.golden_id = g.id AND l.tenant = g.tenant
            """;
        command.ExecuteScalar().Should().Be("Account 01890a5dac96774bbcceb302099a8057 Zoë & Söhne crm:Account/001 active");
        foreach (var view in new[] { "outbox_view", "open_item_view", "audit_view", "object_view", "spoke_view" })
        {
            command.CommandText = $"SELECT count(*) FROM {view}";
            command.ExecuteScalar().Should().NotBeNull();
        }
    }

    private static async Task<IReadOnlyList<string>> HintsAsync(SqliteSyncStore store, string tenant, string connection) =>
        [.. (await store.ReadHintsAsync(new TenantId(tenant), new SpokeId(connection, ""), "Account", default, 9)).Select(h => h.Ref.Id)];
}
