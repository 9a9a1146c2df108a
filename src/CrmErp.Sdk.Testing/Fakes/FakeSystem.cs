using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>
/// One system in memory: it behaves as its descriptor and schema say, and otherwise as <see cref="Behavior"/> says. People work in it
/// through this class, the engine through <see cref="Connect"/>. Every version of every record is kept in <see cref="History"/>.
/// Single-threaded and deterministic: time comes from the world's clock, chance from the seed.
/// </summary>
public sealed class FakeSystem
{
    private readonly Dictionary<(string Scope, string Object), FakeTable> _tables = [];
    private readonly Dictionary<string, FakeScope> _scopes = new(StringComparer.Ordinal);
    private readonly List<FakeEvent> _history = [];
    private readonly List<RecordHint> _hints = [];
    private int _lineCounter;

    /// <summary>Creates a system.</summary>
    /// <param name="name">Its name in the world: the connection.</param>
    /// <param name="descriptor">What the system can do.</param>
    /// <param name="schema">Its objects.</param>
    /// <param name="clock">The world's clock.</param>
    /// <param name="behavior">What the descriptor does not say; null means a friendly system.</param>
    /// <param name="seed">Decides what is left to chance (ids).</param>
    public FakeSystem(string name, ConnectorDescriptor descriptor, IEnumerable<ObjectMetadata> schema, FakeClock clock, FakeBehavior? behavior = null, ulong seed = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(clock);
        Name = name;
        Descriptor = descriptor;
        Clock = clock;
        Behavior = behavior ?? new FakeBehavior();
        Schema = new FakeSchema(schema);
        Rules = new FakeRules(this);
        Random = new SeededRandom(seed);
        Quota = new FakeQuota(this);
    }

    /// <summary>The system's name in the world.</summary>
    public string Name { get; }

    /// <summary>What the system can do, as its connector declares it.</summary>
    public ConnectorDescriptor Descriptor { get; }

    /// <summary>What the descriptor does not say.</summary>
    public FakeBehavior Behavior { get; }

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Holds calls at their awaits; null lets them run through.</summary>
    public ICallGate? Gate { get; set; }

    /// <summary>Every version of every record, in order.</summary>
    public IReadOnlyList<FakeEvent> History => _history;

    /// <summary>Pushes that were not fetched yet; empty unless <see cref="FakeBehavior.SendsHints"/> is set.</summary>
    public IReadOnlyList<RecordHint> Hints => _hints;

    /// <summary>How many calls were made, by operation.</summary>
    public IReadOnlyDictionary<RemoteOperation, long> Calls => CallCounts;

    /// <summary>The server's clock.</summary>
    public DateTimeOffset ServerTime => Clock.Now + Behavior.ClockSkew;

    internal Dictionary<RemoteOperation, long> CallCounts { get; } = [];

    internal FakeClock Clock { get; }

    internal FakeSchema Schema { get; }

    internal FakeRules Rules { get; }

    internal SeededRandom Random { get; }

    internal FakeQuota Quota { get; }

    internal IEnumerable<FakeTable> Tables => _tables.Values;

    /// <summary>A connector that speaks to this system.</summary>
    public IConnector Connect() => FakeConnector.For(this);

    /// <summary>One scope of the system (a company, a subsidiary).</summary>
    public FakeScope In(string scope)
    {
        if (!_scopes.TryGetValue(scope, out var face))
        {
            _scopes.Add(scope, face = new FakeScope(this, scope));
        }

        return face;
    }

    /// <summary>Somebody makes a record in the scope without name.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it; the message says why.</exception>
    public FakeRecord Add(string objectName, params (string Field, FieldValue Value)[] fields) => In("").Add(objectName, fields);

    /// <summary>Somebody changes fields of a record.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it; the message says why.</exception>
    public FakeRecord Edit(string objectName, string id, params (string Field, FieldValue Value)[] fields) => In("").Edit(objectName, id, fields);

    /// <summary>Somebody empties fields of a record.</summary>
    /// <exception cref="InvalidOperationException">The system refuses it; the message says why.</exception>
    public FakeRecord Clear(string objectName, string id, params string[] fields) => In("").Clear(objectName, id, fields);

    /// <summary>Somebody deletes a record.</summary>
    /// <exception cref="InvalidOperationException">There is no such record.</exception>
    public void Delete(string objectName, string id) => In("").Delete(objectName, id);

    /// <summary>Somebody brings a deleted record back under its id.</summary>
    /// <exception cref="InvalidOperationException">The record was not deleted.</exception>
    public FakeRecord Restore(string objectName, string id) => In("").Restore(objectName, id);

    /// <summary>Somebody merges a record into another: it vanishes, and what refers to it refers to the survivor.</summary>
    /// <exception cref="InvalidOperationException">One of them does not exist.</exception>
    public FakeRecord Merge(string objectName, string survivorId, string mergedId) => In("").Merge(objectName, survivorId, mergedId);

    /// <summary>The records of an object that exist, in order of their ids.</summary>
    public IReadOnlyList<FakeRecord> All(string objectName) => In("").All(objectName);

    /// <summary>A record, deleted ones included; null when there never was one.</summary>
    public FakeRecord? Find(string objectName, string id) => In("").Find(objectName, id);

    /// <summary>Takes the pushes that wait.</summary>
    public IReadOnlyList<RecordHint> TakeHints()
    {
        RecordHint[] taken = [.. _hints];
        _hints.Clear();
        return taken;
    }

    /// <summary>A developer adds a field, or changes one.</summary>
    public void PutField(string objectName, FieldMetadata field) => Schema.PutField(objectName, field);

    /// <summary>A developer removes a field; its values are kept and come back with the field.</summary>
    /// <returns>The field, to put it back; null when there was none.</returns>
    public FieldMetadata? DropField(string objectName, string field) => Schema.DropField(objectName, field);

    /// <summary>Name and system.</summary>
    public override string ToString() => $"{Name} ({Descriptor.System})";

    internal FakeTable Table(string scope, string objectName)
    {
        if (!_tables.TryGetValue((scope, objectName), out var table))
        {
            Schema.Get(objectName);
            _tables.Add((scope, objectName), table = new FakeTable(scope, objectName));
        }

        return table;
    }

    internal ObjectDescriptor DescriptorOf(string objectName) => Descriptor.For(objectName);

    /// <summary>The server's clock as modification times show it.</summary>
    internal DateTimeOffset Stamp(string objectName)
    {
        var resolution = Behavior.StampResolution;
        if (DescriptorOf(objectName).Version == VersionKind.Stamp && resolution < TimeSpan.FromSeconds(1))
        {
            resolution = TimeSpan.FromSeconds(1);
        }

        return new DateTimeOffset(ServerTime.UtcTicks - (ServerTime.UtcTicks % resolution.Ticks), TimeSpan.Zero);
    }

    internal string NewId(FakeTable table)
    {
        var number = table.NextNumber();
        return Behavior.RandomIds ? Random.NextGuid().ToString("N")[..12] : $"{table.Object}-{number:D5}";
    }

    /// <summary>Line ids are never used twice in a system, so a line that was removed and one that was added are never one.</summary>
    internal string NewLineId() => $"L{++_lineCounter}";

    internal FakeEvent Append(FakeTable table, FakeRow row, FakeCommit commit)
    {
        var version = DescriptorOf(table.Object).Version switch
        {
            VersionKind.Strict => $"v{row.Versions.Count + 1}",
            VersionKind.Stamp => commit.Stamp.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
        var entry = new FakeEvent
        {
            Order = Clock.NextOrder(), Scope = table.Scope, Object = table.Object, Id = row.Id, Kind = commit.Kind, Actor = commit.Actor, At = Clock.Now,
            Modified = commit.Stamp, Version = version, Values = commit.Values, Changed = commit.Changed, Sent = commit.Sent, Key = commit.Key, IfVersion = commit.IfVersion,
            Marker = commit.Marker, Related = commit.Related,
        };
        row.Versions.Add(entry);
        table.SetLive(row, !row.IsDeleted);
        table.Log.Add(entry);
        _history.Add(entry);
        if (Behavior.SendsHints)
        {
            _hints.Add(new RecordHint(table.Scope, table.Object, row.Id));
        }

        return entry;
    }
}

/// <summary>One change of one record, about to be appended.</summary>
internal sealed record FakeCommit(FakeEventKind Kind, FakeActor Actor, DateTimeOffset Stamp, IReadOnlyDictionary<string, FieldValue> Values)
{
    public IReadOnlyList<string> Changed { get; init; } = [];

    public IReadOnlyDictionary<string, FieldValue> Sent { get; init; } = new Dictionary<string, FieldValue>();

    public string? Key { get; init; }

    public string? IfVersion { get; init; }

    public string? Marker { get; init; }

    public string? Related { get; init; }
}
