using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Testing.Tests.Fakes;

namespace CrmErp.Sdk.Testing.Tests.Conformance;

internal sealed class FakeArrangement(FakeSystem system) : ILateCommitArrangement
{
    public IConnector Connector { get; init; } = system.Connect();

    public string Scope => "";

    public RecordShape Shape => CustomerSystem.Customers;

    public string TextField => "name";

    public DateTimeOffset Now => system.Clock.Now;

    public IReadOnlyDictionary<string, FieldValue> Sample(int number) => new Dictionary<string, FieldValue> { ["name"] = $"Sample {number}", ["code"] = $"C{number}", ["credit"] = 100m + number };

    public Task<string> CreateAsync(IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken) =>
        Task.FromResult(system.Add("customers", Pairs(fields)).Id);

    public Task EditAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken)
    {
        system.Edit("customers", id, Pairs(fields));
        return Task.CompletedTask;
    }

    public Task EditLateAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, TimeSpan delay, CancellationToken cancellationToken)
    {
        system.In("").EditLate("customers", id, delay, Pairs(fields));
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        system.Delete("customers", id);
        return Task.CompletedTask;
    }

    public Task AdvanceAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        system.Clock.Advance(span);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => Connector.DisposeAsync();

    private static (string, FieldValue)[] Pairs(IReadOnlyDictionary<string, FieldValue> fields) => [.. fields.Select(f => (f.Key, f.Value))];
}
