using CrmErp.Sdk.Simulators.BusinessCentral.Data;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Posting;

/// <summary>What customers owe. API v2.0 shows it only as <c>balanceDue</c>, which does not move the customer's row.</summary>
internal static class CustomerLedger
{
    public static void Add(BcWork work, string customerId, decimal amount) =>
        work.Transaction.OnCommit(() => work.Company.AddToBalance(customerId, amount));
}
