using Microsoft.CodeAnalysis;

namespace CrmErp.Sdk.Generators;

/// <summary>The names in CrmErp.Sdk that the generator knows.</summary>
internal static class KnownNames
{
    public const string EntityAttribute = "CrmErp.Sdk.CanonicalEntityAttribute";
    public const string LineAttribute = "CrmErp.Sdk.LineEntityAttribute";
    public const string OwnedAttribute = "CrmErp.Sdk.OwnedValueAttribute";
    public const string FieldAttribute = "CrmErp.Sdk.FieldAttribute";
    public const string SelectorAttribute = "CrmErp.Sdk.FieldSelectorAttribute";

    private static readonly SymbolDisplayFormat s_plain = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Namespace and name without type arguments.</summary>
    public static string PlainName(ISymbol symbol) => symbol.OriginalDefinition.ToDisplayString(s_plain);

    public static AttributeData? Find(ISymbol symbol, string attribute)
    {
        foreach (var data in symbol.GetAttributes())
        {
            if (data.AttributeClass is { } type && PlainName(type) == attribute)
            {
                return data;
            }
        }

        return null;
    }

    public static bool Has(ISymbol symbol, string attribute) => Find(symbol, attribute) is not null;

    public static TypedConstant? Named(AttributeData? data, string name)
    {
        foreach (var argument in data?.NamedArguments ?? [])
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
