using CrmErp.Sdk.Connectors;
using Record = CrmErp.Sdk.Connectors.Record;
using CrmErp.Sdk.Testing.Tests.Fakes;

namespace CrmErp.Sdk.Testing.Tests.Conformance;

public class FakeConformanceTests
{
    public static TheoryData<string, string> EveryCheckOnEveryKind()
    {
        var data = new TheoryData<string, string>();
        foreach (var kind in Kinds.Keys)
        {
            foreach (var check in ConnectorConformance.Checks)
            {
                data.Add(kind, check);
            }
        }

        return data;
    }

    private static readonly Dictionary<string, Func<FakeSystem>> Kinds = new()
    {
        ["keyset, strict, stored, external id"] = () => CustomerSystem.Create(),
        ["token, strict, version, marker, lagging search"] = () => CustomerSystem.Create(
            CustomerSystem.Descriptor(ChangeModel.Token, DeleteModel.Tombstones, VersionKind.Strict, WriteReply.Version, IdentityStrategy.Marker, tellsModifier: true),
            new FakeBehavior { SearchLag = TimeSpan.FromSeconds(20), RandomIds = true, SendsHints = true }),
        ["keyset, stamp, acknowledgement, natural key, skew"] = () => CustomerSystem.Create(
            CustomerSystem.Descriptor(ChangeModel.Keyset, DeleteModel.None, VersionKind.Stamp, WriteReply.Acknowledgement, IdentityStrategy.NaturalKey, BatchAtomicity.AllOrNothing),
            new FakeBehavior { ClockSkew = TimeSpan.FromSeconds(-2), FeedOverlap = TimeSpan.FromSeconds(5), TellsCreation = false, PageSize = 3 }),
        ["sweep only, no version, client key"] = () => CustomerSystem.Create(
            CustomerSystem.Descriptor(ChangeModel.SweepOnly, DeleteModel.None, VersionKind.None, WriteReply.Acknowledgement, IdentityStrategy.ClientKey)),
        ["token, none, coercing"] = () => CustomerSystem.Create(
            CustomerSystem.Descriptor(ChangeModel.Token, DeleteModel.None, VersionKind.Strict, WriteReply.Stored, IdentityStrategy.None),
            schema: CustomerSystem.Schema(Coercions.Trim | Coercions.Truncate | Coercions.NormalizeLineEnds | Coercions.EmptyIsNull)),
    };

    [Theory]
    [MemberData(nameof(EveryCheckOnEveryKind))]
    public async Task A_fake_does_what_its_descriptor_declares(string kind, string check)
    {
        var kit = new ConnectorConformance(_ => Task.FromResult<IConnectorArrangement>(new FakeArrangement(Kinds[kind]())));

        var result = await kit.RunAsync(check);

        result.Outcome.Should().NotBe(ConformanceOutcome.Failed, result.ToString());
    }

    [Fact]
    public async Task Every_check_applies_to_some_kind()
    {
        var passed = new HashSet<string>();
        foreach (var kind in Kinds.Values)
        {
            var results = await new ConnectorConformance(_ => Task.FromResult<IConnectorArrangement>(new FakeArrangement(kind()))).RunAllAsync();
            passed.UnionWith(results.Where(r => r.Outcome == ConformanceOutcome.Passed).Select(r => r.Check));
        }

        passed.Should().BeEquivalentTo(ConnectorConformance.Checks);
    }

    [Fact]
    public async Task An_undeclared_coercion_is_found() =>
        await FailsAsync("Stored_values_are_the_declared_ones", CustomerSystem.Create(behavior: new FakeBehavior { UndeclaredCoercions = [new UndeclaredCoercion("customers", "name", Coercions.UpperCase)] }));

    [Fact]
    public async Task A_feed_that_ends_at_the_present_loses_late_commits()
    {
        var declared = CustomerSystem.Descriptor();
        var system = CustomerSystem.Create(With(declared, o => new ObjectDescriptor { Name = o.Name, Changes = o.Changes, Deletes = o.Deletes, Version = o.Version, Reply = o.Reply, Identity = o.Identity, IdentityField = o.IdentityField, SettleLag = TimeSpan.Zero }));

        await FailsAsync("Feed_serves_late_commits", system, declared);
    }

    [Fact]
    public async Task A_missing_interface_is_found() =>
        await FailsAsync("Capabilities_match_the_interfaces", CustomerSystem.Create(CustomerSystem.Descriptor(ChangeModel.SweepOnly)), CustomerSystem.Descriptor());

    [Fact]
    public async Task A_wrong_reply_is_found() =>
        await FailsAsync("The_answer_carries_what_is_declared", CustomerSystem.Create(CustomerSystem.Descriptor(reply: WriteReply.Acknowledgement)), CustomerSystem.Descriptor());

    private static async Task FailsAsync(string check, FakeSystem system, ConnectorDescriptor? declared = null)
    {
        var kit = new ConnectorConformance(_ => Task.FromResult<IConnectorArrangement>(new FakeArrangement(system) { Connector = Declaring(system.Connect(), declared) }));

        (await kit.RunAsync(check)).Outcome.Should().Be(ConformanceOutcome.Failed);
    }

    private static ConnectorDescriptor With(ConnectorDescriptor descriptor, Func<ObjectDescriptor, ObjectDescriptor> change) => new()
    {
        System = descriptor.System, DisplayName = descriptor.DisplayName, Capabilities = descriptor.Capabilities, Objects = [.. descriptor.Objects.Select(change)],
    };

    private static IConnector Declaring(IConnector connector, ConnectorDescriptor? declared) =>
        declared is null ? connector : connector is IChangeReader ? new DeclaringConnector(connector, declared) : new DeclaringSweptConnector(connector, declared);

    private class DeclaringSweptConnector(IConnector inner, ConnectorDescriptor declared) : IConnector, IRecordReader, IRecordWriter, IMetadataReader, IConnectionCheck
    {
        protected IConnector Inner => inner;

        public ConnectorDescriptor Descriptor => declared;

        public Task<ReadPageResult> ReadPageAsync(ReadPageRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).ReadPageAsync(request, cancellationToken);

        public Task<IReadOnlyList<Record?>> GetManyAsync(GetManyRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).GetManyAsync(request, cancellationToken);

        public Task<IReadOnlyList<Record>> FindAsync(FindRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).FindAsync(request, cancellationToken);

        public Task<long?> CountAsync(CountRequest request, CancellationToken cancellationToken = default) => ((IRecordReader)inner).CountAsync(request, cancellationToken);

        public Task<IReadOnlyList<WriteOutcome>> WriteAsync(WriteRequest request, CancellationToken cancellationToken = default) => ((IRecordWriter)inner).WriteAsync(request, cancellationToken);

        public Task<IReadOnlyList<ObjectMetadata>> ReadMetadataAsync(MetadataRequest request, CancellationToken cancellationToken = default) => ((IMetadataReader)inner).ReadMetadataAsync(request, cancellationToken);

        public Task<ConnectionCheckResult> CheckAsync(ConnectionCheckRequest request, CancellationToken cancellationToken = default) => ((IConnectionCheck)inner).CheckAsync(request, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class DeclaringConnector(IConnector inner, ConnectorDescriptor declared) : DeclaringSweptConnector(inner, declared), IChangeReader
    {
        public Task<string> GetCurrentCursorAsync(CurrentCursorRequest request, CancellationToken cancellationToken = default) => ((IChangeReader)Inner).GetCurrentCursorAsync(request, cancellationToken);

        public Task<ChangePage> ReadChangesAsync(ChangesRequest request, CancellationToken cancellationToken = default) => ((IChangeReader)Inner).ReadChangesAsync(request, cancellationToken);
    }
}
