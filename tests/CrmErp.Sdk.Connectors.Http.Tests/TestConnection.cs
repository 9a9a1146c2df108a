using CrmErp.Sdk.Connectors.Http.Auth;
using CrmErp.Sdk.Connectors.Http.Quotas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CrmErp.Sdk.Connectors.Http.Tests;

internal sealed class TestProtocol : IVendorProtocol
{
    public string DisplayName => "Test System";

    public HttpFault Classify(ConnectorResponse response) => HttpFault.FromStatus(response.Status);

    public string? ReadRequestId(ConnectorResponse response) => response.Header("x-request-id");

    public IReadOnlyList<QuotaReading> ReadQuotas(ConnectorResponse response) =>
        response.Header("x-used") is { } used ? [new QuotaReading("daily", long.Parse(used), 1000)] : [];
}

/// <summary>Keeps every log line, to be searched for secrets.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{eventId.Id} {formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>A client of a server, on a clock that the test moves.</summary>
internal sealed class TestConnection : IDisposable
{
    private readonly ServiceProvider _services;

    public TestConnection(Uri address, Action<ConnectorHttpOptions>? configure = null, (OAuthOptions, IOAuthGrant)? oauth = null, ITokenSource? tokens = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddConnectorHttp("test");
        _services = services.BuildServiceProvider();
        Factory = _services.GetRequiredService<ConnectorHttpFactory>();
        var options = new ConnectorHttpOptions { BaseAddress = address };
        configure?.Invoke(options);
        Client = Factory.Create(new ConnectorHttpSettings { Connection = "test", Options = options, Protocol = new TestProtocol(), OAuth = oauth, Tokens = tokens });
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public LogLines Logs { get; } = new();

    public ConnectorHttpFactory Factory { get; }

    public ConnectorHttpClient Client { get; }

    /// <summary>Moves the clock in steps until the task is done; real I/O gets real time between the steps.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan? step = null)
    {
        for (var i = 0; i < 2000 && !task.IsCompleted; i++)
        {
            await Task.WhenAny(task, Task.Delay(5));
            Time.Advance(step ?? TimeSpan.FromMilliseconds(200));
        }

        task.IsCompleted.Should().BeTrue("the call must end");
        return await task;
    }

    public void Dispose() => _services.Dispose();
}
