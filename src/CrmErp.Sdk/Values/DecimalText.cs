using System.Globalization;

namespace CrmErp.Sdk;

/// <summary>
/// Decimal numbers as text, exactly: a number that a decimal cannot hold without rounding is an error, never a silent loss. The written
/// form is canonical: no zeros behind the last digit, no exponent, no negative zero.
/// </summary>
public static class DecimalText
{
    private const int MostDigits = 29;
    private const int MostScale = 28;
    private static readonly UInt128 s_beyond = UInt128.One << 96;

    /// <summary>Reads a number in UTF-8, with optional sign, fraction and exponent, without blanks and group separators.</summary>
    public static DecimalOutcome TryRead(ReadOnlySpan<byte> utf8, out decimal value)
    {
        value = 0;
        var scan = new Scan();
        if (!scan.Run(utf8))
        {
            return DecimalOutcome.NotANumber;
        }

        return scan.Significant == 0 || TryMake(scan, out value) ? DecimalOutcome.Number : DecimalOutcome.OutOfRange;
    }

    /// <summary>Reads a number in UTF-8.</summary>
    /// <exception cref="FormatException">The text is no number.</exception>
    /// <exception cref="FieldRangeException">No decimal is exactly this number.</exception>
    public static decimal Parse(ReadOnlySpan<byte> utf8) => TryRead(utf8, out var value) switch
    {
        DecimalOutcome.Number => value,
        DecimalOutcome.OutOfRange => throw new FieldRangeException("The number has more digits than a decimal can hold (28)."),
        _ => throw new FormatException("The text is no decimal number."),
    };

    /// <summary>The canonical text.</summary>
    public static string Format(decimal value) => Normalize(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>The same number without zeros behind the last digit; negative zero becomes zero.</summary>
    public static decimal Normalize(decimal value)
    {
        var scale = value.Scale;
        if (scale == 0 && value != 0)
        {
            return value;
        }

        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        if (mantissa == 0)
        {
            return 0;
        }

        var before = scale;
        while (scale > 0 && TryDivideByTen(ref mantissa))
        {
            scale--;
        }

        return scale == before ? value : Make(mantissa, value < 0, scale);
    }

    private static bool TryDivideByTen(ref UInt128 mantissa)
    {
        if (mantissa <= ulong.MaxValue)
        {
            var (small, rest) = Math.DivRem((ulong)mantissa, 10UL);
            if (rest != 0)
            {
                return false;
            }

            mantissa = small;
            return true;
        }

        var (quotient, remainder) = UInt128.DivRem(mantissa, 10);
        if (remainder != 0)
        {
            return false;
        }

        mantissa = quotient;
        return true;
    }

    private static bool TryMake(in Scan scan, out decimal value)
    {
        value = 0;
        if (scan.Significant > MostDigits || scan.Exponent < -MostScale || scan.Significant + scan.Exponent > MostDigits)
        {
            return false;
        }

        var mantissa = scan.Mantissa;
        for (var i = 0; i < scan.Exponent; i++)
        {
            mantissa *= 10;
        }

        if (mantissa >= s_beyond)
        {
            return false;
        }

        value = Make(mantissa, scan.Negative, Math.Max(0, -(int)scan.Exponent));
        return true;
    }

    private static decimal Make(UInt128 mantissa, bool negative, int scale) =>
        new((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), negative, (byte)scale);

    // The significant digits (without zeros at either end) and the power of ten of the last one.
    private ref struct Scan
    {
        private int _zeros;
        private bool _any;

        public UInt128 Mantissa { get; private set; }

        public int Significant { get; private set; }

        public long Exponent { get; private set; }

        public bool Negative { get; private set; }

        public bool Run(ReadOnlySpan<byte> text)
        {
            var at = 0;
            if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
            {
                Negative = text[at++] == '-';
            }

            for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
            {
                Digit(text[at] - '0', fraction: false);
            }

            if (at < text.Length && text[at] == '.')
            {
                for (at++; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
                {
                    Digit(text[at] - '0', fraction: true);
                }
            }

            if (!_any)
            {
                return false;
            }

            Exponent += _zeros;
            return at == text.Length || (text[at] is (byte)'e' or (byte)'E' && Power(text[(at + 1)..]));
        }

        private void Digit(int digit, bool fraction)
        {
            _any = true;
            if (fraction)
            {
                Exponent--;
            }

            if (digit == 0)
            {
                // A zero counts only when another digit follows.
                _zeros += Significant > 0 ? 1 : 0;
                return;
            }

            for (; _zeros > 0 && Significant <= MostDigits; _zeros--)
            {
                Push(0);
            }

            _zeros = 0;
            Push(digit);
        }

        private void Push(int digit)
        {
            if (++Significant <= MostDigits)
            {
                Mantissa = (Mantissa * 10) + (UInt128)digit;
            }
        }

        private bool Power(ReadOnlySpan<byte> text)
        {
            var negative = text.Length > 0 && text[0] == '-';
            var digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
            long power = 0;
            foreach (var letter in digits)
            {
                if (letter is < (byte)'0' or > (byte)'9')
                {
                    return false;
                }

                power = Math.Min((power * 10) + (letter - '0'), 1_000_000);
            }

            Exponent += negative ? -power : power;
            return digits.Length > 0;
        }
    }
}

/// <summary>What reading a number gave.</summary>
public enum DecimalOutcome
{
    /// <summary>A number.</summary>
    Number = 1,
    /// <summary>The text is no number.</summary>
    NotANumber = 2,
    /// <summary>The text is a number, but no decimal is exactly it.</summary>
    OutOfRange = 3,
}
