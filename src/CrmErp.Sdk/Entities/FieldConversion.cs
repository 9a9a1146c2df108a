namespace CrmErp.Sdk;

/// <summary>Between the types of properties and values. The type tests are constants to the compiler; nothing is boxed.</summary>
internal static class FieldConversion
{
    public static FieldKind? KindOf(Type type) =>
        type == typeof(string) ? FieldKind.Text
        : type == typeof(bool?) ? FieldKind.Boolean
        : type == typeof(int?) || type == typeof(long?) ? FieldKind.Integer
        : type == typeof(decimal?) ? FieldKind.Decimal
        : type == typeof(DateOnly?) ? FieldKind.Date
        : type == typeof(DateTimeOffset?) ? FieldKind.Instant
        : type == typeof(Guid?) ? FieldKind.Guid
        : type == typeof(Money?) ? FieldKind.Money
        : type == typeof(Reference) ? FieldKind.Reference
        : null;

    public static Type TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Text => typeof(string),
        FieldKind.Boolean => typeof(bool?),
        FieldKind.Integer => typeof(long?),
        FieldKind.Decimal => typeof(decimal?),
        FieldKind.Date => typeof(DateOnly?),
        FieldKind.Instant => typeof(DateTimeOffset?),
        FieldKind.Guid => typeof(Guid?),
        FieldKind.Money => typeof(Money?),
        FieldKind.Reference => typeof(Reference),
        _ => typeof(LineList),
    };

    /// <summary>The value as a property's type; missing and null become null.</summary>
    public static TValue? To<TValue>(FieldValue value)
    {
        if (!value.HasValue)
        {
            return default;
        }

        if (typeof(TValue) == typeof(string))
        {
            return (TValue)(object)value.AsText();
        }

        if (typeof(TValue) == typeof(Reference))
        {
            return (TValue)(object)value.AsReference();
        }

        return ToStruct<TValue>(value);
    }

    /// <summary>The value of a property's type; null becomes <see cref="FieldValue.Null"/>.</summary>
    public static FieldValue From<TValue>(TValue? value)
    {
        if (value is null)
        {
            return FieldValue.Null;
        }

        if (typeof(TValue) == typeof(string))
        {
            return FieldValue.From((string)(object)value);
        }

        if (typeof(TValue) == typeof(Reference))
        {
            return FieldValue.From((Reference)(object)value);
        }

        return FromStruct(value);
    }

    private static TValue ToStruct<TValue>(FieldValue value)
    {
        if (typeof(TValue) == typeof(bool?))
        {
            return (TValue)(object)value.AsBoolean();
        }

        if (typeof(TValue) == typeof(int?))
        {
            return (TValue)(object)checked((int)value.AsInteger());
        }

        if (typeof(TValue) == typeof(long?))
        {
            return (TValue)(object)value.AsInteger();
        }

        if (typeof(TValue) == typeof(decimal?))
        {
            return (TValue)(object)value.AsDecimal();
        }

        if (typeof(TValue) == typeof(DateOnly?))
        {
            return (TValue)(object)value.AsDate();
        }

        if (typeof(TValue) == typeof(DateTimeOffset?))
        {
            return (TValue)(object)value.AsInstant();
        }

        if (typeof(TValue) == typeof(Guid?))
        {
            return (TValue)(object)value.AsGuid();
        }

        return typeof(TValue) == typeof(Money?) ? (TValue)(object)value.AsMoney() : throw NoField(typeof(TValue));
    }

    private static FieldValue FromStruct<TValue>(TValue value)
    {
        if (typeof(TValue) == typeof(bool?))
        {
            return FieldValue.From((bool)(object)value!);
        }

        if (typeof(TValue) == typeof(int?))
        {
            return FieldValue.From((int)(object)value!);
        }

        if (typeof(TValue) == typeof(long?))
        {
            return FieldValue.From((long)(object)value!);
        }

        if (typeof(TValue) == typeof(decimal?))
        {
            return FieldValue.From((decimal)(object)value!);
        }

        if (typeof(TValue) == typeof(DateOnly?))
        {
            return FieldValue.From((DateOnly)(object)value!);
        }

        if (typeof(TValue) == typeof(DateTimeOffset?))
        {
            return FieldValue.From((DateTimeOffset)(object)value!);
        }

        if (typeof(TValue) == typeof(Guid?))
        {
            return FieldValue.From((Guid)(object)value!);
        }

        return typeof(TValue) == typeof(Money?) ? FieldValue.From((Money)(object)value!) : throw NoField(typeof(TValue));
    }

    private static ArgumentException NoField(Type type) => new($"No field can hold {type}.");
}
