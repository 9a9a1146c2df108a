namespace CrmErp.Sdk.Connectors.OData.Query;

/// <summary>Builds the address of one record.</summary>
public static class ODataKey
{
    /// <summary>An address with a single key: <c>customers(7c..)</c>, <c>A_Customer('10000')</c>. Percent-encoded.</summary>
    /// <param name="set">The entity set.</param>
    /// <param name="literal">A literal of <see cref="ODataLiteral"/>.</param>
    public static string Of(string set, string literal) => $"{set}({EscapeLiteral(literal)})";

    /// <summary>An address with a compound key, or by an alternate key: <c>A_SalesOrderItem(SalesOrder='1',SalesOrderItem='10')</c>.</summary>
    public static string Of(string set, params IReadOnlyCollection<KeyValuePair<string, string>> parts) =>
        $"{set}({string.Join(',', parts.Select(p => $"{p.Key}={EscapeLiteral(p.Value)}"))})";

    // A slash would begin a new segment even inside quotes, for some servers also when it is encoded once: it stays encoded.
    private static string EscapeLiteral(string literal) => Uri.EscapeDataString(literal).Replace("%27", "'", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
}
