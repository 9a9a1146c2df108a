using System.Collections.Immutable;
using CrmErp.Sdk.Generators.Model;
using CrmErp.Sdk.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CrmErp.Sdk.Generators.Analyzers;

/// <summary>Reports extra fields whose values no field can hold; without it they would fail when their class is first used.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExtraFieldAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.BadExtraField];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.ObjectCreation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is not INamedTypeSymbol { Name: "Field", TypeArguments.Length: 2 } type || KnownNames.PlainName(type) != "CrmErp.Sdk.Field")
        {
            return;
        }

        var value = type.TypeArguments[1];
        if (value.TypeKind is TypeKind.Error or TypeKind.TypeParameter)
        {
            return;
        }

        // Whether a text may be null is no part of the type at run time.
        var isText = value.SpecialType == SpecialType.System_String || KnownNames.PlainName(value) == "CrmErp.Sdk.Reference";
        var stored = FieldType.Of(value.WithNullableAnnotation(isText ? NullableAnnotation.Annotated : NullableAnnotation.NotAnnotated));
        var problem = stored.Problem ?? (stored.Storage == StorageKind.Scalar ? null : "only entities themselves have lines and owned values");
        if (problem is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.BadExtraField, creation.Syntax.GetLocation(), value.ToDisplayString(), problem));
        }
    }
}
