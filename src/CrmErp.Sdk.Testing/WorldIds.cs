namespace CrmErp.Sdk.Testing;

/// <summary>Identities of a world: they sort by time, and the same seed gives the same ones.</summary>
internal sealed class WorldIds(FakeClock clock, ulong seed) : IIdSource
{
    private readonly SeededRandom _random = new(seed ^ 0x1D5EEDUL);

    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextGuid().TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = clock.Now.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
