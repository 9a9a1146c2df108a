namespace CrmErp.Sdk;

/// <summary>
/// Finds out which field a lambda reads. The lambda runs against a recording instance: a face over a row without values, whose every read
/// is noted and answered with a value made for it. It runs three times, with different answers (two values and null); it is
/// accepted only if each time exactly one field was read and exactly the answer came back. No expression trees, no reflection.
/// </summary>
public static class FieldSelector
{
    /// <summary>Resolves a lambda.</summary>
    /// <param name="type">The shape, with the extra fields of the definition.</param>
    /// <param name="field">The lambda.</param>
    /// <exception cref="FieldSelectionException">It is not a plain read of one field of the shape.</exception>
    public static FieldSelection Resolve<TFace, TValue>(EntityType type, [FieldSelector] Func<TFace, TValue> field)
        where TFace : RowFace, IRowFace<TFace>
    {
        var selection = Run(type, field, FieldAnswer.First, out var extra);
        if (extra is not null)
        {
            throw new FieldSelectionException(type.Name, $"reads the extra field '{extra.Name}', which the definition does not know");
        }

        foreach (var answer in (ReadOnlySpan<FieldAnswer>)[FieldAnswer.Second, FieldAnswer.Null])
        {
            var again = Run(type, field, answer, out _);
            if (again!.Fields[0].Slot != selection!.Fields[0].Slot || again.Fields.Count != selection.Fields.Count)
            {
                throw new FieldSelectionException(type.Name, $"reads '{selection.Name}' or '{again.Name}', depending on values");
            }
        }

        return selection!;
    }

    /// <summary>The extra field that a lambda reads and the shape does not have yet; null when there is none.</summary>
    /// <exception cref="FieldSelectionException">The lambda is not a plain read of one field.</exception>
    public static EntityField? FindUnregistered<TFace, TValue>(EntityType type, [FieldSelector] Func<TFace, TValue> field)
        where TFace : RowFace, IRowFace<TFace>
    {
        _ = Run(type, field, FieldAnswer.First, out var extra);
        return extra;
    }

    private static FieldSelection? Run<TFace, TValue>(EntityType type, Func<TFace, TValue> field, FieldAnswer answer, out EntityField? extra)
        where TFace : RowFace, IRowFace<TFace>
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(field);
        var recorder = new FieldRecorder(type, answer);
        TValue? value;
        try
        {
            value = field(TFace.Over(type, Row.Recording(new RowSchema(type.Schema, recorder))));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new FieldSelectionException(type.Name, $"does more than read {recorder.Describe()}: it failed with {error.GetType().Name}", error);
        }

        extra = recorder.Missed;
        return extra is null ? recorder.Judge(value) : null;
    }
}
