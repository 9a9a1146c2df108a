using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>
/// A two-way conversion between a canonical value and a wire value. Name and version stand for the code: they go into the map's
/// hash, so raise the version whenever the code gives other values. Both directions must be pure. Empty values are not converted:
/// null stays null on both sides.
/// </summary>
public sealed class FieldConverter
{
    private FieldConverter(string name, int version, FieldKind canonicalKind, FieldKind wireKind, Func<FieldValue, FieldValue> read, Func<FieldValue, FieldValue> write)
    {
        Read = read;
        Write = write;
        Name = name;
        Version = version;
        CanonicalKind = canonicalKind;
        WireKind = wireKind;
    }

    /// <summary>The name; stable.</summary>
    public string Name { get; }

    /// <summary>The version of the code behind the name.</summary>
    public int Version { get; }

    /// <summary>The kind of the canonical value.</summary>
    public FieldKind CanonicalKind { get; }

    /// <summary>The kind of the wire value.</summary>
    public FieldKind WireKind { get; }

    internal Func<FieldValue, FieldValue> Read { get; }

    internal Func<FieldValue, FieldValue> Write { get; }

    internal Func<FieldValue, FieldValue>? Normalize { get; init; }

    /// <summary>Declares a conversion.</summary>
    /// <typeparam name="TCanonical">The canonical type: bool, long, decimal, string, DateOnly, DateTimeOffset, Guid or Money.</typeparam>
    /// <typeparam name="TWire">The wire type, of the same list.</typeparam>
    /// <param name="name">The name; stable.</param>
    /// <param name="version">The version of the code; from 1.</param>
    /// <param name="read">Wire to canonical. A null answer is an empty value; an exception is a problem of that record, not of the run.</param>
    /// <param name="write">Canonical to wire; the same holds.</param>
    /// <param name="normalize">Brings canonical values that are one value in this system to one form. Idempotent; null where values are what they are.</param>
    /// <exception cref="ArgumentException">The name is empty, the version below 1, or a type is not of the list.</exception>
    public static FieldConverter Create<TCanonical, TWire>(string name, int version, Func<TWire, TCanonical?> read, Func<TCanonical, TWire?> write, Func<TCanonical, TCanonical>? normalize = null)
        where TCanonical : notnull
        where TWire : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        return new(
            name,
            version,
            ClrValue.KindOf<TCanonical>(),
            ClrValue.KindOf<TWire>(),
            value => ClrValue.From(read(ClrValue.To<TWire>(value))),
            value => ClrValue.From(write(ClrValue.To<TCanonical>(value))))
        {
            Normalize = normalize is null ? null : value => ClrValue.From(normalize(ClrValue.To<TCanonical>(value))),
        };
    }

    /// <summary>Name and version.</summary>
    public override string ToString() => $"{Name} v{Version}";
}
