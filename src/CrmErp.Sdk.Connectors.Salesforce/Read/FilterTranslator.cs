namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>
/// Turns filters into conditions where the result is the same or wider; the rest runs on the record. SOQL compares text without
/// regard to case, so IN may only widen, and NOT IN would narrow and is never sent.
/// </summary>
internal static class FilterTranslator
{
    /// <summary>The conditions that can be sent.</summary>
    public static IEnumerable<string> Translate(IReadOnlyList<RecordFilter> filters) => filters.Select(Translate).OfType<string>();

    /// <summary>Whether the conditions mean exactly what the filters say, so that rows may be counted by them.</summary>
    public static bool IsExact(IReadOnlyList<RecordFilter> filters) => filters.All(f => Translate(f) is not null && !f.Values.Any(v => v.Kind == FieldKind.Text));

    /// <summary>The condition of one filter, or null when it cannot be sent.</summary>
    public static string? Translate(RecordFilter filter) => filter.Operator switch
    {
        FilterOperator.In when filter.Values.All(HasLiteral) => In(filter),
        FilterOperator.AtLeast when IsOrdered(filter) => $"{Soql.Name(filter.Field)} >= {Soql.Literal(filter.Values[0])}",
        FilterOperator.AtMost when IsOrdered(filter) => $"{Soql.Name(filter.Field)} <= {Soql.Literal(filter.Values[0])}",
        FilterOperator.IsEmpty => $"{Soql.Name(filter.Field)} = null",
        FilterOperator.IsNotEmpty => $"{Soql.Name(filter.Field)} != null",
        _ => null,
    };

    private static string? In(RecordFilter filter)
    {
        var some = filter.Values.Any(v => v.HasValue) ? Soql.In(filter.Field, filter.Values) : null;
        var none = filter.Values.Any(v => v.IsNull) ? $"{Soql.Name(filter.Field)} = null" : null;
        return (some, none) switch
        {
            (null, null) => null,
            (null, _) => none,
            (_, null) => some,
            _ => $"({some} OR {none})",
        };
    }

    private static bool HasLiteral(FieldValue value) => value.Kind is not (FieldKind.Missing or FieldKind.Lines);

    // Text is ordered by the user's locale there and ordinally here.
    private static bool IsOrdered(RecordFilter filter) =>
        filter.Values is [{ Kind: FieldKind.Integer or FieldKind.Decimal or FieldKind.Money or FieldKind.Date or FieldKind.Instant }];
}
