namespace CrmErp.Sdk.Connectors.OData.Query;

/// <summary>Builds filter expressions from fields and literals.</summary>
public static class ODataFilter
{
    /// <summary>Compares a field with a value.</summary>
    /// <param name="field">The field's path; dots become slashes.</param>
    /// <param name="operation"><c>eq</c>, <c>ne</c>, <c>gt</c>, <c>ge</c>, <c>lt</c> or <c>le</c>.</param>
    /// <param name="literal">A literal of <see cref="ODataLiteral"/>.</param>
    public static string Compare(string field, string operation, string literal) => $"{Path(field)} {operation} {literal}";

    /// <summary>A field equals one of several values: <c>or</c> on one field, which every server understands (<c>in</c> is not).</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static string AnyOf(string field, IReadOnlyCollection<string> literals)
    {
        ArgumentNullException.ThrowIfNull(literals);
        if (literals.Count == 0)
        {
            throw new ArgumentException("A filter over no values matches nothing; do not ask.", nameof(literals));
        }

        return literals.Count == 1 ? Compare(field, "eq", literals.First()) : $"({string.Join(" or ", literals.Select(l => Compare(field, "eq", l)))})";
    }

    /// <summary>All conditions hold.</summary>
    public static string And(params IReadOnlyCollection<string?> conditions) => string.Join(" and ", conditions.Where(c => !string.IsNullOrEmpty(c)));

    /// <summary>The records after a position in the order (time, id): a later time, or the same time and a later id.</summary>
    public static string After(string timeField, string timeLiteral, string idField, string idLiteral) =>
        $"({Compare(timeField, "gt", timeLiteral)} or ({Compare(timeField, "eq", timeLiteral)} and {Compare(idField, "gt", idLiteral)}))";

    /// <summary>Translates a condition, or answers null where OData has no form for it or the field's type is unknown; it is then checked on the record.</summary>
    /// <param name="filter">The condition.</param>
    /// <param name="literal">Formats a value of the filter's field; null where it cannot.</param>
    public static string? TryTranslate(RecordFilter filter, Func<FieldValue, string?> literal)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(literal);
        var literals = filter.Values.Select(literal).ToList();
        if (literals.Contains(null))
        {
            return null;
        }

        return filter.Operator switch
        {
            FilterOperator.In when literals.Count > 0 => AnyOf(filter.Field, literals!),
            FilterOperator.NotIn when literals.Count > 0 => And([.. literals.Select(l => Compare(filter.Field, "ne", l!))]),
            FilterOperator.AtLeast when literals.Count == 1 => Compare(filter.Field, "ge", literals[0]!),
            FilterOperator.AtMost when literals.Count == 1 => Compare(filter.Field, "le", literals[0]!),
            _ => null,
        };
    }

    private static string Path(string field) => field.Replace('.', '/');
}
