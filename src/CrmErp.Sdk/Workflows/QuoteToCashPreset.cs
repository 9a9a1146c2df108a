namespace CrmErp.Sdk.Workflows;

/// <summary>Adds the workflows of the quote-to-cash preset to a definition; its flows are the definition's business.</summary>
internal static partial class QuoteToCashPreset
{
    /// <summary>Adds them.</summary>
    public static void AddTo(ICrmErpSyncBuilder builder, string crm, string erp, QuoteToCashOptions options) => AddWorkflows(builder, crm, erp, options);

    static partial void AddWorkflows(ICrmErpSyncBuilder builder, string crm, string erp, QuoteToCashOptions options);
}
