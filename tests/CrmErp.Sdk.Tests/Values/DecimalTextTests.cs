using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;

namespace CrmErp.Sdk.Tests.Values;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("007.50", "7.5")]
    [InlineData("+1", "1")]
    [InlineData("1e3", "1000")]
    [InlineData("1.20E-2", "0.012")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("0e99999999999", "0")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335.000", "-79228162514264337593543950335")]
    [InlineData("1234567890.123456789012345678", "1234567890.123456789012345678")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("1000000000000000000000000000000e-5", "10000000000000000000000000")]
    public void Parse_Number_IsExact(string text, string expected) => DecimalText.Format(DecimalText.Parse(Encoding.UTF8.GetBytes(text))).Should().Be(expected);

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1234567890123456789012345678901")]
    [InlineData("12345678901234567890123456.78901")]
    [InlineData("1e29")]
    [InlineData("1e-29")]
    [InlineData("1e999999999999999999999")]
    [InlineData("1e-999999999999999999999")]
    public void Parse_NumberBeyondDecimal_IsATypedError(string text) =>
        FluentActions.Invoking(() => DecimalText.Parse(Encoding.UTF8.GetBytes(text))).Should().Throw<FieldRangeException>();

    [Fact]
    public void Parse_DigitsThatDecimalParseRounds_AreATypedError()
    {
        const string Text = "12345678901234567890123456.78901";
        decimal.Parse(Text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture).Should().NotBe(Text, "this is what must not happen silently");
        DecimalText.TryRead(Encoding.UTF8.GetBytes(Text), out _).Should().Be(DecimalOutcome.OutOfRange);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1.2.3")]
    public void Parse_NoNumber_IsAFormatError(string text) =>
        FluentActions.Invoking(() => DecimalText.Parse(Encoding.UTF8.GetBytes(text))).Should().Throw<FormatException>();

    [Fact]
    public void Parse_WhatFormatWrote_IsTheNumber() => Gens.Number.Sample(number =>
        DecimalText.Parse(Encoding.UTF8.GetBytes(DecimalText.Format(number))) == number
        && DecimalText.Parse(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))) == number);

    [Fact]
    public void Normalize_KeepsTheValueAndDropsZeros() => Gens.Number.Sample(number =>
    {
        var normal = DecimalText.Normalize(number);
        var text = normal.ToString(CultureInfo.InvariantCulture);
        return normal == number && !(text.Contains('.') && text.EndsWith('0')) && text != "-0";
    });

    [Fact]
    public void TryRead_AgreesWithBigIntegers() => Gen.Select(Gen.Char['0', '9'].Array[1, 33], Gen.Char['0', '9'].Array[0, 33], Gen.Int[-35, 35], Gen.Bool).Sample((whole, fraction, power, negative) =>
    {
        var text = $"{(negative ? "-" : "")}{new string(whole)}.{new string(fraction)}e{power}";
        var outcome = DecimalText.TryRead(Encoding.UTF8.GetBytes(text), out var value);
        var mantissa = BigInteger.Parse(new string(whole) + new string(fraction), CultureInfo.InvariantCulture);
        var exponent = power - fraction.Length;
        while (!mantissa.IsZero && mantissa % 10 == 0)
        {
            mantissa /= 10;
            exponent++;
        }

        var fits = mantissa.IsZero || (exponent >= -28 && exponent <= 29 && mantissa * BigInteger.Pow(10, Math.Max(0, exponent)) < BigInteger.Pow(2, 96));
        if (!fits || outcome != DecimalOutcome.Number)
        {
            return !fits && outcome == DecimalOutcome.OutOfRange;
        }

        var scaled = new BigInteger(decimal.Truncate(Math.Abs(value))) == (mantissa * BigInteger.Pow(10, Math.Max(0, exponent))) / BigInteger.Pow(10, Math.Max(0, -exponent));
        return scaled && (mantissa.IsZero || value < 0 == negative);
    });
}
