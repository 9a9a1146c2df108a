using System.Linq;
using CrmErp.Sdk.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CrmErp.Sdk.Generators.Reading;

/// <summary>Names that a field cannot have, because the base class or the generated part uses them.</summary>
internal static class ReservedNames
{
    private static readonly string[] s_generated = ["EntityType", "FieldSlots", "Over"];

    // For classes that leave the base class to the generator, its members cannot be looked up.
    private static readonly string[] s_ofEveryFace = ["Row", "Id", "Shape", "IsEmpty", "Width", "CopyFrom"];

    public static bool IsGenerated(string name) => s_generated.Contains(name);

    public static bool Contains(INamedTypeSymbol type, FaceKind kind, string name)
    {
        if (IsGenerated(name) || name == type.Name)
        {
            return true;
        }

        for (var at = type.BaseType; at is { SpecialType: not SpecialType.System_Object }; at = at.BaseType)
        {
            if (at.GetMembers(name).Any(member => member.DeclaredAccessibility != Accessibility.Private && !member.IsImplicitlyDeclared))
            {
                return true;
            }
        }

        return type.BaseType?.SpecialType == SpecialType.System_Object && IsOfBase(kind, name);
    }

    private static bool IsOfBase(FaceKind kind, string name) => name switch
    {
        "Shape" => kind == FaceKind.Entity,
        "Id" => kind != FaceKind.Owned,
        "IsEmpty" or "Width" or "CopyFrom" => kind == FaceKind.Owned,
        _ => s_ofEveryFace.Contains(name),
    };
}
