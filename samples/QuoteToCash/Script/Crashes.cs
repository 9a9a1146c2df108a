using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Worlds;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;
using Microsoft.Data.Sqlite;

namespace CrmErp.Samples.QuoteToCash.Script;

/// <summary>
/// Kills the engine's process at points drawn from the seed, among the calls to both systems: inside a page of the load, between a
/// commit of a simulator and its reply, between an answer and the engine's own commit. A kill counts as a crash when the database then
/// holds an open flight or an unfinished page.
/// </summary>
internal sealed class Crashes
{
    private const string Sdk = "sdk";

    private readonly Random _random;
    private readonly Systems _systems;
    private readonly EngineChild _engine;
    private readonly string _database;

    public Crashes(int seed, Systems systems, EngineChild engine, string folder)
    {
        _random = new Random(seed);
        _systems = systems;
        _engine = engine;
        _database = Path.Combine(folder, "sync.db");
        engine.AfterKill = CountAsync;
    }

    /// <summary>Kills that left something open.</summary>
    public int Count { get; private set; }

    public List<string> Log { get; } = [];

    /// <summary>While a page of the inventory is on its way.</summary>
    public void InsideAPage() => Arm(FaultPoint.AfterCommitBeforeReply, Draw(
        Crm("a page of Account", objectName: "Account", operation: RequestOperation.Read),
        Crm("a page of Contact", objectName: "Contact", operation: RequestOperation.Read),
        Erp("a page of customers", "customers", RequestOperation.Read),
        Erp("a page of contacts", "contacts", RequestOperation.Read)));

    /// <summary>When records are made and the answer is not sent.</summary>
    public void BeforeTheReply() => Arm(FaultPoint.AfterCommitBeforeReply, Draw(
        Crm("creates in composite/sobjects", method: "POST", path: "*/composite/sobjects"),
        Crm("creates in composite/graph", method: "POST", path: "*/composite/graph"),
        Erp("creates of customers", "customers", RequestOperation.Create),
        Erp("creates of contacts", "contacts", RequestOperation.Create)));

    /// <summary>When the answer is sent and the engine has not committed it.</summary>
    public void AfterTheReply() => Arm(FaultPoint.AfterReply, Draw(
        Crm("PATCH composite/sobjects", method: "PATCH", path: "*/composite/sobjects"),
        Crm("POST composite/graph", method: "POST", path: "*/composite/graph"),
        Erp("an update of customers", "customers", RequestOperation.Update),
        Erp("a create of salesOrders", "salesOrders", RequestOperation.Create)));

    /// <summary>At the next create of a customer in the ERP, which has no field for a key of ours; part of every day, whatever the seed.</summary>
    public void BeforeTheReplyOfACustomer() => Arm(FaultPoint.AfterCommitBeforeReply, Erp("a create of customers", "customers", RequestOperation.Create), skip: 0);

    private Target Draw(params Target[] targets) => targets[_random.Next(targets.Length)];

    private Target Crm(string what, string? objectName = null, RequestOperation? operation = null, string? method = null, string? path = null) =>
        new(what, _systems.Crm.State.Faults, objectName, operation, method, path);

    private Target Erp(string what, string set, RequestOperation operation) => new(what, _systems.Erp.Faults, set, operation, null, null);

    private void Arm(FaultPoint point, Target target, int? skip = null) => target.Faults.Add(new FaultRule
    {
        Client = Sdk,
        Object = target.Object,
        Operation = target.Operation,
        Method = target.Method,
        Path = target.Path,
        Skip = skip ?? _random.Next(2),
        Fault = Fault.Call(point, (_, _) =>
        {
            Log.Add($"killed at {target.What}, {point}");
            _engine.Kill();
            return Task.CompletedTask;
        }),
    });

    private async Task CountAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={_database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM outbox WHERE flight IS NOT NULL), (SELECT count(*) FROM stream WHERE lease_until IS NOT NULL)";
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (flights, pages) = (reader.GetInt64(0), reader.GetInt64(1));
        Log[^1] += $": {flights} open flights, {pages} unfinished pages";
        Count += flights + pages > 0 ? 1 : 0;
    }

    private sealed record Target(string What, FaultPlan Faults, string? Object, RequestOperation? Operation, string? Method, string? Path);
}
