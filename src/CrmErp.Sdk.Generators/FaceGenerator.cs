using CrmErp.Sdk.Generators.Model;
using CrmErp.Sdk.Generators.Reading;
using CrmErp.Sdk.Generators.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmErp.Sdk.Generators;

/// <summary>Turns the partial properties of canonical entities, lines and owned values into slots of a row.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class FaceGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register(context, KnownNames.EntityAttribute, FaceKind.Entity);
        Register(context, KnownNames.LineAttribute, FaceKind.Line);
        Register(context, KnownNames.OwnedAttribute, FaceKind.Owned);
    }

    private static void Register(IncrementalGeneratorInitializationContext context, string attribute, FaceKind kind)
    {
        var results = context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            (match, _) => FaceReader.Read((INamedTypeSymbol)match.TargetSymbol, match.Attributes[0], kind));

        context.RegisterSourceOutput(results, static (output, result) =>
        {
            foreach (var diagnostic in result.Diagnostics)
            {
                output.ReportDiagnostic(diagnostic.ToDiagnostic());
            }

            if (result.Model is { } model)
            {
                output.AddSource(FaceWriter.HintName(model), FaceWriter.Write(model));
            }
        });
    }
}
