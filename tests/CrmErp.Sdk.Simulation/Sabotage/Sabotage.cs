using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Simulation.Sabotage;

/// <summary>One rule that is broken on purpose, outside the product: in its rules, its store, its connectors, its definition.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Rule">What does not hold any more.</param>
internal sealed record Sabotage(string Name, string Rule)
{
    /// <summary>Makes the rules of a pass.</summary>
    public Func<WorkingSet, SimWorld, Reconciler>? Rules { get; init; }

    /// <summary>Wraps what a process sees of the store.</summary>
    public Func<ISyncStore, SimWorld, ISyncStore>? Store { get; init; }

    /// <summary>Wraps a connector.</summary>
    public Func<IConnector, SimSystem, IConnector>? Connector { get; init; }

    /// <summary>Changes what a system's connector declares, and so how it reads.</summary>
    public Func<ConnectorDescriptor, ConnectorDescriptor>? Declares { get; init; }

    /// <summary>Changes a policy of the definition.</summary>
    public Func<string, GroupPolicy, GroupPolicy>? Policy { get; init; }

    /// <summary>Whether a won deal makes an order under a new identity each time.</summary>
    public bool UnderivedOrders { get; init; }

    /// <summary>Whether maps know nothing of coercions.</summary>
    public bool UndeclaredMaps { get; init; }

    /// <summary>The world in which nothing else masks the rule; null: the common one.</summary>
    public string? OwnWorld { get; init; }

    /// <summary>Why breaking it cannot matter in the product; null: it must be caught.</summary>
    public string? CannotMatter { get; init; }

    /// <summary>What the sabotage itself remembers; one per world.</summary>
    public static Sabotage ByRules(string name, string rule, Func<WorkingSet, Reconciler> rules) => new(name, rule) { Rules = (set, _) => rules(set) };

    public static Sabotage ByStore(string name, string rule, Func<ISyncStore, SimWorld, ISyncStore> store) => new(name, rule) { Store = store };

    public static Sabotage ByConnector(string name, string rule, Func<IConnector, SimSystem, IConnector> connector) => new(name, rule) { Connector = connector };
}
