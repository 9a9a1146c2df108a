using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>Says more about one line of a map.</summary>
/// <typeparam name="T">The entity or line.</typeparam>
public sealed class FieldMapBuilder<T>
    where T : RowFace, IRowFace<T>
{
    private readonly DslContext _context;

    internal FieldMapBuilder(DslContext context, RuleSpec rule)
    {
        _context = context;
        Rule = rule;
    }

    internal RuleSpec Rule { get; private set; }

    /// <summary>Read from the system, never written to it. Its connection owns the field.</summary>
    public FieldMapBuilder<T> ReadOnly() => Set(Rule with { Reads = true, WritesOnCreate = false, WritesOnUpdate = false });

    /// <summary>Written to the system, never read from it.</summary>
    public FieldMapBuilder<T> WriteOnly() => Set(Rule with { Reads = false, WritesOnCreate = true, WritesOnUpdate = true });

    /// <summary>Written when a record is made, then only read.</summary>
    public FieldMapBuilder<T> CreateOnly() => Set(Rule with { WritesOnCreate = true, WritesOnUpdate = false });

    /// <summary>Converts by declared code.</summary>
    public FieldMapBuilder<T> Convert(FieldConverter converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        return Exclusive(Rule with { Converter = converter });
    }

    /// <summary>Translates by pairs.</summary>
    public FieldMapBuilder<T> Values(ValueMap values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Exclusive(Rule with { Values = values });
    }

    /// <summary>Translates by pairs of a canonical and a wire value.</summary>
    public FieldMapBuilder<T> Values(params (FieldValue Canonical, FieldValue Wire)[] pairs) => Values(ValueMap.Of(pairs));

    /// <summary>What happens to texts that are longer than the external field.</summary>
    public FieldMapBuilder<T> OnTooLong(TooLong tooLong) => Set(Rule with { TooLong = tooLong });

    /// <summary>The length of the external text in UTF-16 code units, where the schema does not say it.</summary>
    public FieldMapBuilder<T> MaxLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return Set(Rule with { Length = length });
    }

    /// <summary>The wire value that stands for empty in a system without null, such as the year 1: read as empty, written for empty.</summary>
    public FieldMapBuilder<T> EmptyIs(FieldValue wire) => Set(Rule with { EmptyIs = wire });

    /// <summary>The kind of the external field, where the schema does not say it.</summary>
    public FieldMapBuilder<T> As(FieldKind kind) => Set(Rule with { WireKind = kind });

    /// <summary>The object that an external reference points to, where the schema does not say it.</summary>
    public FieldMapBuilder<T> To(string objectName)
    {
        ArgumentException.ThrowIfNullOrEmpty(objectName);
        return Set(Rule with { ReferenceTo = objectName });
    }

    /// <summary>The currency of the amounts of this field when the record names none: an ISO 4217 code.</summary>
    public FieldMapBuilder<T> In(string currency)
    {
        if (Money.IsCurrencyCode(currency))
        {
            return Set(Rule with { Currency = currency });
        }

        _context.Report(MappingCodes.NoCurrency, $"'{currency}' is not an ISO 4217 currency code: three letters A to Z are expected.", Rule.Name);
        return this;
    }

    /// <summary>The system leaves the currency field empty for its own currency, which the map or the connection declares.</summary>
    public FieldMapBuilder<T> LocalCurrencyIsEmpty() => Set(Rule with { LocalCurrencyIsEmpty = true });

    /// <summary>Written only while a condition on the golden record holds. What it holds back is delivered when the condition turns true.</summary>
    /// <param name="name">Names the condition; stable.</param>
    /// <param name="condition">Pure; sees the golden record.</param>
    /// <param name="version">Raise it whenever the condition decides differently.</param>
    public FieldMapBuilder<T> When(string name, Func<T, bool> condition, int version = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(condition);
        return Set(Rule with { When = new RuleCondition(name, version, (type, row) => condition(T.Over(type, row))) });
    }

    /// <summary>Read only while conditions on the external record hold; else the field counts as not observed.</summary>
    public FieldMapBuilder<T> ReadWhen(Action<FilterBuilder> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var builder = new FilterBuilder();
        filter(builder);
        return Set(Rule with { ReadWhen = [.. Rule.ReadWhen, .. builder.Conditions] });
    }

    /// <summary>Values that the code brings to one form are one value in this system (a phone number with and without blanks).</summary>
    /// <param name="name">Names the code; stable.</param>
    /// <param name="normalize">Pure and idempotent.</param>
    /// <param name="version">Raise it whenever the code gives other values.</param>
    public FieldMapBuilder<T> CompareBy(string name, Func<string, string> normalize, int version = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(normalize);
        return Set(Rule with { Normalizer = new RuleNormalizer(name, version, value => value.TextOrNull() is { } text ? FieldValue.From(normalize(text)) : value) });
    }

    private FieldMapBuilder<T> Exclusive(RuleSpec rule)
    {
        if (rule is { Converter: not null, Values: not null })
        {
            _context.Report(MappingCodes.InvalidRule, $"The line for {rule.Name} has a converter and a value map. Keep one.", rule.Name);
        }

        return Set(rule);
    }

    private FieldMapBuilder<T> Set(RuleSpec rule)
    {
        Rule = rule;
        return this;
    }
}
