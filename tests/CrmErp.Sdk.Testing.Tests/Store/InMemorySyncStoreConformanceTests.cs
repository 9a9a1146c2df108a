using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing.Conformance;

namespace CrmErp.Sdk.Testing.Tests.Store;

public sealed class InMemorySyncStoreConformanceTests : IStoreConformanceHost
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    public static TheoryData<string> Names => [.. StoreConformance.Checks.Select(c => c.Name)];

    public Task<ISyncStore> CreateAsync(CancellationToken cancellationToken = default) => Task.FromResult<ISyncStore>(new InMemorySyncStore());

    public Task<ISyncStore> ReopenAsync(ISyncStore store, CancellationToken cancellationToken = default) => Task.FromResult(store);

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Random_operations_are_answered_as_by_the_model(int seed) =>
        StoreModelRun.RunAsync(this, seed, cancellationToken: TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Contract(string name) => StoreConformance.RunAsync(this, name, TestContext.Current.CancellationToken);
}
