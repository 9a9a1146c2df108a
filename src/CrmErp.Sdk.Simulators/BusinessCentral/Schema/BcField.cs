using System.Text.Json;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>A field of a page.</summary>
internal sealed class BcField : FieldDefinition
{
    public const string NoGuid = "00000000-0000-0000-0000-000000000000";

    private object? _empty;

    public BcField(string name, BcFieldType type)
        : base(name)
    {
        Type = type;
        Json = JsonEncodedText.Encode(name);
    }

    public BcFieldType Type { get; }

    public JsonEncodedText Json { get; }

    /// <summary>The greatest number of UTF-16 characters; 0 for fields that are no text.</summary>
    public int MaxLength { get; init; }

    /// <summary>Decimals that are kept; -1 keeps all.</summary>
    public int Decimals { get; init; } = -1;

    /// <summary>Whether the API refuses it in a body.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether it is made while reading, from other tables; not even people can set it.</summary>
    public bool Computed { get; init; }

    /// <summary>Whether text is upper-cased when it is validated, although it is no code.</summary>
    public bool UpperCased { get; init; }

    public BcEnum? Enum { get; init; }

    public BcRelation? Relation { get; init; }

    /// <summary>The field of the table behind it, as messages call it.</summary>
    public string? Caption { get; init; }

    /// <summary>What a new record holds.</summary>
    public object? Default { get; init; }

    /// <summary>The value that stands for empty; one object for all records.</summary>
    public object Empty => _empty ??= MakeEmpty();

    private object MakeEmpty() => Type switch
    {
        BcFieldType.Text or BcFieldType.Code => "",
        BcFieldType.Enum => Enum!.Members[0],
        BcFieldType.Decimal => 0m,
        BcFieldType.Integer => 0L,
        BcFieldType.Boolean => false,
        BcFieldType.Date => DateOnly.MinValue,
        BcFieldType.Instant => DateTimeOffset.MinValue,
        BcFieldType.Guid => NoGuid,
        _ => throw new InvalidOperationException(Type.ToString()),
    };
}
