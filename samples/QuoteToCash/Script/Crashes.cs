using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Worlds;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;
using Microsoft.Data.Sqlite;

namespace CrmErp.Samples.QuoteToCash.Script;

/// <summary>
/// Kills the engine's process at points drawn from the seed: between a commit of a simulator and its reply, between an answer and the
/// engine's own commit, inside a page of the load. A kill counts as a crash when the database then holds an open flight or an
/// unfinished page.
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
    public void InsideAPage()
    {
        var page = _random.Next(2) == 0 ? "Account" : "Contact";
        _systems.Crm.State.Faults.Add(new FaultRule { Client = Sdk, Object = page, Operation = RequestOperation.Read, Skip = _random.Next(2), Fault = Kill(FaultPoint.AfterCommitBeforeReply, $"a page of {page}") });
    }

    /// <summary>When records are made and the answer is not sent.</summary>
    public void BeforeTheReply()
    {
        var what = _random.Next(2) == 0 ? "sobjects" : "graph";
        _systems.Crm.State.Faults.Add(new FaultRule { Client = Sdk, Method = "POST", Path = $"*/composite/{what}", Skip = _random.Next(2), Fault = Kill(FaultPoint.AfterCommitBeforeReply, $"creates in composite/{what}") });
    }

    /// <summary>When the answer is sent and the engine has not committed it.</summary>
    public void AfterTheReply()
    {
        var (method, what) = _random.Next(2) == 0 ? ("PATCH", "sobjects") : ("POST", "graph");
        _systems.Crm.State.Faults.Add(new FaultRule { Client = Sdk, Method = method, Path = $"*/composite/{what}", Skip = _random.Next(2), Fault = Kill(FaultPoint.AfterReply, $"{method} composite/{what}") });
    }

    private Fault Kill(FaultPoint point, string what) => Fault.Call(point, (_, _) =>
    {
        Log.Add($"killed at {what}, {point}");
        _engine.Kill();
        return Task.CompletedTask;
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
}
