using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CrmErp.Sdk;

public readonly partial struct FieldValue
{
    /// <summary>
    /// Writes a self-delimiting form for hashing: equal values write equal bytes (numbers and money in their shortest scale),
    /// different values different bytes.
    /// </summary>
    internal void WriteHashBytes(IBufferWriter<byte> output)
    {
        var kind = Kind;
        var tag = kind == FieldKind.Integer ? FieldKind.Decimal : kind;
        output.GetSpan(1)[0] = (byte)tag;
        output.Advance(1);
        switch (kind)
        {
            case FieldKind.Missing or FieldKind.Null:
                break;
            case FieldKind.Text:
                WriteText(output, AsText());
                break;
            case FieldKind.Integer or FieldKind.Decimal:
                WriteNumber(output, AsDecimal());
                break;
            case FieldKind.Money:
                WriteNumber(output, AsMoney().Amount);
                WriteLong(output, _high >> 40);
                break;
            case FieldKind.Reference:
                WriteText(output, AsReference().Type);
                WriteText(output, AsReference().Id);
                break;
            case FieldKind.Lines:
                WriteLines(output, AsLines());
                break;
            default:
                WriteLong(output, _low);
                WriteLong(output, _high);
                break;
        }
    }

    private static void WriteLines(IBufferWriter<byte> output, LineList lines)
    {
        WriteLong(output, lines.Count);
        foreach (var line in lines)
        {
            FieldValue.From(line.Id.Value).WriteHashBytes(output);
            FieldValue.From(line.RemoteId).WriteHashBytes(output);
            WriteLong(output, line.Fields.Count);
            foreach (var value in line.Fields.Values)
            {
                value.WriteHashBytes(output);
            }
        }
    }

    private static void WriteText(IBufferWriter<byte> output, string text)
    {
        WriteLong(output, text.Length);
        output.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void WriteNumber(IBufferWriter<byte> output, decimal number)
    {
        Span<int> bits = stackalloc int[4];
        // 1.50 and 1.5, and -0 and 0, write the same bytes.
        decimal.GetBits(DecimalText.Normalize(number), bits);
        output.Write(MemoryMarshal.AsBytes((ReadOnlySpan<int>)bits));
    }

    private static void WriteLong(IBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }
}
