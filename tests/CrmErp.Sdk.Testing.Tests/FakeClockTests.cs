namespace CrmErp.Sdk.Testing.Tests;

public class FakeClockTests
{
    [Fact]
    public void Advance_DueActions_RunInOrderAtTheirOwnTime()
    {
        var clock = new FakeClock();
        var start = clock.Now;
        var seen = new List<(string, double)>();
        clock.Schedule(start.AddSeconds(2), () => seen.Add(("b", (clock.Now - start).TotalSeconds)));
        clock.Schedule(start.AddSeconds(1), () =>
        {
            seen.Add(("a", (clock.Now - start).TotalSeconds));
            clock.Schedule(start.AddSeconds(1.5), () => seen.Add(("nested", (clock.Now - start).TotalSeconds)));
        });

        clock.Advance(TimeSpan.FromSeconds(3));

        seen.Should().Equal(("a", 1), ("nested", 1.5), ("b", 2));
        clock.Now.Should().Be(start.AddSeconds(3));
    }

    [Fact]
    public void Timer_Period_FiresUntilDisposed()
    {
        var clock = new FakeClock();
        var count = 0;
        using (clock.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))
        {
            clock.Advance(TimeSpan.FromSeconds(6));
        }

        clock.Advance(TimeSpan.FromSeconds(10));
        count.Should().Be(3);
    }

    [Fact]
    public void Random_SameSeed_SameNumbers()
    {
        var (left, right) = (new SeededRandom(5), new SeededRandom(5));

        Enumerable.Range(0, 50).Select(_ => left.NextUInt64()).Should().Equal(Enumerable.Range(0, 50).Select(_ => right.NextUInt64()));
        left.NextUInt64().Should().NotBe(new SeededRandom(6).NextUInt64());
    }
}
