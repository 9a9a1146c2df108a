using System.Buffers;
using System.Runtime.CompilerServices;
using CsCheck;

namespace CrmErp.Sdk.Tests.Values;

public sealed class FieldValueTests
{
    [Fact]
    public void Size_Is24Bytes() => Unsafe.SizeOf<FieldValue>().Should().Be(24);

    [Fact]
    public void Default_IsMissing() => default(FieldValue).IsMissing.Should().BeTrue();

    [Fact]
    public void Missing_EqualsOnlyMissing()
    {
        FieldValue.Missing.Should().NotBe(FieldValue.Null);
        Gens.Value.Sample(value => FieldValue.Missing.Equals(value) == value.IsMissing);
    }

    [Fact]
    public void Equals_IsAnEquivalenceThatHashCodesFollow() => Gen.Select(Gens.Value, Gens.Value, Gens.Value).Sample((a, b, c) =>
        a.Equals(a)
        && a.Equals(b) == b.Equals(a)
        && (!a.Equals(b) || !b.Equals(c) || a.Equals(c))
        && (!a.Equals(b) || a.GetHashCode() == b.GetHashCode())
        && a == b != (a != b), iter: 20_000);

    [Fact]
    public void HashBytes_AreEqualExactlyWhenValuesAre() => Gen.Select(Gens.Value, Gens.Value).Sample((a, b) =>
        HashBytes(a).SequenceEqual(HashBytes(b)) == a.Equals(b), iter: 20_000);

    [Fact]
    public void HashBytes_OfARowAreEqualExactlyWhenEveryValueIs() => Gen.Select(Gens.Value.Array[3], Gens.Value.Array[3]).Sample((a, b) =>
        a.SelectMany(HashBytes).SequenceEqual(b.SelectMany(HashBytes)) == a.SequenceEqual(b), iter: 5_000);

    [Fact]
    public void HashBytes_SayWhereALineEnds()
    {
        // Two lines of one field, and one line whose second field could be mistaken for the second line's head.
        var two = new LineList([LineOf("a"), LineOf("b")]);
        var wide = new LineList([LineOf("a", Guid.Empty), LineOf()]);

        HashBytes(FieldValue.From(two)).Should().NotEqual(HashBytes(FieldValue.From(wide)));
        var narrow = new LineList([LineOf(), LineOf(FieldValue.From(Guid.Empty), FieldValue.Null)]);
        var shifted = new LineList([LineOf(FieldValue.From(Guid.Empty), FieldValue.Null), LineOf()]);
        HashBytes(FieldValue.From(narrow)).Should().NotEqual(HashBytes(FieldValue.From(shifted)));
    }

    [Fact]
    public void HashBytes_IgnoreScaleAndTheSignOfZero()
    {
        HashBytes(1.50m).Should().Equal(HashBytes(1.5m));
        HashBytes(-0.0m).Should().Equal(HashBytes(0m)).And.Equal(HashBytes(0L));
        HashBytes(5L).Should().Equal(HashBytes(5.00m));
        HashBytes("5").Should().NotEqual(HashBytes(5L));
    }

    [Fact]
    public void Numbers_AreEqualByValue()
    {
        FieldValue.From(1.50m).Should().Be(FieldValue.From(1.5m));
        FieldValue.From(3L).Should().Be(FieldValue.From(3.00m));
        FieldValue.From(new Money(1.50m, "EUR")).Should().Be(FieldValue.From(new Money(1.5m, "EUR"))).And.NotBe(FieldValue.From(new Money(1.5m, "USD")));
    }

    [Fact]
    public void Text_IsComparedOrdinally()
    {
        FieldValue.From("a").Should().NotBe(FieldValue.From("A"));
        FieldValue.From("e\u0301").Should().NotBe(FieldValue.From("\u00E9"));
        FieldValue.From("").Should().NotBe(FieldValue.Null);
    }

    [Fact]
    public void Decimal_RoundTripsWithItsScale() => Gens.Number.Sample(number =>
        decimal.GetBits(FieldValue.From(number).AsDecimal()).SequenceEqual(decimal.GetBits(number)));

    [Fact]
    public void Money_RoundTripsEveryAmountAndCurrency() => Gens.Money.Sample(money =>
    {
        var read = FieldValue.From(money).AsMoney();
        return read == money && read.Currency == money.Currency && decimal.GetBits(read.Amount).SequenceEqual(decimal.GetBits(money.Amount));
    });

    [Fact]
    public void Money_EveryThreeLetters_RoundTrip()
    {
        for (var code = 0; code < 26 * 26 * 26; code++)
        {
            var currency = new string([(char)('A' + (code / 676)), (char)('A' + (code / 26 % 26)), (char)('A' + (code % 26))]);
            FieldValue.From(new Money(-79228162514264337593543950335m, currency)).AsMoney().Currency.Should().Be(currency);
        }
    }

    [Theory]
    [InlineData("eur")]
    [InlineData("EU")]
    [InlineData("EURO")]
    [InlineData("ÄÖÜ")]
    public void Money_NoCurrencyCode_IsRefused(string currency) =>
        FluentActions.Invoking(() => new Money(1, currency)).Should().Throw<ArgumentException>().WithMessage("*ISO 4217*");

    [Fact]
    public void Instant_IsStoredInUtcWithFullPrecision() => Gens.Instant.Sample(instant =>
    {
        var read = FieldValue.From(instant).AsInstant();
        return read == instant && read.Offset == TimeSpan.Zero;
    });

    [Fact]
    public void OtherKinds_RoundTrip() => Gen.Select(Gens.Date, Gen.Guid, Gen.Long, Gen.Bool).Sample((date, guid, number, truth) =>
        FieldValue.From(date).AsDate() == date && FieldValue.From(guid).AsGuid() == guid && FieldValue.From(number).AsInteger() == number && FieldValue.From(truth).AsBoolean() == truth);

    [Fact]
    public void As_AnotherKind_NamesBothKindsAndNoValue()
    {
        var error = FluentActions.Invoking(() => FieldValue.From("secret").AsDecimal()).Should().Throw<FieldKindException>().Which;

        (error.Wanted, error.Actual).Should().Be((FieldKind.Decimal, FieldKind.Text));
        error.Message.Should().NotContain("secret");
    }

    [Fact]
    public void AsInteger_NumberWithFractionOrBeyond64Bits_IsRefused()
    {
        FieldValue.From(7.00m).AsInteger().Should().Be(7);
        FluentActions.Invoking(() => FieldValue.From(7.5m).AsInteger()).Should().Throw<FieldKindException>();
        FluentActions.Invoking(() => FieldValue.From(9223372036854775808m).AsInteger()).Should().Throw<FieldKindException>();
    }

    [Fact]
    public void ToString_PrintsNoValue() => FieldValue.From("secret").ToString().Should().Be("Text");

    [Fact]
    public void MakingReadingAndComparing_AllocatesNothing()
    {
        var reference = new Reference("Account", "1");
        Allocated(() =>
        {
            var equal = FieldValue.From(1.5m) == FieldValue.From(1.50m);
            equal &= FieldValue.From(new Money(1, "CHF")).AsMoney() == new Money(1, "CHF");
            equal &= FieldValue.From("text").AsText().Length == 4 && FieldValue.From(true).AsBoolean() && FieldValue.From(1L).AsInteger() == 1;
            equal &= FieldValue.From(reference).AsReference().Id == "1" && FieldValue.From(Guid.Empty) != FieldValue.From(DateTimeOffset.UnixEpoch);
            return equal && FieldValue.From(1.5m).GetHashCode() == FieldValue.From(1.50m).GetHashCode();
        }).Should().Be(0);
    }

    internal static long Allocated(Func<bool> work)
    {
        for (var i = 0; i < 50; i++)
        {
            work().Should().BeTrue();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var holds = work();
        var after = GC.GetAllocatedBytesForCurrentThread();
        holds.Should().BeTrue();
        return after - before;
    }

    private static Line LineOf(params FieldValue[] values) =>
        new(default, new Row(new RowSchema("Line", Enumerable.Range(0, values.Length).Select(i => $"F{i}")), values));

    private static byte[] HashBytes(FieldValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        value.WriteHashBytes(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
