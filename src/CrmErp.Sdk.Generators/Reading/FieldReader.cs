using System;
using System.Collections.Generic;
using System.Linq;
using CrmErp.Sdk.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmErp.Sdk.Generators.Reading;

/// <summary>Reads the properties of one marked class.</summary>
internal sealed class FieldReader
{
    private readonly INamedTypeSymbol _type;
    private readonly FaceKind _kind;
    private readonly List<DiagnosticInfo> _diagnostics;
    private readonly HashSet<string> _storedNames = new(StringComparer.Ordinal);

    public FieldReader(INamedTypeSymbol type, FaceKind kind, List<DiagnosticInfo> diagnostics)
    {
        _type = type;
        _kind = kind;
        _diagnostics = diagnostics;
    }

    public IEnumerable<FieldModel> Read() =>
        _type.GetMembers().OfType<IPropertySymbol>().Where(IsField).Select(ReadField).Where(field => field is not null).Select(field => field!).ToList();

    private bool IsField(IPropertySymbol property)
    {
        if (property.IsPartialDefinition)
        {
            // One that is implemented by hand is not ours.
            return property.PartialImplementationPart is null;
        }

        if (property.PartialDefinitionPart is not null)
        {
            return false;
        }

        if (KnownNames.Has(property, KnownNames.FieldAttribute) || ReferenceTarget(property) is not null)
        {
            Report(Descriptors.PropertyNotPartial, property, _type.Name, property.Name);
        }
        else if (IsAutomatic(property))
        {
            Report(Descriptors.NotStored, property, _type.Name, property.Name);
        }

        return false;
    }

    private FieldModel? ReadField(IPropertySymbol property)
    {
        if (property.IsIndexer || IsUnknown(property.Type))
        {
            return null; // the compiler says so itself
        }

        var before = _diagnostics.Count;
        var type = FieldType.Of(property.Type);
        CheckModifiers(property);
        CheckName(property);
        if (type.Problem is { } problem)
        {
            Report(Descriptors.UnsupportedType, property, _type.Name, property.Name, property.Type.ToDisplayString(), problem);
            return null;
        }

        CheckPlace(property, type);
        CheckAccessors(property, type);
        var data = KnownNames.Find(property, KnownNames.FieldAttribute);
        var storedName = StoredName(property, data);
        CheckOptions(property, type, data);
        var target = CheckReference(property, type);
        return _diagnostics.Count > before ? null : Model(property, type, data, storedName, target);
    }

    private static FieldModel Model(IPropertySymbol property, FieldType type, AttributeData? data, string storedName, string? target) => new(
        type.Storage,
        Formats.Identifier(property.Name),
        storedName,
        SyntaxFacts.GetText(property.DeclaredAccessibility),
        property.Type.ToDisplayString(Formats.Type),
        type.ElementType,
        type.Kind,
        type.Accessor,
        Accessor(property, property.GetMethod, "get"),
        Accessor(property, property.SetMethod, property.SetMethod?.IsInitOnly == true ? "init" : "set"),
        KnownNames.Named(data, "Group")?.Value as string,
        KnownNames.Named(data, "MaxLength")?.Value as int? ?? 0,
        KnownNames.Named(data, "Required")?.Value as bool? ?? false,
        target,
        type.IsInt32,
        new EquatableArray<string>(Values(data)));

    private static IEnumerable<string> Values(AttributeData? data) =>
        KnownNames.Named(data, "Values") is { IsNull: false } values ? values.Values.Select(v => v.Value as string ?? "") : [];

    private static string? Accessor(IPropertySymbol property, IMethodSymbol? method, string word)
    {
        if (method is null)
        {
            return null;
        }

        return method.DeclaredAccessibility == property.DeclaredAccessibility ? word : $"{SyntaxFacts.GetText(method.DeclaredAccessibility)} {word}";
    }

    private void CheckModifiers(IPropertySymbol property)
    {
        var modifier = property switch
        {
            { IsStatic: true } => "static",
            { IsVirtual: true } => "virtual",
            { IsOverride: true } => "override",
            { IsAbstract: true } => "abstract",
            { RefKind: not RefKind.None } => "a ref",
            _ when HasModifier(property, SyntaxKind.NewKeyword) => "new",
            _ when HasModifier(property, SyntaxKind.UnsafeKeyword) => "unsafe",
            _ => null,
        };
        if (modifier is not null)
        {
            Report(Descriptors.UnsupportedModifier, property, _type.Name, property.Name, modifier);
        }
    }

    private void CheckName(IPropertySymbol property)
    {
        if (ReservedNames.Contains(_type, _kind, property.Name))
        {
            Report(Descriptors.ReservedName, property, _type.Name, property.Name, Word());
        }
    }

    private void CheckPlace(IPropertySymbol property, FieldType type)
    {
        var problem = (type.Storage, _kind) switch
        {
            (StorageKind.Lines, not FaceKind.Entity) => "lines belong directly to an entity",
            (StorageKind.Owned, FaceKind.Owned) => "an owned value cannot contain another one",
            _ => null,
        };
        if (problem is not null)
        {
            Report(Descriptors.UnsupportedType, property, _type.Name, property.Name, property.Type.ToDisplayString(), problem);
        }
    }

    private void CheckAccessors(IPropertySymbol property, FieldType type)
    {
        var problem = (type.Storage, property) switch
        {
            (_, { GetMethod: null }) => "must have a getter",
            (StorageKind.Scalar, _) => null,
            (_, { SetMethod: not null }) => "is never replaced as a whole: declare it with { get; } only",
            _ => null,
        };
        if (problem is not null)
        {
            Report(Descriptors.WrongAccessors, property, _type.Name, property.Name, problem);
        }
    }

    private string StoredName(IPropertySymbol property, AttributeData? data)
    {
        var name = KnownNames.Named(data, "Name")?.Value as string ?? property.Name;
        var problem = name switch
        {
            _ when !SyntaxFacts.IsValidIdentifier(name) => "it must be letters, digits and underscores, and not begin with a digit",
            "lineId" or "remoteId" when _kind == FaceKind.Line => "stored lines use this name themselves",
            _ when !_storedNames.Add(name) => "another field is stored under this name",
            _ => null,
        };
        if (problem is not null)
        {
            Report(Descriptors.BadName, property, _type.Name, property.Name, name, problem);
        }

        return name;
    }

    private void CheckOptions(IPropertySymbol property, FieldType type, AttributeData? data)
    {
        if (KnownNames.Named(data, "MaxLength")?.Value is int length && (length < 0 || (length > 0 && type.Kind != "Text")))
        {
            Report(Descriptors.BadOption, property, _type.Name, property.Name, "MaxLength", length < 0 ? "it is negative" : "only texts have a length");
        }

        if (KnownNames.Named(data, "Values") is { IsNull: false } && type.Kind != "Text")
        {
            Report(Descriptors.BadOption, property, _type.Name, property.Name, "Values", "only texts have a closed vocabulary");
        }

        if (KnownNames.Named(data, "Group")?.Value is string && _kind == FaceKind.Owned)
        {
            Report(Descriptors.BadOption, property, _type.Name, property.Name, "Group", "the fields of an owned value are one group");
        }
    }

    private string? CheckReference(IPropertySymbol property, FieldType type)
    {
        var target = ReferenceTarget(property);
        var problem = (type.Kind == "Reference", target) switch
        {
            (true, null) => "is a reference and must say to what: [Reference<T>]",
            (false, not null) => "has [Reference<T>] but is not of type Reference?",
            (true, { TypeKind: not TypeKind.Error }) when !KnownNames.Has(target, KnownNames.EntityAttribute) => $"refers to '{target.Name}', which is not marked with [CanonicalEntity]",
            _ => null,
        };
        if (problem is not null)
        {
            Report(Descriptors.BadReference, property, _type.Name, property.Name, problem);
        }

        return target is null ? null : KnownNames.Named(KnownNames.Find(target, KnownNames.EntityAttribute), "Name")?.Value as string ?? target.Name;
    }

    private static bool IsUnknown(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error || (type is INamedTypeSymbol named && named.TypeArguments.Any(argument => argument.TypeKind == TypeKind.Error));

    private static ITypeSymbol? ReferenceTarget(IPropertySymbol property) => property.GetAttributes()
        .Where(data => data.AttributeClass is { IsGenericType: true } type && KnownNames.PlainName(type) == "CrmErp.Sdk.ReferenceAttribute")
        .Select(data => data.AttributeClass!.TypeArguments[0])
        .FirstOrDefault();

    private static bool IsAutomatic(IPropertySymbol property) => !property.IsStatic && property.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax())
        .OfType<PropertyDeclarationSyntax>()
        .Any(syntax => syntax.ExpressionBody is null && syntax.AccessorList?.Accessors.All(a => a.Body is null && a.ExpressionBody is null) == true);

    private static bool HasModifier(IPropertySymbol property, SyntaxKind modifier) => property.DeclaringSyntaxReferences
        .Any(reference => reference.GetSyntax() is PropertyDeclarationSyntax syntax && syntax.Modifiers.Any(modifier));

    private string Word() => _kind switch
    {
        FaceKind.Entity => "entity",
        FaceKind.Line => "line",
        _ => "owned value",
    };

    private void Report(DiagnosticDescriptor descriptor, ISymbol at, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, at.Locations.FirstOrDefault(), arguments));
}
