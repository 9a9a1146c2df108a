using System.Diagnostics;
using CrmErp.Samples.QuoteToCash.Clock;
using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Worlds;
using CrmErp.Sdk.Simulators.Faults;

namespace CrmErp.Sdk.Samples.Tests.Engine;

public sealed class EngineProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("engine-process-").FullName;
    private VirtualClock _clock = null!;
    private Systems _systems = null!;

    public async ValueTask InitializeAsync()
    {
        _clock = VirtualClock.Start(Path.Combine(_folder, "clock"));
        _systems = await Systems.StartAsync(_clock, seed: 1);
    }

    [Fact]
    public async Task The_engine_ends_in_the_middle_of_a_command_when_its_parent_is_gone()
    {
        using var process = Process.Start(EngineChild.StartInfo(_folder, 1, _systems.Settings()))!;
        try
        {
            (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).Should().Contain("ready");
            var gate = new FaultGate();
            _systems.Crm.State.Faults.Add(new FaultRule { Client = "sdk", Fault = Fault.HoldAt(gate) });
            await process.StandardInput.WriteLineAsync("""{"do":"check"}""");
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            await gate.Reached.WaitAsync(Patience, TestContext.Current.CancellationToken);

            process.StandardInput.Close();

            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            process.ExitCode.Should().Be(EngineProcess.Orphaned);
            gate.Open();
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task What_a_killed_engine_held_counts_as_memory_and_the_next_one_answers()
    {
        await using var engine = new EngineChild(_folder, _systems.Settings());
        _systems.Crm.State.Faults.Add(new FaultRule
        {
            Client = "sdk",
            Fault = Fault.Call(FaultPoint.BeforeExecute, (_, _) =>
            {
                engine.Kill();
                engine.PeakMemoryMb.Should().BeGreaterThan(10);
                return Task.CompletedTask;
            }),
        });

        var said = await engine.AskAsync(new EngineCommand("check"));

        said.Kind.Should().Be("done");
        engine.Kills.Should().Be(1);
    }

    public async ValueTask DisposeAsync()
    {
        await _systems.DisposeAsync();
        _clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
