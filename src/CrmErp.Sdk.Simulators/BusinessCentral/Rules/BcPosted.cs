namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Which states of an invoice are behind posting.</summary>
internal static class BcPosted
{
    public static bool Is(string status) => status is "Open" or "Paid" or "Canceled" or "Corrective";
}
