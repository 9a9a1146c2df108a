using CrmErp.Sdk.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CrmErp.Sdk.Generators.Reading;

/// <summary>How a property type is stored, or why it cannot be.</summary>
internal sealed class FieldType
{
    private const string Supported = "use string?, bool?, int?, long?, decimal?, DateOnly?, DateTimeOffset?, Guid?, Money?, Reference?, an owned value or RowList<T>";

    private FieldType(StorageKind storage, string kind, string accessor, string elementType = "", bool isInt32 = false, string? problem = null)
    {
        Storage = storage;
        Kind = kind;
        Accessor = accessor;
        ElementType = elementType;
        IsInt32 = isInt32;
        Problem = problem;
    }

    public StorageKind Storage { get; }

    /// <summary>The member of FieldKind.</summary>
    public string Kind { get; }

    /// <summary>The protected method that reads it.</summary>
    public string Accessor { get; }

    /// <summary>For owned values and lines: the class.</summary>
    public string ElementType { get; }

    public bool IsInt32 { get; }

    public string? Problem { get; }

    public static FieldType Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return OfStruct(nullable.TypeArguments[0]);
        }

        if (type.IsValueType)
        {
            return OfStruct(type) is { Problem: null } ? Bad($"a field can be empty: use '{type.ToDisplayString()}?'") : OfStruct(type);
        }

        return OfClass(type);
    }

    private static FieldType OfStruct(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Scalar("Boolean"),
        SpecialType.System_Int32 => new(StorageKind.Scalar, "Integer", "GetInt32", isInt32: true),
        SpecialType.System_Int64 => Scalar("Integer"),
        SpecialType.System_Decimal => Scalar("Decimal"),
        SpecialType.System_Double or SpecialType.System_Single => Bad("binary fractions lose digits: use decimal?"),
        SpecialType.System_DateTime => Bad("it does not say its zone: use DateTimeOffset? for a point in time or DateOnly? for a business date"),
        _ when type.TypeKind == TypeKind.Enum => Bad("use string? with [Field(Values = [...])]"),
        _ => KnownNames.PlainName(type) switch
        {
            "System.DateOnly" => Scalar("Date"),
            "System.DateTimeOffset" => Scalar("Instant"),
            "System.Guid" => Scalar("Guid"),
            "CrmErp.Sdk.Money" => Scalar("Money"),
            _ => Bad(Supported),
        },
    };

    private static FieldType OfClass(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String)
        {
            return CanBeNull(type, "Text");
        }

        if (KnownNames.PlainName(type) == "CrmErp.Sdk.Reference")
        {
            return CanBeNull(type, "Reference");
        }

        if (type is INamedTypeSymbol { IsGenericType: true } list && KnownNames.PlainName(type) == "CrmErp.Sdk.RowList")
        {
            return OfList(list);
        }

        if (KnownNames.Has(type, KnownNames.OwnedAttribute))
        {
            return type.NullableAnnotation == NullableAnnotation.Annotated
                ? Bad("an owned value is never null: leave out the question mark")
                : new(StorageKind.Owned, "", "", NameOf(type));
        }

        return type switch
        {
            _ when KnownNames.Has(type, KnownNames.LineAttribute) => Bad($"lines are held in a RowList<{type.Name}>"),
            _ when KnownNames.Has(type, KnownNames.EntityAttribute) => Bad($"another entity is referred to: use Reference? with [Reference<{type.Name}>]"),
            _ => Bad(Supported),
        };
    }

    private static FieldType OfList(INamedTypeSymbol list)
    {
        var line = list.TypeArguments[0];
        if (list.NullableAnnotation == NullableAnnotation.Annotated)
        {
            return Bad("a list of lines is never null: leave out the question mark");
        }

        return line.TypeKind == TypeKind.Error || KnownNames.Has(line, KnownNames.LineAttribute)
            ? new(StorageKind.Lines, "Lines", "", NameOf(line))
            : Bad($"'{line.Name}' is not marked with [LineEntity]");
    }

    private static FieldType CanBeNull(ITypeSymbol type, string kind) => type.NullableAnnotation == NullableAnnotation.NotAnnotated
        ? Bad($"a field can be empty: use '{type.Name}?'")
        : Scalar(kind);

    private static FieldType Scalar(string kind) => new(StorageKind.Scalar, kind, "Get" + kind);

    private static FieldType Bad(string problem) => new(StorageKind.Scalar, "", "", problem: problem);

    private static string NameOf(ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
