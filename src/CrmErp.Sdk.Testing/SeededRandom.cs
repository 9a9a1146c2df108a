namespace CrmErp.Sdk.Testing;

/// <summary>
/// Random numbers from a seed, the same on every machine and runtime (SplitMix64). One instance per world: whoever draws in another
/// order lives another life. Not safe for concurrent use.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <summary>Creates a source.</summary>
    public SeededRandom(ulong seed) => _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 to below a bound.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)(NextUInt64() % (ulong)bound);
    }

    /// <summary>A number from a bound to another, both included.</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>A number from 0 to below 1.</summary>
    public double Fraction() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>One of the items.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Next(items.Count)];
    }

    /// <summary>A span of time between two bounds, in whole milliseconds.</summary>
    public TimeSpan Span(double lowSeconds, double highSeconds) =>
        TimeSpan.FromMilliseconds(Math.Floor(1000 * (lowSeconds + ((highSeconds - lowSeconds) * Fraction()))));

    /// <summary>The items in another order.</summary>
    public IReadOnlyList<T> Shuffle<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        for (var i = all.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all;
    }

    /// <summary>An identifier.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextUInt64());
        BitConverter.TryWriteBytes(bytes[8..], NextUInt64());
        return new Guid(bytes);
    }

    /// <summary>A source of its own, drawn from this one.</summary>
    public SeededRandom Fork() => new(NextUInt64());
}
