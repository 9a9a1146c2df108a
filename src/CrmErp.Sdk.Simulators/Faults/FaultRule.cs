using System.IO.Enumeration;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Faults;

/// <summary>When a fault strikes. Every condition that is set must hold; what is not set does not matter.</summary>
public sealed class FaultRule
{
    private int _matches;
    private int _hits;

    /// <summary>What happens.</summary>
    public required Fault Fault { get; init; }

    /// <summary>The client's name.</summary>
    public string? Client { get; init; }

    /// <summary>The verb.</summary>
    public string? Method { get; init; }

    /// <summary>A pattern over the path with <c>*</c> and <c>?</c>; case does not matter.</summary>
    public string? Path { get; init; }

    /// <summary>The object, in the system's own name; case does not matter.</summary>
    public string? Object { get; init; }

    /// <summary>What the request does.</summary>
    public RequestOperation? Operation { get; init; }

    /// <summary>Any further condition.</summary>
    public Func<FaultTarget, bool>? Where { get; init; }

    /// <summary>How many matching requests pass before it strikes. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>How often it strikes. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The chance per match, from the plan's seed. Default 1: always.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How often it has struck.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Whether it will never strike again.</summary>
    public bool Spent => Hits >= Times;

    /// <summary>Decides for one request; called under the plan's lock.</summary>
    internal bool Strikes(in FaultTarget target, SimulatorIds chance)
    {
        if (Spent || !Matches(target))
        {
            return false;
        }

        if (_matches++ < Skip || (Probability < 1 && chance.NextFraction() >= Probability))
        {
            return false;
        }

        _hits++;
        return true;
    }

    private bool Matches(in FaultTarget target) =>
        (Client is null || Client == target.Client)
        && (Method is null || string.Equals(Method, target.Method, StringComparison.OrdinalIgnoreCase))
        && (Operation is null || Operation == target.Operation)
        && (Object is null || string.Equals(Object, target.Object, StringComparison.OrdinalIgnoreCase))
        && (Path is null || FileSystemName.MatchesSimpleExpression(Path, target.Path))
        && (Where is null || Where(target));
}
