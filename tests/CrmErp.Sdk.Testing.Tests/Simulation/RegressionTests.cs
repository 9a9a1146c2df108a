using CrmErp.Sdk.Simulation;
using CrmErp.Sdk.Simulation.Running;

namespace CrmErp.Sdk.Testing.Tests.Simulation;

public class RegressionTests
{
    public static TheoryData<ulong, int, bool> Seeds
    {
        get
        {
            var data = new TheoryData<ulong, int, bool>();
            foreach (var world in Regressions.Read(Path.Combine(AppContext.BaseDirectory, "regressions.txt")))
            {
                data.Add(world.Start, world.Systems, world.Sqlite);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_seed_that_once_broke_a_law_keeps_them(ulong seed, int systems, bool sqlite)
    {
        using var run = new SeedRun(new SimOptions { Systems = systems, Sqlite = sqlite }.Setup(seed, new Coverage()));

        run.Run().Message.Should().BeNull();
    }
}
