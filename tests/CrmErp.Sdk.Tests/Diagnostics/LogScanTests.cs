using System.Text;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;
using CrmErp.Sdk.Tests.Engine;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Tests.Diagnostics;

/// <summary>Whatever the engine says in a bad day, it says no value of any record and no secret.</summary>
public class LogScanTests
{
    // Made up; every one is unlike anything that a message would say by itself.
    private static readonly string[] Personal = ["Zephyrine", "Quillfeather", "zephyrine@mail.example", "DE999111222", "+49 170 5550", "Marzipan Lane", "Wolkenstadt", "73519", "Kestrel Holding"];

    [Fact]
    public async Task Nothing_that_is_logged_carries_a_value()
    {
        var log = new Log();
        await using var world = new EngineWorld(Define, erp: new FakeBehavior { Duplicates = [new DuplicateRule("customers", ["taxNumber"])] }, services: s => s.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        var account = world.Crm.Add("Account", ("Name", "Kestrel Holding"), ("TaxNumber", "DE999111222"), ("Phone", "+49 170 5550"), ("BillingStreet", "Marzipan Lane"), ("BillingCity", "Wolkenstadt"), ("CreditLimit", 73519m));
        world.Crm.Add("Contact", ("LastName", "Quillfeather"), ("Email", "zephyrine@mail.example"), ("AccountId", account.Id));
        await world.SettleAsync();

        // Lost answers, refused writes, conflicts, ambiguity, a connection that fails as a whole.
        world.Erp.Faults.LoseReplyOfNextWrite();
        world.Crm.Edit("Account", account.Id, ("Phone", "+49 170 5550 1"));
        await world.SettleAsync();
        world.Crm.Add("Account", ("Name", "Kestrel Holding Zephyrine"), ("TaxNumber", "DE999111222"));
        foreach (var kind in new[] { ErrorKind.Transient, ErrorKind.Throttled, ErrorKind.Authentication, ErrorKind.Validation })
        {
            world.Erp.Faults.FailNext(RemoteOperation.Changes, kind);
            world.Erp.Faults.FailNext(RemoteOperation.Write, kind);
            world.Crm.Edit("Account", account.Id, ("Phone", $"+49 170 5550 {(int)kind}"));
            await world.SettleAsync();
        }

        world.Crm.Edit("Account", account.Id, ("Name", "Kestrel Holding Quillfeather"));
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("displayName", "Kestrel Holding Zephyrine"));
        await world.SettleAsync();
        world.Erp.Faults.ExpireCursors();
        world.Crm.Delete("Contact", world.Crm.All("Contact")[0].Id);
        await world.SettleAsync();
        await world.RunAsync(new RunOptions { ResetCursors = true, Sweep = true });
        (await world.Operations.ListOpenAsync()).Should().NotBeEmpty("the scenario is meant to leave something open");

        log.Ids.Should().HaveCountGreaterThan(5, "a scan of silence proves nothing");
        foreach (var value in Personal)
        {
            log.Text.Should().NotContain(value);
        }
    }

    [Fact]
    public async Task A_run_that_fails_in_the_hosts_code_is_told_by_type_and_place_only()
    {
        var log = new Log();
        await using var world = new EngineWorld(
            sync => Define(sync, a => a.Gate("erp", x => x.Name == "Zephyrine" ? throw new FormatException($"'{x.Name}' cannot be judged.") : true)),
            services: s => s.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        using var services = new ServiceCollection().AddLogging(b => b.AddProvider(log)).BuildServiceProvider();
        await world.SettleAsync();
        world.Crm.Add("Account", ("Name", "Zephyrine"), ("TaxNumber", "DE999111222"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        var background = new SyncBackgroundService(world.Engine, world.Clock, services.GetRequiredService<ILogger<SyncBackgroundService>>());
        var failed = log.WhenLogged(EventIds.Hosting + 1);
        await background.StartAsync(TestContext.Current.CancellationToken);
        await failed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await background.StopAsync(CancellationToken.None);
        log.Text.Should().Contain(nameof(FormatException)).And.Contain(nameof(LogScanTests));
        log.Text.Should().NotContain("Zephyrine").And.NotContain("DE999111222");
    }

    [Fact]
    public async Task A_workflow_that_fails_is_told_by_name_type_and_place_only()
    {
        var log = new Log();
        await using var world = new EngineWorld(
            sync => Define(sync.AddWorkflow("throws", new Throws())),
            services: s => s.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        await world.SettleAsync();
        world.Crm.Add("Account", ("Name", "Zephyrine"), ("TaxNumber", "DE999111222"));
        await world.SettleAsync();
        log.Ids.Should().Contain(EventIds.Engine + 40);
        log.Text.Should().Contain(nameof(FormatException)).And.Contain(nameof(Throws));
        log.Text.Should().NotContain("Zephyrine").And.NotContain("DE999111222");
    }

    [Fact]
    public void An_error_of_a_connector_keeps_its_message_and_hides_what_caused_it()
    {
        var error = new ConnectorException(ErrorKind.Validation, "Connection 'crm': the answer cannot be read.", new FormatException("'Zephyrine' is no number")) { RequestId = "r-1" };
        ErrorText.Of(error).Should().Be("ConnectorException: Connection 'crm': the answer cannot be read. (request r-1) <- FormatException");
    }

    private static void Define(ICrmErpSyncBuilder sync) => Define(sync, _ => { });

    private static void Define(ICrmErpSyncBuilder sync, Action<FlowBuilder<Account>> more) => sync
        .Sync<Account>(a => more(a.Between("crm", "erp").Match(x => x.TaxId).Suggest(x => x.Name)
            .Field(x => x.Name, f => f.OnConflict(Resolve.Ask))
            .On("erp", m => m.Field(x => x.Phone, "phoneNumber", f => f.Convert(FieldConverter.Create<string, string>("Picky", 1, v => v, Refuse))))))
        .Sync<Contact>(c => c.Between("crm", "erp").Match(x => x.Email));

    private static string Refuse(string value) => value.EndsWith('7') ? throw new FormatException($"'{value}' is refused.") : value;

    private sealed class Throws : IWorkflow<Account>
    {
        public ValueTask RunAsync(IWorkflowContext<Account> context, CancellationToken cancellationToken) => throw new FormatException($"'{context.After.Name}' cannot be parsed.");
    }

    private sealed class Log : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();
        private readonly HashSet<int> _ids = [];
        private readonly TaskCompletionSource _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _awaitedId;

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public IReadOnlyCollection<int> Ids
        {
            get
            {
                lock (_text)
                {
                    return [.. _ids];
                }
            }
        }

        /// <summary>Ends when an event of this kind is logged; one wait per log.</summary>
        public Task WhenLogged(int id)
        {
            lock (_text)
            {
                _awaitedId = id;
                return _awaited.Task;
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Write($"{state}", null, 0);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Write(formatter(state, exception) + string.Concat((state as IEnumerable<KeyValuePair<string, object?>>)?.Select(p => $" {p.Value}") ?? []), exception, eventId.Id);

        public void Dispose()
        {
        }

        private void Write(string text, Exception? exception, int id)
        {
            lock (_text)
            {
                _text.AppendLine(text).AppendLine($"{exception}");
                _ids.Add(id);
                if (id == _awaitedId && id != 0)
                {
                    _awaited.TrySetResult();
                }
            }
        }
    }
}
