namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>The address of a query. Salesforce takes request lines of about 16 KB and many proxies of 8 KB, so lists of values are split before.</summary>
internal static class QueryAddress
{
    /// <summary>The most characters of an escaped query.</summary>
    public const int MaxLength = 7_500;

    public static string Of(SoqlQuery query) => $"{(query.IncludeDeleted ? "queryAll" : "query")}?q={Uri.EscapeDataString(query.ToString())}";

    /// <summary>Splits values so that each part fits with the rest of the query into one address; a single value that does not fit stands alone.</summary>
    public static IEnumerable<IReadOnlyList<FieldValue>> Split(IEnumerable<FieldValue> values, SoqlQuery rest)
    {
        var room = MaxLength - Of(rest).Length;
        var (part, used) = (new List<FieldValue>(), 0);
        foreach (var value in values)
        {
            var length = Uri.EscapeDataString(Soql.Literal(value)).Length + 3; // an escaped comma
            if (part.Count > 0 && used + length > room)
            {
                yield return part;
                (part, used) = ([], 0);
            }

            part.Add(value);
            used += length;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
