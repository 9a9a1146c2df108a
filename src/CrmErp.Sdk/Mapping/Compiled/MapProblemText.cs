namespace CrmErp.Sdk.Mapping;

/// <summary>The sentences of problems. Values are named only where they come from a closed list.</summary>
internal static class MapProblemText
{
    public static MapProblem NotRead(string code, CompiledRule rule, FieldValue value) => code switch
    {
        MappingCodes.ValueNotRead => new(code, rule.Spec.Name, $"The value '{ValueText.Plain(value)}' of {Paths(rule)} has no counterpart in {Fields(rule)}. Add it to the value map or declare a fallback.", ValueText.Plain(value)),
        MappingCodes.NumberRange => new(code, rule.Spec.Name, $"{Paths(rule)} holds a number with a fraction or beyond 64 bits, {Fields(rule)} takes whole numbers."),
        MappingCodes.ConverterFailed => new(code, rule.Spec.Name, $"The converter '{rule.Spec.Converter}' could not read {Paths(rule)}."),
        _ => new(code, rule.Spec.Name, $"{Paths(rule)} holds a value of kind {value.Kind}, which {Fields(rule)} does not take."),
    };

    public static MapProblem NotWritten(string code, CompiledRule rule, FieldValue value) => code switch
    {
        MappingCodes.ValueNotWritten => new(code, rule.Spec.Name, $"The value '{ValueText.Plain(value)}' of {Fields(rule)} has no counterpart in {Paths(rule)}. Add it to the value map, to the system's list, or declare a fallback.", ValueText.Plain(value)),
        MappingCodes.NumberRange => new(code, rule.Spec.Name, $"{Fields(rule)} holds a number with a fraction or beyond 64 bits, {Paths(rule)} takes whole numbers."),
        MappingCodes.ConverterFailed => new(code, rule.Spec.Name, $"The converter '{rule.Spec.Converter}' could not write {Fields(rule)}."),
        MappingCodes.BadReference => new(code, rule.Spec.Name, $"The record id in {Fields(rule)} does not have the form that {Paths(rule)} takes."),
        _ => new(code, rule.Spec.Name, $"{Fields(rule)} holds a value of kind {value.Kind}, which {Paths(rule)} does not take."),
    };

    public static MapProblem TooLong(CompiledRule rule, int length) =>
        new(MappingCodes.TextTooLong, rule.Spec.Name, $"The text in {Fields(rule)} is longer than the {length} characters of {Paths(rule)}. Shorten it, or declare OnTooLong(TooLong.Truncate).");

    public static MapProblem Currency(CompiledRule rule, string why) => new(MappingCodes.CurrencyMismatch, rule.Spec.Name, why);

    public static string Fields(CompiledRule rule) => $"'{string.Join(", ", rule.Spec.Fields)}'";

    public static string Paths(CompiledRule rule) => $"'{string.Join(", ", rule.Spec.Paths)}'";
}
