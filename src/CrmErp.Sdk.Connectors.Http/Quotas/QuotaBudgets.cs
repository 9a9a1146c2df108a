using System.Collections.Concurrent;

namespace CrmErp.Sdk.Connectors.Http.Quotas;

/// <summary>The budgets of one process. Connections and tenants whose calls the vendor counts together share one budget.</summary>
public sealed class QuotaBudgets(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string System, string CountedFor, string Pool), QuotaBudget> _budgets = new();

    /// <summary>The budget of a pool.</summary>
    /// <param name="system">The system's short name.</param>
    /// <param name="countedFor">What the vendor counts by: the org, account, user or app.</param>
    /// <param name="pool">The pool.</param>
    public QuotaBudget Get(string system, string countedFor, QuotaPoolDescriptor pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return _budgets.GetOrAdd((system, countedFor, pool.Name), static (_, state) => new QuotaBudget(state.Pool, state.Time), (Pool: pool, Time: time));
    }
}
