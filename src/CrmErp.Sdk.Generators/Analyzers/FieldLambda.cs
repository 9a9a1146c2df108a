using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CrmErp.Sdk.Generators.Analyzers;

/// <summary>Says what a lambda does besides reading one field, or null when it does nothing else.</summary>
internal static class FieldLambda
{
    public static string? ProblemOf(IAnonymousFunctionOperation lambda)
    {
        if (lambda.Symbol.Parameters.Length != 1 || lambda.Body is not { } body)
        {
            return null; // no Func<T, TValue>: the compiler says so
        }

        var statements = body.Operations.Where(operation => !operation.IsImplicit || operation is IReturnOperation).ToList();
        return statements.Count == 1 && statements[0] is IReturnOperation { ReturnedValue: { } value }
            ? ProblemOf(value, lambda.Symbol.Parameters[0])
            : "has statements of its own";
    }

    private static string? ProblemOf(IOperation value, IParameterSymbol parameter) => value switch
    {
        IConversionOperation { IsImplicit: true } conversion when conversion.Operand.Type is null || conversion.Conversion.IsIdentity
            || SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type) => ProblemOf(conversion.Operand, parameter),
        IConversionOperation => "converts the value",
        IParenthesizedOperation parenthesized => ProblemOf(parenthesized.Operand, parameter),
        IPropertyReferenceOperation property => ProblemOf(property, parameter),
        IConditionalAccessOperation access => ProblemOf(access, parameter),
        IParameterReferenceOperation => "gives back the whole record",
        IInvocationOperation call => $"calls {call.TargetMethod.Name}",
        ICoalesceOperation => "replaces an empty value",
        IUnaryOperation or IBinaryOperation => "computes with the value",
        IConditionalOperation or ISwitchExpressionOperation => "decides between values",
        IAssignmentOperation => "assigns a value",
        IThrowOperation => "throws",
        ILiteralOperation => "reads no field",
        IInvalidOperation => null,
        _ => "is something else",
    };

    private static string? ProblemOf(IPropertyReferenceOperation property, IParameterSymbol parameter)
    {
        if (IsComputed(property.Property))
        {
            return $"reads '{property.Property.Name}', which is computed and not a field";
        }

        return property.Instance switch
        {
            IParameterReferenceOperation read when SymbolEqualityComparer.Default.Equals(read.Parameter, parameter) => null,
            IPropertyReferenceOperation owner when IsOwned(owner.Type) => ProblemOf(owner, parameter),
            IPropertyReferenceOperation owner => $"reads a part of '{owner.Property.Name}'",
            IConditionalAccessInstanceOperation => null,
            _ => "reads something else than its parameter",
        };
    }

    // An owned value is never null, so ?. reads the same field.
    private static string? ProblemOf(IConditionalAccessOperation access, IParameterSymbol parameter) =>
        access is { Operation: IPropertyReferenceOperation owner, WhenNotNull: IPropertyReferenceOperation part } && IsOwned(owner.Type)
            ? ProblemOf(owner, parameter) ?? ProblemOf(part, parameter)
            : "reads a part of a field";

    private static bool IsOwned(ITypeSymbol? type) => type is not null && KnownNames.Has(type, KnownNames.OwnedAttribute);

    private static bool IsComputed(IPropertySymbol property) =>
        property is { IsPartialDefinition: false, PartialDefinitionPart: null }
        && property.DeclaringSyntaxReferences.Length > 0
        && property.ContainingType is { } type
        && (KnownNames.Has(type, KnownNames.EntityAttribute) || KnownNames.Has(type, KnownNames.LineAttribute) || KnownNames.Has(type, KnownNames.OwnedAttribute));
}
