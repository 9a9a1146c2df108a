namespace CrmErp.Sdk.Mapping;

/// <summary>Between field values and the CLR types that stand for their kinds, without reflection and without boxing.</summary>
internal static class ClrValue
{
    public static FieldKind KindOf<T>() =>
        typeof(T) == typeof(string) ? FieldKind.Text
        : typeof(T) == typeof(bool) ? FieldKind.Boolean
        : typeof(T) == typeof(long) ? FieldKind.Integer
        : typeof(T) == typeof(decimal) ? FieldKind.Decimal
        : typeof(T) == typeof(DateOnly) ? FieldKind.Date
        : typeof(T) == typeof(DateTimeOffset) ? FieldKind.Instant
        : typeof(T) == typeof(Guid) ? FieldKind.Guid
        : typeof(T) == typeof(Money) ? FieldKind.Money
        : typeof(T) == typeof(Reference) ? FieldKind.Reference
        : throw new ArgumentException($"A field value is never a {typeof(T).Name}. Use bool, long, decimal, string, DateOnly, DateTimeOffset, Guid, Money or Reference.");

    public static T To<T>(FieldValue value) =>
        typeof(T) == typeof(string) ? (T)(object)value.AsText()
        : typeof(T) == typeof(bool) ? (T)(object)value.AsBoolean()
        : typeof(T) == typeof(long) ? (T)(object)value.AsInteger()
        : typeof(T) == typeof(decimal) ? (T)(object)value.AsDecimal()
        : typeof(T) == typeof(DateOnly) ? (T)(object)value.AsDate()
        : typeof(T) == typeof(DateTimeOffset) ? (T)(object)value.AsInstant()
        : typeof(T) == typeof(Guid) ? (T)(object)value.AsGuid()
        : typeof(T) == typeof(Money) ? (T)(object)value.AsMoney()
        : (T)(object)value.AsReference();

    /// <summary>The field value of a CLR value; nullable value types are accepted, null is Null.</summary>
    public static FieldValue From<T>(T value) => value switch
    {
        null => FieldValue.Null,
        string text => FieldValue.From(text),
        bool flag => FieldValue.From(flag),
        long number => FieldValue.From(number),
        int number => FieldValue.From((long)number),
        decimal number => FieldValue.From(number),
        DateOnly date => FieldValue.From(date),
        DateTimeOffset time => FieldValue.From(time),
        Guid id => FieldValue.From(id),
        Money money => FieldValue.From(money),
        Reference reference => FieldValue.From(reference),
        FieldValue same => same,
        _ => throw new ArgumentException($"A field value is never a {typeof(T).Name}."),
    };
}
