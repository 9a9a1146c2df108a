using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Simulators.BusinessCentral;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

/// <summary>A simulated environment and a connector to it, on one clock.</summary>
internal sealed class TestEnvironment : IAsyncDisposable
{
    public const string Secret = "webhook-secret-0123456789";
    private readonly ServiceProvider _services;

    private TestEnvironment(BusinessCentralSimulator server, FakeTimeProvider time, Action<BusinessCentralOptions>? configure)
    {
        Server = server;
        Time = time;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddConnectorHttp("erp");
        _services = services.BuildServiceProvider();
        Options = OptionsOf(server);
        configure?.Invoke(Options);
        Connector = new BusinessCentralConnector("erp", Options, _services.GetRequiredService<ConnectorHttpFactory>());
    }

    public BusinessCentralSimulator Server { get; }

    public FakeTimeProvider Time { get; }

    public BusinessCentralOptions Options { get; }

    public BusinessCentralConnector Connector { get; }

    public static async Task<TestEnvironment> StartAsync(Action<BusinessCentralOptions>? configure = null, Action<Simulators.BusinessCentral.BusinessCentralOptions>? simulate = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
        var options = new Simulators.BusinessCentral.BusinessCentralOptions { Time = time };
        simulate?.Invoke(options);
        return new TestEnvironment(await BusinessCentralSimulator.StartAsync(options), time, configure);
    }

    /// <summary>Another connector to the same environment, which knows nothing yet but the company.</summary>
    public BusinessCentralConnector Connect()
    {
        var options = OptionsOf(Server);
        options.Companies[0] = Server.CompanyIds[0];
        return new BusinessCentralConnector("erp", options, _services.GetRequiredService<ConnectorHttpFactory>());
    }

    /// <summary>A shape of some fields of the shipped schema.</summary>
    public static RecordShape Shape(string objectName, params string[] paths)
    {
        var schema = StandardSchema.Find(objectName)!;
        return new RecordShape(objectName, paths.Select(p => p.Split('|')).Select(p => Field(schema, p[0], p.Length > 1 ? p[1].Split(',') : [])));
    }

    public async Task<Record> GetAsync(RecordShape shape, string id) =>
        (await Connector.GetManyAsync(new GetManyRequest { Shape = shape, Ids = [id] }))[0] ?? throw new InvalidOperationException($"{shape.Object} {id} is not there.");

    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(RecordShape shape, params WriteItem[] items) =>
        Connector.WriteAsync(new WriteRequest { Shape = shape, Items = items, NotAfter = Time.GetUtcNow().AddMinutes(1) });

    public async Task<WriteOutcome> CreateAsync(RecordShape shape, string key, params (string Path, FieldValue Value)[] fields) =>
        (await WriteAsync(shape, new WriteItem { Operation = WriteOperation.Create, Key = key, Fields = Changes(shape, fields) }))[0];

    public static IReadOnlyList<FieldChange> Changes(RecordShape shape, params (string Path, FieldValue Value)[] fields) =>
        [.. fields.Select(f => new FieldChange(shape.Schema.SlotOf(f.Path), f.Value))];

    /// <summary>Reads a feed to its end.</summary>
    public async Task<(IReadOnlyList<Record> Records, string Cursor)> DrainAsync(RecordShape shape, string? cursor, int pageSize = 0)
    {
        var records = new List<Record>();
        for (var n = 0; n < 1000; n++)
        {
            using var page = await Connector.ReadChangesAsync(new ChangesRequest { Shape = shape, Cursor = cursor, PageSize = pageSize });
            records.AddRange(Enumerable.Range(0, page.Records.Count).Select(page.Records.Read));
            cursor = page.Cursor;
            if (!page.HasMore)
            {
                return (records, cursor);
            }
        }

        throw new InvalidOperationException("The feed does not end.");
    }

    public string Customer(string name, params (string Name, object? Value)[] more) => Server.People.Create("customers", [("displayName", name), .. more]);

    public string Item(string number, string name = "Chair") => Server.People.Create("items", ("number", number), ("displayName", name), ("type", "Inventory"), ("unitPrice", 100m), ("baseUnitOfMeasureCode", "PCS"), ("taxGroupCode", "STANDARD"));

    public void Settle() => Time.Advance(TimeSpan.FromSeconds(40));

    public async ValueTask DisposeAsync()
    {
        await Connector.DisposeAsync();
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static BusinessCentralOptions OptionsOf(BusinessCentralSimulator server)
    {
        var client = server.Clients[0];
        var options = new BusinessCentralOptions
        {
            TenantId = server.TenantId,
            Environment = server.Environment,
            ClientId = client.ClientId,
            ClientSecret = client.ClientSecret,
            Address = server.Address,
            TokenAddress = server.TokenUrl,
            Currency = "EUR",
            WebhookSecret = Secret,
            PaymentJournal = "GENERAL",
        };
        options.Companies.Add("CRONUS");
        return options;
    }

    private static RecordField Field(ObjectMetadata schema, string path, string[] lines)
    {
        var field = schema.Find(path) ?? throw new ArgumentException($"'{schema.Name}' has no '{path}'.");
        return new RecordField(path, field.Kind, field.ReferenceTo, field.Lines is { } inner ? new RecordShape(inner.Name, lines.Select(l => Field(inner, l, []))) : null);
    }
}
