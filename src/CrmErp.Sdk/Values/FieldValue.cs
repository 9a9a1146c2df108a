using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CrmErp.Sdk;

/// <summary>
/// One value of one field: missing, null, or a value of a closed set of kinds. 24 bytes: one object word and 16 bytes.
/// Numbers and money are equal by value (scale is no part of it), text is equal ordinally, missing equals only missing.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly partial struct FieldValue : IEquatable<FieldValue>
{
    // The word is the text, the reference or the lines themselves; for every other kind it is that kind's marker; null is Missing.
    private readonly object? _word;
    private readonly long _low;
    private readonly long _high;

    private FieldValue(object? word, long low = 0, long high = 0)
    {
        _word = word;
        _low = low;
        _high = high;
    }

    /// <summary>The field was not observed. This is also the default value.</summary>
    public static FieldValue Missing => default;

    /// <summary>The field is known to be empty.</summary>
    public static FieldValue Null => new(Marker.Null);

    /// <summary>What this value holds.</summary>
    public FieldKind Kind => _word switch
    {
        null => FieldKind.Missing,
        Marker marker => marker.Kind,
        string => FieldKind.Text,
        Reference => FieldKind.Reference,
        _ => FieldKind.Lines,
    };

    /// <summary>Whether the field was not observed.</summary>
    public bool IsMissing => _word is null;

    /// <summary>Whether the field is known to be empty.</summary>
    public bool IsNull => ReferenceEquals(_word, Marker.Null);

    /// <summary>Whether there is a value: neither missing nor null.</summary>
    public bool HasValue => _word is not null && !ReferenceEquals(_word, Marker.Null);

    /// <summary>Whether there is no value, or only an empty text or an empty list.</summary>
    public bool IsEmpty => !HasValue || (_word is string { Length: 0 }) || (_word is LineList { Count: 0 });

    /// <summary>A truth value.</summary>
    public static FieldValue From(bool value) => new(Marker.Boolean, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static FieldValue From(long value) => new(Marker.Integer, value);

    /// <summary>A decimal number.</summary>
    public static FieldValue From(decimal value)
    {
        Pack(value, out var low, out var high);
        return new(Marker.Decimal, low, high);
    }

    /// <summary>Text; null becomes <see cref="Null"/>.</summary>
    public static FieldValue From(string? value) => value is null ? Null : new(value);

    /// <summary>A business date.</summary>
    public static FieldValue From(DateOnly value) => new(Marker.Date, value.DayNumber);

    /// <summary>A point in time; stored in UTC with the full precision of 100 ns.</summary>
    public static FieldValue From(DateTimeOffset value) => new(Marker.Instant, value.UtcTicks);

    /// <summary>A 128-bit identifier.</summary>
    public static FieldValue From(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes);
        return new(Marker.Guid, MemoryMarshal.Read<long>(bytes), MemoryMarshal.Read<long>(bytes[8..]));
    }

    /// <summary>An amount with its currency.</summary>
    public static FieldValue From(Money value)
    {
        Pack(value.Amount, out var low, out var high);
        // high: 32 bits mantissa, 5 bits scale, 1 bit sign, then 3 x 5 bits of currency.
        high |= (long)CurrencyCodes.Pack(value.Currency) << 40;
        return new(Marker.Money, low, high);
    }

    /// <summary>A reference; null becomes <see cref="Null"/>.</summary>
    public static FieldValue From(Reference? value) => value is null ? Null : new(value);

    /// <summary>The lines of a document; null becomes <see cref="Null"/>.</summary>
    public static FieldValue From(LineList? value) => value is null ? Null : new(value);

    /// <summary>The truth value.</summary>
    /// <exception cref="FieldKindException">It holds another kind.</exception>
    public bool AsBoolean() => ReferenceEquals(_word, Marker.Boolean) ? _low != 0 : throw Wrong(FieldKind.Boolean);

    /// <summary>The whole number; a decimal without fraction that fits is accepted.</summary>
    /// <exception cref="FieldKindException">It holds another kind, a fraction, or a number outside 64 bits.</exception>
    public long AsInteger()
    {
        if (ReferenceEquals(_word, Marker.Integer))
        {
            return _low;
        }

        if (ReferenceEquals(_word, Marker.Decimal))
        {
            var number = Unpack(_low, _high);
            if (number == decimal.Truncate(number) && number >= long.MinValue && number <= long.MaxValue)
            {
                return (long)number;
            }
        }

        throw Wrong(FieldKind.Integer);
    }

    /// <summary>The number; a whole number is accepted.</summary>
    /// <exception cref="FieldKindException">It holds another kind.</exception>
    public decimal AsDecimal() =>
        ReferenceEquals(_word, Marker.Decimal) ? Unpack(_low, _high) : ReferenceEquals(_word, Marker.Integer) ? _low : throw Wrong(FieldKind.Decimal);

    /// <summary>The text.</summary>
    /// <exception cref="FieldKindException">It holds another kind.</exception>
    public string AsText() => _word as string ?? throw Wrong(FieldKind.Text);

    /// <summary>The date.</summary>
    /// <exception cref="FieldKindException">It holds another kind; an instant is never a date.</exception>
    public DateOnly AsDate() => ReferenceEquals(_word, Marker.Date) ? DateOnly.FromDayNumber((int)_low) : throw Wrong(FieldKind.Date);

    /// <summary>The point in time, with offset zero.</summary>
    /// <exception cref="FieldKindException">It holds another kind; a date is never an instant.</exception>
    public DateTimeOffset AsInstant() => ReferenceEquals(_word, Marker.Instant) ? new DateTimeOffset(_low, TimeSpan.Zero) : throw Wrong(FieldKind.Instant);

    /// <summary>The identifier.</summary>
    /// <exception cref="FieldKindException">It holds another kind.</exception>
    public Guid AsGuid()
    {
        if (!ReferenceEquals(_word, Marker.Guid))
        {
            throw Wrong(FieldKind.Guid);
        }

        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, in _low);
        MemoryMarshal.Write(bytes[8..], in _high);
        return new Guid(bytes);
    }

    /// <summary>The amount with its currency.</summary>
    /// <exception cref="FieldKindException">It holds another kind.</exception>
    public Money AsMoney() => ReferenceEquals(_word, Marker.Money) ? new Money(Unpack(_low, _high), Currency()) : throw Wrong(FieldKind.Money);

    /// <summary>The reference.</summary>
    /// <exception cref="FieldKindException">It holds another kind.</exception>
    public Reference AsReference() => _word as Reference ?? throw Wrong(FieldKind.Reference);

    /// <summary>The lines.</summary>
    /// <exception cref="FieldKindException">It holds another kind.</exception>
    public LineList AsLines() => _word as LineList ?? throw Wrong(FieldKind.Lines);

    /// <summary>The text, or null when there is none.</summary>
    public string? TextOrNull() => _word as string;

    /// <summary>The reference, or null when there is none.</summary>
    public Reference? ReferenceOrNull() => _word as Reference;

    /// <summary>The lines, or null when there are none.</summary>
    public LineList? LinesOrNull() => _word as LineList;

    /// <inheritdoc/>
    public bool Equals(FieldValue other)
    {
        if (ReferenceEquals(_word, other._word))
        {
            return _word is not Marker marker || marker.Kind switch
            {
                FieldKind.Decimal => Unpack(_low, _high) == Unpack(other._low, other._high),
                FieldKind.Money => (_high >> 40) == (other._high >> 40) && Unpack(_low, _high) == Unpack(other._low, other._high),
                _ => _low == other._low && _high == other._high,
            };
        }

        return (_word, other._word) switch
        {
            (string left, string right) => string.Equals(left, right, StringComparison.Ordinal),
            (Reference left, Reference right) => left.Equals(right),
            (LineList left, LineList right) => left.Equals(right),
            (Marker, Marker) => IsNumber && other.IsNumber && AsDecimal() == other.AsDecimal(),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FieldValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _word switch
    {
        null => 0,
        Marker marker => marker.Kind switch
        {
            FieldKind.Integer or FieldKind.Decimal => AsDecimal().GetHashCode(),
            FieldKind.Money => HashCode.Combine(Unpack(_low, _high), _high >> 40),
            _ => HashCode.Combine(marker.Kind, _low, _high),
        },
        var word => word.GetHashCode(),
    };

    /// <summary>The kind only. Values are business data and may be personal; they are never printed by accident.</summary>
    public override string ToString() => Kind.ToString();

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(FieldValue left, FieldValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(FieldValue left, FieldValue right) => !left.Equals(right);

    /// <summary>Text; null becomes <see cref="Null"/>.</summary>
    public static implicit operator FieldValue(string? value) => From(value);

    /// <summary>A truth value.</summary>
    public static implicit operator FieldValue(bool value) => From(value);

    /// <summary>A whole number.</summary>
    public static implicit operator FieldValue(long value) => From(value);

    /// <summary>A decimal number.</summary>
    public static implicit operator FieldValue(decimal value) => From(value);

    /// <summary>A business date.</summary>
    public static implicit operator FieldValue(DateOnly value) => From(value);

    /// <summary>A point in time.</summary>
    public static implicit operator FieldValue(DateTimeOffset value) => From(value);

    /// <summary>An identifier.</summary>
    public static implicit operator FieldValue(Guid value) => From(value);

    /// <summary>An amount with its currency.</summary>
    public static implicit operator FieldValue(Money value) => From(value);

    private bool IsNumber => ReferenceEquals(_word, Marker.Integer) || ReferenceEquals(_word, Marker.Decimal);

    private static void Pack(decimal value, out long low, out long high)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        low = (uint)bits[0] | ((long)bits[1] << 32);
        var scale = (bits[3] >> 16) & 0x1F;
        var sign = bits[3] < 0 ? 1L : 0L;
        high = (uint)bits[2] | ((long)scale << 32) | (sign << 37);
    }

    private static decimal Unpack(long low, long high) =>
        new((int)low, (int)(low >> 32), (int)high, ((high >> 37) & 1) != 0, (byte)((high >> 32) & 0x1F));

    private string Currency() => CurrencyCodes.Unpack((int)((_high >> 40) & 0x7FFF));

    private FieldKindException Wrong(FieldKind wanted) => new(wanted, Kind);

    private sealed class Marker(FieldKind kind)
    {
        public static readonly Marker Null = new(FieldKind.Null);
        public static readonly Marker Boolean = new(FieldKind.Boolean);
        public static readonly Marker Integer = new(FieldKind.Integer);
        public static readonly Marker Decimal = new(FieldKind.Decimal);
        public static readonly Marker Date = new(FieldKind.Date);
        public static readonly Marker Instant = new(FieldKind.Instant);
        public static readonly Marker Guid = new(FieldKind.Guid);
        public static readonly Marker Money = new(FieldKind.Money);

        public FieldKind Kind { get; } = kind;
    }
}
