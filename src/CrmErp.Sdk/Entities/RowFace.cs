using System.ComponentModel;

namespace CrmErp.Sdk;

/// <summary>
/// A typed face of a row: entities, their lines and their owned values. The members that generated code calls are protected.
/// An instance is not safe for concurrent use.
/// </summary>
public abstract class RowFace
{
    // Owned values see the row of the entity or line they belong to, even after a line's row was replaced by an edited copy.
    private readonly RowFace _root;
    private readonly int _start;
    private Row? _row;

    private protected RowFace(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _root = this;
        _row = row;
    }

    private protected RowFace(RowFace owner, int start)
    {
        ArgumentNullException.ThrowIfNull(owner);
        _root = owner._root;
        _start = owner._start + start;
    }

    /// <summary>The values.</summary>
    public Row Row => _root._row!;

    internal RowFace Root => _root;

    internal int Start => _start;

    private protected void ReplaceRow(Row row) => _row = row;

    // The row that a change may be written to; lines that are part of a list answer with a copy.
    private protected virtual Row WritableRow() => _row!;

    internal void Write(int slot, FieldValue value) => _root.WritableRow()[slot] = value;

    internal virtual void Extend(EntityField field) =>
        throw new InvalidOperationException($"'{Row.Schema.Name}' has no extra field '{field.Name}'. Register it in the definition.");

    internal virtual void ExtendLines(int slot, IReadOnlyList<EntityField> fields) =>
        throw new InvalidOperationException($"The lines of '{Row.Schema.Name}' have no extra field '{fields[0].Name}'. Register it in the definition.");

    internal virtual EntityType LineTypeOf(int slot) => throw new InvalidOperationException($"'{Row.Schema.Name}' has no lines.");

    /// <summary>How many slots an owned value takes. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static int WidthOf<TOwned>()
        where TOwned : OwnedValue, IOwnedValue<TOwned> => TOwned.Fields.Count;

    /// <summary>An owned value. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected TOwned OwnedAt<TOwned>(ref TOwned? cache, int slot)
        where TOwned : OwnedValue, IOwnedValue<TOwned>
    {
        if (cache is null)
        {
            cache = TOwned.Over(this, slot);
            (Row.Schema.Recorder as FieldRecorder)?.HandOut(cache, _start + slot, TOwned.Fields.Count);
        }

        return cache;
    }

    /// <summary>A list of lines. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected RowList<TLine> ListAt<TLine>(ref RowList<TLine>? cache, int slot)
        where TLine : LineEntity, IRowFace<TLine>
    {
        if (cache is null)
        {
            cache = new RowList<TLine>(this, _start + slot);
            (Row.Schema.Recorder as FieldRecorder)?.HandOut(cache, _start + slot, 1);
        }

        return cache;
    }

    /// <summary>A text. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected string? GetText(int slot) => At(slot, FieldKind.Text) is { HasValue: true } value ? value.AsText() : null;

    /// <summary>A truth value. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool? GetBoolean(int slot) => At(slot, FieldKind.Boolean) is { HasValue: true } value ? value.AsBoolean() : null;

    /// <summary>A whole number of 32 bits. Called by generated code.</summary>
    /// <exception cref="FieldRangeException">The stored number has more than 32 bits.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int? GetInt32(int slot) => GetInteger(slot) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var value => (int)value,
        _ => throw new FieldRangeException($"Field '{NameOf(slot)}' holds a number beyond 32 bits."),
    };

    /// <summary>A whole number. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected long? GetInteger(int slot) => At(slot, FieldKind.Integer) is { HasValue: true } value ? value.AsInteger() : null;

    /// <summary>A decimal number. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected decimal? GetDecimal(int slot) => At(slot, FieldKind.Decimal) is { HasValue: true } value ? value.AsDecimal() : null;

    /// <summary>A date. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected DateOnly? GetDate(int slot) => At(slot, FieldKind.Date) is { HasValue: true } value ? value.AsDate() : null;

    /// <summary>A point in time. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected DateTimeOffset? GetInstant(int slot) => At(slot, FieldKind.Instant) is { HasValue: true } value ? value.AsInstant() : null;

    /// <summary>An identifier. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Guid? GetGuid(int slot) => At(slot, FieldKind.Guid) is { HasValue: true } value ? value.AsGuid() : null;

    /// <summary>An amount with its currency. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Money? GetMoney(int slot) => At(slot, FieldKind.Money) is { HasValue: true } value ? value.AsMoney() : null;

    /// <summary>A reference. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Reference? GetReference(int slot) => At(slot, FieldKind.Reference) is { HasValue: true } value ? value.AsReference() : null;

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, string? value) => Write(_start + slot, FieldValue.From(value));

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, bool? value) => Write(_start + slot, value is { } set ? FieldValue.From(set) : FieldValue.Null);

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, long? value) => Write(_start + slot, value is { } set ? FieldValue.From(set) : FieldValue.Null);

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, decimal? value) => Write(_start + slot, value is { } set ? FieldValue.From(set) : FieldValue.Null);

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, DateOnly? value) => Write(_start + slot, value is { } set ? FieldValue.From(set) : FieldValue.Null);

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, DateTimeOffset? value) => Write(_start + slot, value is { } set ? FieldValue.From(set) : FieldValue.Null);

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, Guid? value) => Write(_start + slot, value is { } set ? FieldValue.From(set) : FieldValue.Null);

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, Money? value) => Write(_start + slot, value is { } set ? FieldValue.From(set) : FieldValue.Null);

    /// <summary>Sets a field. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetValue(int slot, Reference? value) => Write(_start + slot, FieldValue.From(value));

    private FieldValue At(int slot, FieldKind wanted)
    {
        var value = Row[_start + slot];
        var kind = value.Kind;
        if (kind == wanted || kind <= FieldKind.Null)
        {
            return value;
        }

        return kind is FieldKind.Integer or FieldKind.Decimal && wanted is FieldKind.Integer or FieldKind.Decimal
            ? value
            : throw new FieldKindException($"{Row.Schema.Name}.{NameOf(slot)}", wanted, kind);
    }

    private string NameOf(int slot) => Row.Schema.Fields[_start + slot];
}
