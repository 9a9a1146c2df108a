using CrmErp.Sdk.Simulation;
using CrmErp.Sdk.Simulation.Running;

namespace CrmErp.Sdk.Testing.Tests.Simulation;

public class DeterminismTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public void One_seed_two_runs_identical_traces(ulong seed, int systems)
    {
        var options = new SimOptions { Systems = systems };

        var (first, second) = (Run(options, seed), Run(options, seed));

        first.Trace.Should().NotBeEmpty();
        second.Trace.Should().Equal(first.Trace);
        second.Fingerprint.Should().Be(first.Fingerprint);
        Run(options, seed + 100).Fingerprint.Should().NotBe(first.Fingerprint);
    }

    private static SeedResult Run(SimOptions options, ulong seed)
    {
        using var run = new SeedRun(options.Setup(seed, new Coverage()) with { Tracing = true });
        return run.Run();
    }
}
