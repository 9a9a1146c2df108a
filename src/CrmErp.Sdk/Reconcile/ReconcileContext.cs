using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>What one pass of the pure rules is given from outside: the definition, the phases, the time, the source of identities.</summary>
internal sealed class ReconcileContext
{
    private readonly IReadOnlyDictionary<string, FlowSpoke[]> _spokes;

    public ReconcileContext(SyncDefinition definition, TenantId tenant, IReadOnlyDictionary<string, FlowSpoke[]> spokes, DateTimeOffset now, Func<Guid> newId, Guid runId)
    {
        Definition = definition;
        Tenant = tenant;
        Now = now;
        NewId = newId;
        RunId = runId;
        _spokes = spokes;
    }

    /// <summary>Spokes by entity, each entity's in their order.</summary>
    public static IReadOnlyDictionary<string, FlowSpoke[]> Group(IEnumerable<FlowSpoke> spokes) =>
        spokes.GroupBy(s => s.Flow.Entity.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(s => s.Spoke).ToArray(), StringComparer.Ordinal);

    public SyncDefinition Definition { get; }

    public TenantId Tenant { get; }

    public DateTimeOffset Now { get; }

    public Func<Guid> NewId { get; }

    public Guid RunId { get; }

    /// <summary>How long a hint waits that was left because our own write is in the air.</summary>
    public TimeSpan HintDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a record waits that may be the one of an unresolved create; a person may have to resolve it, so no more often than a feed is polled.</summary>
    public TimeSpan OpenCreateDelay { get; init; } = TimeSpan.FromMinutes(1);

    public IReadOnlyList<FlowSpoke> SpokesOf(string entity) => _spokes.GetValueOrDefault(entity, []);

    public FlowSpoke? SpokeOf(string entity, SpokeId spoke) => Array.Find(_spokes.GetValueOrDefault(entity, []), s => s.Spoke == spoke);

    /// <summary>The spoke of any flow on which a record of an object is linked; null when no flow carries the object there.</summary>
    public FlowSpoke? SpokeOfObject(string entity, SpokeId spoke, string objectName) =>
        SpokeOf(entity, spoke) is { } found && string.Equals(found.Map.Object, objectName, StringComparison.Ordinal) ? found : null;

    /// <summary>A spoke that carries an object on a connection, whatever the entity; null when none does.</summary>
    public FlowSpoke? SpokeOfTarget(SpokeId spoke, string objectName)
    {
        foreach (var spokes in _spokes.Values)
        {
            foreach (var candidate in spokes)
            {
                if (candidate.Spoke == spoke && string.Equals(candidate.Map.Object, objectName, StringComparison.Ordinal))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    public FlowDefinition FlowOf(string entity) =>
        Definition.FindFlow(entity) ?? throw new InvalidOperationException($"No flow carries '{entity}'.");

    public EntityType TypeOf(string entity) =>
        Definition.Entities.TryGetValue(entity, out var type) ? type : throw new InvalidOperationException($"The definition has no entity '{entity}'.");
}
