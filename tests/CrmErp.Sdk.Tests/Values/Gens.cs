using System.Text;
using CsCheck;

namespace CrmErp.Sdk.Tests.Values;

/// <summary>Generators of values. Small pools on purpose: equal values must meet.</summary>
internal static class Gens
{
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    public static readonly Gen<string> Text = Gen.OneOf(
        OneOf("", " ", "a", "A", "Müller & Söhne", "株式会社", "😀", "line\nbreak", "quote\"'\\", "1.50", "null", "\0\u0001"),
        Gen.String.Select(text => new string([.. text.EnumerateRunes().Where(r => r != Rune.ReplacementChar).SelectMany(r => r.ToString())])));

    public static readonly Gen<decimal> Number = Gen.OneOf(
        OneOf(0m, -0.0m, 0.00m, 1m, 1.0m, 1.50m, 1.5m, -1.5m, 100m, 1e2m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 7.9228162514264337593543950335m),
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28]).Select(p => new decimal(p.Item1, p.Item2, p.Item3, p.Item4, p.Item5)),
        Gen.Long[-1000, 1000].Select(n => n / 100m));

    public static readonly Gen<string> Currency = Gen.OneOf(
        OneOf("EUR", "USD", "JPY", "KWD", "GBP"),
        Gen.Char['A', 'Z'].Array[3].Select(letters => new string(letters)));

    public static readonly Gen<Money> Money = Gen.Select(Number, Currency, (amount, currency) => new Money(amount, currency));

    public static readonly Gen<DateOnly> Date = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);

    public static readonly Gen<DateTimeOffset> Instant = Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-14, 14])
        .Select(p => new DateTimeOffset(p.Item1, TimeSpan.Zero).ToOffset(TimeSpan.FromHours(p.Item1 < TimeSpan.TicksPerDay ? 0 : p.Item2)));

    public static readonly Gen<Reference> Reference = Gen.Select(OneOf("Account", "Contact"), OneOf("1", "2", "ü")).Select(p => new Reference(p.Item1, p.Item2));

    public static readonly Gen<FieldValue> Scalar = Gen.OneOf(
        OneOf(FieldValue.Missing, FieldValue.Null, FieldValue.From(true), FieldValue.From(false)),
        Gen.OneOf(Gen.Long, Gen.Long[-3, 3]).Select(FieldValue.From),
        Number.Select(FieldValue.From),
        Text.Select(text => FieldValue.From(text)),
        Date.Select(FieldValue.From),
        Instant.Select(FieldValue.From),
        Gen.OneOf(Gen.Guid, Gen.Const(Guid.Empty)).Select(FieldValue.From),
        Money.Select(FieldValue.From),
        Reference.Select(reference => FieldValue.From(reference)));

    private static readonly RowSchema[] s_lineSchemas = [.. Enumerable.Range(0, 4).Select(width => new RowSchema("Line", new[] { "A", "B", "C" }.Take(width)))];

    // All lines of a list have one shape; lists of different shapes meet.
    public static readonly Gen<LineList> Lines = Gen.Int[0, 3].SelectMany(width => Gen.Select(
            OneOf(Guid.Empty, new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
            OneOf<string?>(null, "", "r1", "r2"),
            Scalar.Array[width])
        .Select(p => new Line(new LineId(p.Item1), new Row(s_lineSchemas[width], p.Item3), p.Item2))
        .List[0, 3]).Select(lines => new LineList(lines));

    public static readonly Gen<FieldValue> Value = Gen.Frequency((4, Scalar), (1, Lines.Select(lines => FieldValue.From(lines))));

    /// <summary>A value that a field of a kind may hold, missing and null included.</summary>
    public static Gen<FieldValue> OfField(EntityField field) => Gen.Frequency(
        (1, Gen.Const(FieldValue.Missing)),
        (1, Gen.Const(FieldValue.Null)),
        (6, field.Kind switch
        {
            FieldKind.Boolean => Gen.Bool.Select(FieldValue.From),
            FieldKind.Integer => Gen.Long.Select(FieldValue.From),
            FieldKind.Decimal => Gen.OneOf(Number.Select(FieldValue.From), Gen.Long.Select(FieldValue.From)),
            FieldKind.Text => Text.Select(text => FieldValue.From(text)),
            FieldKind.Date => Date.Select(FieldValue.From),
            FieldKind.Instant => Instant.Select(FieldValue.From),
            FieldKind.Guid => Gen.Guid.Select(FieldValue.From),
            FieldKind.Money => Money.Select(FieldValue.From),
            FieldKind.Reference => Gen.OneOf(
                Gen.Guid.Select(id => FieldValue.From(new Reference(field.ReferenceTo!, new GoldenId(id)))),
                Reference.Select(reference => FieldValue.From(reference))),
            _ => LinesOf(field.Lines!).Select(lines => FieldValue.From(lines)),
        }));

    public static Gen<Row> RowOf(EntityType type)
    {
        var values = Gen.Const(() => new List<FieldValue>());
        foreach (var field in type.Fields)
        {
            values = Gen.Select(values, OfField(field), List<FieldValue> (before, value) => [.. before, value]);
        }

        return values.Select(all => new Row(type.Schema, [.. all]));
    }

    private static Gen<LineList> LinesOf(EntityType type) => Gen.Select(Gen.Guid, OneOf<string?>(null, "10", "ü"), RowOf(type))
        .Select(p => new Line(new LineId(p.Item1), p.Item3, p.Item2)).List[0, 3].Select(lines => new LineList(lines));
}
