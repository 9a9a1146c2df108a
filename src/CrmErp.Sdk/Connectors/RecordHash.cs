using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace CrmErp.Sdk.Connectors;

/// <summary>
/// The hash that tells "the mapped wire values are the same as last time": XxHash128 over every field of a shape, salted with the
/// map's version. Good against accident, not against an adversary. A connector that hashes raw bytes instead must be
/// consistent with itself only: hashes are compared per connection.
/// </summary>
public static class RecordHash
{
    /// <summary>Hashes a row.</summary>
    public static UInt128 Compute(Row row, ulong salt)
    {
        ArgumentNullException.ThrowIfNull(row);
        var buffer = new ArrayBufferWriter<byte>(256);
        MemoryMarshal.Write(buffer.GetSpan(8), in salt);
        buffer.Advance(8);
        foreach (var value in row.Values)
        {
            value.WriteHashBytes(buffer);
        }

        return XxHash128.HashToUInt128(buffer.WrittenSpan);
    }
}
