namespace CrmErp.Sdk.Mapping;

/// <summary>How a line of a map reads, for people.</summary>
internal static class RuleText
{
    public static string Describe(RuleSpec rule) => $"{Left(rule)} {Arrow(rule)} {Right(rule)}{Notes(rule)}";

    public static string Left(RuleSpec rule) => rule.Fields.Count > 0 ? string.Join(" + ", rule.Fields) : Quote(rule.Value);

    public static string Right(RuleSpec rule) => rule.Paths.Count > 0 ? string.Join(" + ", rule.Paths) : Quote(rule.Value);

    public static string Arrow(RuleSpec rule) => (rule.Reads && rule.Kind is not (RuleKind.Constant or RuleKind.Default), rule.WritesOnCreate, rule.WritesOnUpdate) switch
    {
        _ when rule.Kind == RuleKind.Fixed => "<-",
        _ when rule.Kind is RuleKind.Constant or RuleKind.Default => "-> on create",
        (true, true, true) => "<->",
        (true, true, false) => "<-> on create, then <-",
        (true, false, true) => "<-> on update",
        (true, false, false) => "<-",
        (false, true, true) => "->",
        (false, true, false) => "-> on create",
        (false, false, true) => "-> on update",
        _ => "-",
    };

    public static string Notes(RuleSpec rule)
    {
        var notes = NotesOf(rule).ToArray();
        return notes.Length == 0 ? "" : $" ({string.Join("; ", notes)})";
    }

    public static IEnumerable<string> NotesOf(RuleSpec rule) => [.. FormNotes(rule), .. ValueNotes(rule), .. MeaningNotes(rule)];

    private static IEnumerable<string> FormNotes(RuleSpec rule)
    {
        if (rule.Kind == RuleKind.JoinedLines)
        {
            yield return "one line each";
        }

        if (rule.Kind == RuleKind.SplitText)
        {
            yield return $"pieces of {rule.Length}";
        }

        if (rule.Kind == RuleKind.Default)
        {
            yield return "when nothing else is given";
        }
    }

    private static IEnumerable<string> ValueNotes(RuleSpec rule)
    {
        if (rule.Converter is { } converter)
        {
            yield return $"converter {converter}";
        }

        if (rule.Custom is { } custom)
        {
            yield return $"rule {custom.Name} v{custom.Version}";
        }

        if (rule.Values is { } values)
        {
            yield return string.Join(", ", values.Pairs.Select(p => $"{ValueText.Plain(p.Canonical)} = {ValueText.Plain(p.Wire)}")) + Fallback(values);
        }

        if (rule.TooLong is { } tooLong)
        {
            yield return tooLong == TooLong.Truncate ? "cut when too long" : "parked when too long";
        }

        if (!rule.EmptyIs.IsMissing)
        {
            yield return $"empty is {Quote(rule.EmptyIs)}";
        }
    }

    private static IEnumerable<string> MeaningNotes(RuleSpec rule)
    {
        if (rule.Currency is { } currency)
        {
            yield return $"in {currency}";
        }

        if (rule.LocalCurrencyIsEmpty)
        {
            yield return "empty is the local currency";
        }

        if (rule.ReferenceTo is { } target)
        {
            yield return $"to {target}";
        }

        if (rule.When is { } when)
        {
            yield return $"written when {when.Name}";
        }

        if (rule.ReadWhen.Count > 0)
        {
            yield return $"read when {string.Join(" and ", rule.ReadWhen.Select(FilterText.Describe))}";
        }

        if (rule.Normalizer is { } normalizer)
        {
            yield return $"compared by {normalizer.Name} v{normalizer.Version}";
        }
    }

    private static string Fallback(ValueMap values) =>
        (values.PassesThrough ? ", others as they are" : "")
        + (values.ReadElse.IsMissing ? "" : $", others read as {ValueText.Plain(values.ReadElse)}")
        + (values.WriteElse.IsMissing ? "" : $", others written as {ValueText.Plain(values.WriteElse)}");

    private static string Quote(FieldValue value) => value.Kind == FieldKind.Text ? $"\"{value.AsText()}\"" : ValueText.Plain(value);
}

/// <summary>How a condition reads, for people.</summary>
internal static class FilterText
{
    public static string Describe(Connectors.RecordFilter filter) => filter.Operator switch
    {
        Connectors.FilterOperator.In => $"{filter.Field} in ({Values(filter)})",
        Connectors.FilterOperator.NotIn => $"{filter.Field} not in ({Values(filter)})",
        Connectors.FilterOperator.AtLeast => $"{filter.Field} >= {Values(filter)}",
        Connectors.FilterOperator.AtMost => $"{filter.Field} <= {Values(filter)}",
        Connectors.FilterOperator.IsEmpty => $"{filter.Field} is empty",
        _ => $"{filter.Field} is not empty",
    };

    private static string Values(Connectors.RecordFilter filter) => string.Join(", ", filter.Values.Select(ValueText.Plain));
}
