using System.Collections.Generic;
using System.Linq;
using CrmErp.Sdk.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmErp.Sdk.Generators.Reading;

/// <summary>Reads one marked class into a model, or says why it cannot be one.</summary>
internal sealed class FaceReader
{
    private readonly INamedTypeSymbol _type;
    private readonly AttributeData _attribute;
    private readonly FaceKind _kind;
    private readonly List<DiagnosticInfo> _diagnostics = [];

    private FaceReader(INamedTypeSymbol type, AttributeData attribute, FaceKind kind)
    {
        _type = type;
        _attribute = attribute;
        _kind = kind;
    }

    public static FaceResult Read(INamedTypeSymbol type, AttributeData attribute, FaceKind kind) => new FaceReader(type, attribute, kind).Read();

    public static string BaseName(FaceKind kind) => kind switch
    {
        FaceKind.Entity => "Entity",
        FaceKind.Line => "LineEntity",
        _ => "OwnedValue",
    };

    private FaceResult Read()
    {
        CheckClass();
        CheckContainers();
        CheckBase();
        CheckConstructors();
        CheckMembers();
        var name = StoredName();
        if (_diagnostics.Count > 0)
        {
            return new FaceResult(null, new EquatableArray<DiagnosticInfo>(_diagnostics));
        }

        var fields = new FieldReader(_type, _kind, _diagnostics).Read();
        var model = new FaceModel(
            _kind,
            _type.ContainingNamespace.IsGlobalNamespace ? "" : _type.ContainingNamespace.ToDisplayString(Formats.Namespace),
            new EquatableArray<string>(Containers().Reverse().Select(Header)),
            Formats.Identifier(_type.Name),
            _type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            name,
            _type.BaseType?.SpecialType == SpecialType.System_Object,
            new EquatableArray<FieldModel>(fields));
        return new FaceResult(model, new EquatableArray<DiagnosticInfo>(_diagnostics));
    }

    private void CheckClass()
    {
        var problem = this switch
        {
            _ when _type.IsRecord => "records compare by value, a face does not; make it a plain class",
            _ when _type.TypeKind != TypeKind.Class => "only classes can",
            _ when _type.IsStatic => "it is static",
            _ when _type.IsAbstract => "it is abstract",
            _ when _type.IsFileLocal => "it is local to its file",
            _ when _type.IsGenericType || Containers().Any(c => c.IsGenericType) => "it is generic, or inside a generic type",
            _ => null,
        };
        if (problem is not null)
        {
            Report(Descriptors.UnsupportedClass, _type, _type.Name, problem);
        }
        else if (!IsPartial(_type))
        {
            Report(Descriptors.NotPartial, _type, _type.Name);
        }
    }

    private void CheckContainers()
    {
        foreach (var container in Containers().Where(c => !IsPartial(c)))
        {
            Report(Descriptors.ContainerNotPartial, container, container.Name, _type.Name);
        }
    }

    private void CheckBase()
    {
        if (_type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
            && _type.TypeKind == TypeKind.Class
            && KnownNames.PlainName(baseType) != $"CrmErp.Sdk.{BaseName(_kind)}")
        {
            Report(Descriptors.WrongBase, _type, _type.Name, BaseName(_kind), baseType.Name);
        }
    }

    private void CheckConstructors()
    {
        foreach (var constructor in _type.InstanceConstructors.Where(c => !c.IsImplicitlyDeclared))
        {
            if (constructor.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax))
            {
                Report(Descriptors.DeclaresConstructor, constructor, _type.Name, "a primary constructor");
            }
            else if (constructor.Parameters.Length == 0 && _kind != FaceKind.Owned)
            {
                Report(Descriptors.DeclaresConstructor, constructor, _type.Name, "the constructor without parameters");
            }
        }
    }

    // What would break the generated part itself, whether it is meant as a field or not.
    private void CheckMembers()
    {
        foreach (var member in _type.GetMembers().Where(m => ReservedNames.IsGenerated(m.Name) && m is not IMethodSymbol))
        {
            Report(Descriptors.ReservedName, member, _type.Name, member.Name, "face");
        }

        foreach (var member in _type.GetMembers().Where(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
        {
            Report(Descriptors.UnsupportedModifier, member, _type.Name, member.Name, "required: say [Field(Required = true)]");
        }
    }

    private string StoredName()
    {
        var name = KnownNames.Named(_attribute, "Name")?.Value as string ?? _type.Name;
        if (!SyntaxFacts.IsValidIdentifier(name))
        {
            Report(Descriptors.UnsupportedClass, _type, _type.Name, $"its name '{name}' must be letters, digits and underscores, and not begin with a digit");
        }

        return name;
    }

    private IEnumerable<INamedTypeSymbol> Containers()
    {
        for (var container = _type.ContainingType; container is not null; container = container.ContainingType)
        {
            yield return container;
        }
    }

    private static string Header(INamedTypeSymbol type)
    {
        var word = type switch
        {
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        return $"{word} {Formats.Identifier(type.Name)}";
    }

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private void Report(DiagnosticDescriptor descriptor, ISymbol at, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, at.Locations.FirstOrDefault(), arguments));
}
