namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>The conditions that go on after a row without leaving one out: Salesforce's stamps have a resolution of one second, so thousands of rows may share one.</summary>
internal static class Keyset
{
    public const string TimeField = "SystemModstamp";

    public const string ByTime = "SystemModstamp, Id";

    public const string ById = "Id";

    /// <summary>Rows behind an id.</summary>
    public static string? AfterId(string? id) => id is null ? null : $"Id > {Soql.Quote(id)}";

    /// <summary>Rows of the window [low, high).</summary>
    public static string Window(DateTimeOffset low, DateTimeOffset high) =>
        $"{TimeField} >= {Soql.Instant(low)} AND {TimeField} < {Soql.Instant(high)}";

    /// <summary>Rows of the window [.., high) behind (time, id).</summary>
    public static string After(DateTimeOffset time, string id, DateTimeOffset high) =>
        $"({TimeField} > {Soql.Instant(time)} OR ({TimeField} = {Soql.Instant(time)} AND Id > {Soql.Quote(id)})) AND {TimeField} < {Soql.Instant(high)}";
}
