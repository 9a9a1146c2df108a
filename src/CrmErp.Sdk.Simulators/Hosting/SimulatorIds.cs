namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>Ids and secrets from a seed, so that one seed gives one world. Safe for use by several threads.</summary>
public sealed class SimulatorIds
{
    private const string TokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private long _state;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">The same seed gives the same ids in the same order.</param>
    public SimulatorIds(int seed) => _state = seed * 0x2545F4914F6CDD1DL;

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        // SplitMix64: one atomic addition per number, so no lock is needed.
        var z = (ulong)Interlocked.Add(ref _state, unchecked((long)0x9E3779B97F4A7C15UL));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A version 4 GUID.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextBits());
        BitConverter.TryWriteBytes(bytes[8..], NextBits());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    /// <summary>Letters and digits, as tokens have them.</summary>
    /// <param name="length">Number of characters.</param>
    public string NextToken(int length) => string.Create(length, this, static (span, ids) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = TokenAlphabet[(int)(ids.NextBits() % (ulong)TokenAlphabet.Length)];
        }
    });

    /// <summary>A number from 0 (included) to 1 (excluded).</summary>
    public double NextFraction() => (NextBits() >> 11) * (1.0 / (1UL << 53));
}
