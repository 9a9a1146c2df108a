using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Faults;

/// <summary>The scripted faults of one simulator. Rules are asked in the order they were added; several may strike one request.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];
    private readonly SimulatorIds _chance;
    private volatile bool _empty = true;

    /// <summary>Creates an empty plan.</summary>
    /// <param name="seed">Decides for rules with a probability.</param>
    public FaultPlan(int seed) => _chance = new SimulatorIds(unchecked((seed * 397) + 7));

    /// <summary>Adds a rule.</summary>
    /// <returns>The rule; its hits tell whether it struck.</returns>
    public FaultRule Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_lock)
        {
            _rules.Add(rule);
            _empty = false;
        }

        return rule;
    }

    /// <summary>Adds a rule for the next request that does this to that object.</summary>
    public FaultRule Next(string objectName, RequestOperation operation, Fault fault) =>
        Add(new FaultRule { Object = objectName, Operation = operation, Fault = fault });

    /// <summary>Removes a rule.</summary>
    public void Remove(FaultRule rule)
    {
        lock (_lock)
        {
            _rules.Remove(rule);
            _empty = _rules.Count == 0;
        }
    }

    /// <summary>Removes every rule.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
            _empty = true;
        }
    }

    /// <summary>
    /// Asks the plan about one operation of a batch. Faults of the connection (lost reply, callbacks) are added to the request; the
    /// answer is the status this operation fails with, if any.
    /// </summary>
    /// <param name="request">The batch request.</param>
    /// <param name="target">The operation.</param>
    /// <param name="status">The status it fails with.</param>
    /// <param name="code">The vendor code it fails with; null for the usual one.</param>
    public bool FailsItem(SimulatorRequest request, in FaultTarget target, out int status, out string? code)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Faults.FailsItem(target.BatchItem, out status, out code))
        {
            return true;
        }

        if (_empty)
        {
            return false;
        }

        var failed = false;
        lock (_lock)
        {
            foreach (var rule in _rules)
            {
                if (!rule.Strikes(target, _chance))
                {
                    continue;
                }

                if (rule.Fault is Fault.StatusFault fault)
                {
                    (status, code, failed) = (fault.Code, fault.VendorCode, true);
                }
                else
                {
                    request.Faults.Add(rule.Fault);
                }
            }
        }

        return failed;
    }

    internal void Apply(SimulatorRequest request)
    {
        if (_empty)
        {
            return;
        }

        var target = new FaultTarget(request.ClientName, request.Method, request.Path, request.Object, request.Operation);
        lock (_lock)
        {
            foreach (var rule in _rules)
            {
                if (rule.Strikes(target, _chance))
                {
                    request.Faults.Add(rule.Fault);
                }
            }
        }
    }
}
