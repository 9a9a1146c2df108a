using System.Collections.Frozen;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>
/// Pairs of canonical and wire values, used in both directions. A canonical value that stands in several pairs is written as the
/// first, a wire value that stands in several is read as the first. Null may stand on either side. A value without a pair is a
/// problem of its record unless a fallback is declared.
/// </summary>
public sealed class ValueMap
{
    private readonly (FieldValue Canonical, FieldValue Wire)[] _pairs;
    private readonly FrozenDictionary<FieldValue, FieldValue> _toCanonical;
    private readonly FrozenDictionary<FieldValue, FieldValue> _toWire;

    private ValueMap((FieldValue Canonical, FieldValue Wire)[] pairs, FieldValue readElse, FieldValue writeElse, bool passThrough, bool ignoreCase)
    {
        _pairs = pairs;
        ReadElse = readElse;
        WriteElse = writeElse;
        PassesThrough = passThrough;
        IgnoresCase = ignoreCase;
        _toCanonical = Index(pairs, p => p.Wire, p => p.Canonical);
        _toWire = Index(pairs, p => p.Canonical, p => p.Wire);
    }

    /// <summary>The pairs, in the order in which they were declared.</summary>
    public IReadOnlyList<(FieldValue Canonical, FieldValue Wire)> Pairs => _pairs;

    /// <summary>What a wire value without a pair is read as; missing when there is no such fallback.</summary>
    public FieldValue ReadElse { get; }

    /// <summary>What a canonical value without a pair is written as; missing when there is no such fallback.</summary>
    public FieldValue WriteElse { get; }

    /// <summary>Whether a value without a pair stands for itself.</summary>
    public bool PassesThrough { get; }

    /// <summary>Whether texts are looked up without regard to case.</summary>
    public bool IgnoresCase { get; }

    /// <summary>A map of pairs.</summary>
    /// <exception cref="ArgumentException">There is no pair.</exception>
    public static ValueMap Of(params (FieldValue Canonical, FieldValue Wire)[] pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Length == 0
            ? throw new ArgumentException("A value map needs at least one pair.", nameof(pairs))
            : new([.. pairs], FieldValue.Missing, FieldValue.Missing, false, false);
    }

    /// <summary>The map with declared fallbacks; pass <see cref="FieldValue.Missing"/> for a direction without one.</summary>
    public ValueMap Else(FieldValue canonical, FieldValue wire) => new(_pairs, canonical, wire, PassesThrough, IgnoresCase);

    /// <summary>The map in which a value without a pair stands for itself.</summary>
    public ValueMap PassThrough() => new(_pairs, ReadElse, WriteElse, true, IgnoresCase);

    /// <summary>The map in which texts are looked up without regard to case.</summary>
    public ValueMap IgnoreCase() => new(_pairs, ReadElse, WriteElse, PassesThrough, true);

    internal bool TryRead(FieldValue wire, out FieldValue canonical) => TryFind(_toCanonical, wire, ReadElse, out canonical);

    internal bool TryWrite(FieldValue canonical, out FieldValue wire) => TryFind(_toWire, canonical, WriteElse, out wire);

    internal bool HasCanonical(FieldValue canonical) => _toWire.ContainsKey(Key(canonical));

    internal bool HasWire(FieldValue wire) => _toCanonical.ContainsKey(Key(wire));

    internal string Fingerprint() =>
        string.Join(';', _pairs.Select(p => $"{ValueText.Format(p.Canonical)}={ValueText.Format(p.Wire)}"))
        + $"?{ValueText.Format(ReadElse)}!{ValueText.Format(WriteElse)}{(PassesThrough ? "+p" : "")}{(IgnoresCase ? "+i" : "")}";

    private bool TryFind(FrozenDictionary<FieldValue, FieldValue> index, FieldValue value, FieldValue otherwise, out FieldValue found)
    {
        if (index.TryGetValue(Key(value), out found))
        {
            return true;
        }

        if (!otherwise.IsMissing && value.HasValue)
        {
            found = otherwise;
            return true;
        }

        found = value;
        return PassesThrough || value.IsNull;
    }

    private FrozenDictionary<FieldValue, FieldValue> Index((FieldValue Canonical, FieldValue Wire)[] pairs, Func<(FieldValue Canonical, FieldValue Wire), FieldValue> key, Func<(FieldValue Canonical, FieldValue Wire), FieldValue> value)
    {
        var index = new Dictionary<FieldValue, FieldValue>();
        foreach (var pair in pairs)
        {
            index.TryAdd(Key(key(pair)), value(pair));
        }

        return index.ToFrozenDictionary();
    }

    private FieldValue Key(FieldValue value) => IgnoresCase && value.TextOrNull() is { } text ? FieldValue.From(text.ToUpperInvariant()) : value;
}
