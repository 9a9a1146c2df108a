using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Tests.Store;

public sealed class InMemorySyncStoreTests
{
    private static readonly GoldenId Id = new(new Guid(1, 0, 0, new byte[8]));

    [Fact]
    public async Task Clone_GoesItsOwnWay()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var store = new InMemorySyncStore();
        await store.CommitAsync(Golden(version: 0), cancellationToken);
        var snapshot = store.Clone();
        await store.CommitAsync(Golden(version: 1), cancellationToken);
        (await VersionAsync(store)).Should().Be(2);
        (await VersionAsync(snapshot)).Should().Be(1);
        (await snapshot.GetSequenceAsync(cancellationToken)).Should().Be(1);
        (await snapshot.CommitAsync(Golden(version: 1), cancellationToken)).Sequence.Should().Be(2);
        (await VersionAsync(store)).Should().Be(2);
    }

    [Fact]
    public async Task CommitHook_ThrowsBeforeCommit_StoresNothing_AfterCommit_Everything()
    {
        var store = new InMemorySyncStore();
        foreach (var (throwAt, stored) in new[] { (Testing.Store.CommitPoint.BeforeCommit, 0), (Testing.Store.CommitPoint.AfterCommit, 1) })
        {
            store.CommitHook = point => _ = point == throwAt ? throw new TimeoutException() : 0;
            var commit = () => store.CommitAsync(Golden(version: 0));
            await commit.Should().ThrowAsync<TimeoutException>();
            (await store.GetSequenceAsync(TestContext.Current.CancellationToken)).Should().Be(stored);
        }
    }

    private static StoreBatch Golden(long version)
    {
        var batch = new StoreBatch { Tenant = TenantId.Default };
        batch.Golden.Add(new GoldenRow { Id = Id, Entity = "Account", State = GoldenState.Live, Version = version, Data = "{}" });
        return batch;
    }

    private static async Task<long> VersionAsync(InMemorySyncStore store) => (await store.ReadAggregatesAsync(TenantId.Default, [Id])).Single().Golden.Version;
}
