namespace CrmErp.Sdk;

/// <summary>Which answers a recording instance gives.</summary>
internal enum FieldAnswer
{
    First,
    Second,
    Null,
}

/// <summary>Notes what a lambda reads from a recording instance, and judges what it gave back.</summary>
internal sealed class FieldRecorder(EntityType type, FieldAnswer answer) : RowRecorder
{
    private readonly List<(EntityField Field, FieldValue Answer)> _reads = [];
    private readonly List<(object Face, int Start, int Width)> _faces = [];

    /// <summary>The extra field that was asked for and that the shape does not have.</summary>
    public EntityField? Missed { get; private set; }

    public void HandOut(object face, int start, int width) => _faces.Add((face, start, width));

    public void Miss(EntityField field) => Missed = field;

    public override FieldValue Read(int slot)
    {
        var field = type.Fields[slot];
        var value = answer == FieldAnswer.Null ? FieldValue.Null : Answer(field, answer == FieldAnswer.First);
        _reads.Add((field, value));
        return value;
    }

    public string Describe() => _reads.Count == 0 ? "a field" : string.Join(" and ", _reads.Select(read => $"'{read.Field.Name}'").Distinct());

    public FieldSelection Judge<TValue>(TValue? value)
    {
        if (value is not null && _faces.FindIndex(face => ReferenceEquals(face.Face, value)) is >= 0 and var index)
        {
            return _reads.Count == 0 ? SelectionOf(_faces[index]) : throw Fail($"also reads {Describe()}");
        }

        if (_reads.Count != 1)
        {
            throw Fail(_reads.Count == 0 ? "reads no field" : $"reads {Describe()}, {_reads.Count} reads in all");
        }

        var (field, given) = _reads[0];
        if (typeof(TValue) != field.ValueType)
        {
            throw Fail($"makes {NameOf(typeof(TValue))} of '{field.Name}', which is {NameOf(field.ValueType)}");
        }

        return IsSame(value, given) ? Selection(field) : throw Fail($"gives back something else than the value of '{field.Name}'");
    }

    private static bool IsSame<TValue>(TValue? value, FieldValue given)
    {
        var expected = FieldConversion.To<TValue>(given);
        return typeof(TValue).IsValueType ? EqualityComparer<TValue>.Default.Equals(value, expected) : ReferenceEquals(value, expected);
    }

    private static FieldValue Answer(EntityField field, bool first) => field.Kind switch
    {
        FieldKind.Boolean => first ? false : true,
        FieldKind.Integer => first ? 0L : 1L,
        FieldKind.Decimal => first ? 0m : 1.5m,
        // A new instance: it is recognised by reference. Blanks and mixed case, so that trimming and casing make another one.
        FieldKind.Text => new string(first ? " Ab " : " bA "),
        FieldKind.Date => first ? new DateOnly(2000, 1, 1) : new DateOnly(2001, 2, 3),
        FieldKind.Instant => first ? DateTimeOffset.UnixEpoch : DateTimeOffset.UnixEpoch.AddDays(400.5),
        FieldKind.Guid => first ? new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) : new Guid(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1),
        FieldKind.Money => first ? new Money(0m, "XXX") : new Money(1.5m, "XTS"),
        FieldKind.Reference => FieldValue.From(new Reference(field.ReferenceTo ?? field.Name, first ? "1" : "2")),
        FieldKind.Lines => FieldValue.From(LineList.Empty),
        _ => FieldValue.Null,
    };

    private static string NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } underlying ? $"{underlying.Name}?" : type.Name;

    private FieldSelection SelectionOf((object Face, int Start, int Width) handed)
    {
        var first = type.Fields[handed.Start];
        if (handed.Face is not OwnedValue)
        {
            return Selection(first);
        }

        EntityField[] fields = [.. type.Fields.Skip(handed.Start).Take(handed.Width)];
        return new FieldSelection(type, first.Name[..first.Name.LastIndexOf('.')], type.Groups[first.GroupIndex], fields, IsOwnedValue: true);
    }

    private FieldSelection Selection(EntityField field) => new(type, field.Name, type.Groups[field.GroupIndex], [field], IsOwnedValue: false);

    private FieldSelectionException Fail(string problem) => new(type.Name, problem);
}
