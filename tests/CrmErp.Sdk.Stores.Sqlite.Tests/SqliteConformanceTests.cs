using CrmErp.Sdk.Testing.Conformance;

namespace CrmErp.Sdk.Stores.Sqlite.Tests;

public sealed class SqliteConformanceTests : IDisposable
{
    private readonly SqliteFiles _files = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    public static TheoryData<string> Names => [.. StoreConformance.Checks.Select(c => c.Name)];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Random_operations_are_answered_as_by_the_model(int seed) =>
        StoreModelRun.RunAsync(_files, seed, cancellationToken: TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Contract(string name) => StoreConformance.RunAsync(_files, name, TestContext.Current.CancellationToken);
}
