namespace CrmErp.Sdk.Connectors.OData;

/// <summary>The rules of conditional requests. An ETag is sent back as it came, quotes and weakness mark included.</summary>
public static class ODataETag
{
    /// <summary>Any version: for systems that demand a precondition also where none is wanted.</summary>
    public const string Any = "*";

    /// <summary>The precondition of a write.</summary>
    /// <param name="version">The version the write builds on; null: any.</param>
    public static KeyValuePair<string, string> IfMatch(string? version) => new("If-Match", string.IsNullOrEmpty(version) ? Any : version);
}
