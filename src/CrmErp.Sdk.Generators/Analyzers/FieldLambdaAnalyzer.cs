using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CrmErp.Sdk.Generators.Analyzers;

/// <summary>Warns about lambdas that are given where a field is named and that do more than read it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FieldLambdaAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NotAFieldRead];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.SelectorAttribute) is { } attribute)
            {
                start.RegisterOperationAction(operation => Analyze(operation, attribute), OperationKind.Argument);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol attribute)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.Parameter is not { } parameter || !IsMarked(parameter.OriginalDefinition, attribute))
        {
            return;
        }

        foreach (var lambda in LambdasOf(argument.Value))
        {
            if (FieldLambda.ProblemOf(lambda) is { } problem)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAFieldRead, lambda.Syntax.GetLocation(), problem));
            }
        }
    }

    private static bool IsMarked(IParameterSymbol parameter, INamedTypeSymbol attribute)
    {
        foreach (var data in parameter.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
            {
                return true;
            }
        }

        return false;
    }

    // One lambda, or each one of a params array. A delegate that was made elsewhere cannot be seen from here.
    private static IEnumerable<IAnonymousFunctionOperation> LambdasOf(IOperation value)
    {
        switch (value)
        {
            case IConversionOperation conversion:
                return LambdasOf(conversion.Operand);
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                return [lambda];
            case IArrayCreationOperation { Initializer: { } initializer }:
                return Each(initializer.ElementValues);
            case ICollectionExpressionOperation collection:
                return Each(collection.Elements);
            default:
                return [];
        }
    }

    private static IEnumerable<IAnonymousFunctionOperation> Each(ImmutableArray<IOperation> values)
    {
        foreach (var value in values)
        {
            foreach (var lambda in LambdasOf(value))
            {
                yield return lambda;
            }
        }
    }
}
