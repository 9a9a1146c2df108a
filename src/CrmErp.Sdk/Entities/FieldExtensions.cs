namespace CrmErp.Sdk;

/// <summary>What every entity, line and extra field can do beyond its properties.</summary>
public static class FieldExtensions
{
    /// <summary>Makes a field missing: as if it had not been observed, so it changes nothing. An owned value loses all its fields.</summary>
    /// <exception cref="FieldSelectionException">The lambda is not a plain read of one field.</exception>
    public static void Unset<TFace, TValue>(this TFace face, [FieldSelector] Func<TFace, TValue> field)
        where TFace : RowFace, IRowFace<TFace>
    {
        ArgumentNullException.ThrowIfNull(face);
        foreach (var selected in FieldSelector.Resolve(TypeOf(face), field).Fields)
        {
            face.Write(selected.Slot, FieldValue.Missing);
        }
    }

    /// <summary>Whether a field is missing; of an owned value: whether all its fields are.</summary>
    /// <exception cref="FieldSelectionException">The lambda is not a plain read of one field.</exception>
    public static bool IsUnset<TFace, TValue>(this TFace face, [FieldSelector] Func<TFace, TValue> field)
        where TFace : RowFace, IRowFace<TFace>
    {
        ArgumentNullException.ThrowIfNull(face);
        return FieldSelector.Resolve(TypeOf(face), field).Fields.All(selected => face.Row[selected.Slot].IsMissing);
    }

    /// <summary>The value of an extra field; null when it is null, missing or unknown.</summary>
    public static TValue? Extra<TFace, TValue>(this TFace face, Field<TFace, TValue> field)
        where TFace : RowFace, IRowFace<TFace>
    {
        ArgumentNullException.ThrowIfNull(face);
        ArgumentNullException.ThrowIfNull(field);
        if (face.Row.Schema.TryGetSlot(field.Name, out var slot))
        {
            return FieldConversion.To<TValue>(face.Row[slot]);
        }

        (face.Row.Schema.Recorder as FieldRecorder)?.Miss(field.ToEntityField());
        return default;
    }

    /// <summary>Sets an extra field; null means known to be empty.</summary>
    /// <exception cref="InvalidOperationException">The entity belongs to a definition that does not know the field.</exception>
    public static void SetExtra<TFace, TValue>(this TFace face, Field<TFace, TValue> field, TValue? value)
        where TFace : RowFace, IRowFace<TFace>
    {
        ArgumentNullException.ThrowIfNull(face);
        ArgumentNullException.ThrowIfNull(field);
        if (!face.Row.Schema.TryGetSlot(field.Name, out _))
        {
            face.Extend(field.ToEntityField());
        }

        face.Write(face.Row.Schema.SlotOf(field.Name), FieldConversion.From(value));
    }

    private static EntityType TypeOf<TFace>(TFace face)
        where TFace : RowFace, IRowFace<TFace> => face switch
        {
            Entity entity => entity.Shape,
            LineEntity line when line.Row.Count > TFace.EntityType.Schema.Count => line.TypeOf(TFace.EntityType),
            _ => TFace.EntityType,
        };
}
