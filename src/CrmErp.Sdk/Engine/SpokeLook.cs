using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

/// <summary>
/// The spokes that one look at the store came to. Every step looks, and map versions and phases hardly ever change between two looks:
/// what is the same is taken from the look before. Immutable, so that operations of a host may look at the same time.
/// </summary>
internal sealed class SpokeLook
{
    private readonly IReadOnlyList<MapVersionRow> _maps;
    private readonly Made[] _made;
    private readonly object _drift;

    private SpokeLook(IReadOnlyList<MapVersionRow> maps, Made[] made, object drift, SpokeLook? same)
    {
        _drift = drift;
        _maps = maps;
        _made = made;
        Spokes = same?.Spokes ?? [.. made.Select(m => m.Spoke)];
        ByEntity = same?.ByEntity ?? ReconcileContext.Group(Spokes);
    }

    public IReadOnlyList<FlowSpoke> Spokes { get; }

    public IReadOnlyDictionary<string, FlowSpoke[]> ByEntity { get; }

    /// <summary>A look at what the store holds.</summary>
    /// <param name="runtime">The definition and the connectors.</param>
    /// <param name="maps">The stored map versions.</param>
    /// <param name="streams">The stored streams.</param>
    /// <param name="proposed">Versions to take for active; null for what is active.</param>
    /// <param name="before">The look before; null when there is none, or when it was another kind of look.</param>
    public static SpokeLook Of(
        EngineRuntime runtime, IReadOnlyList<MapVersionRow> maps, IReadOnlyDictionary<(SpokeId, string), StreamRow> streams, IReadOnlyDictionary<(ConnectionId Connection, string Entity), MapVersion>? proposed, SpokeLook? before)
    {
        var known = before is not null && proposed is null && ReferenceEquals(before._drift, runtime.Reduced) && Same(before._maps, maps) ? before._made : null;
        var made = new List<Made>();
        var same = known is not null;
        foreach (var flow in runtime.Definition.Flows)
        {
            foreach (var member in flow.Members)
            {
                foreach (var scope in runtime.Scopes.GetValueOrDefault(member.Connection, [""]))
                {
                    var spoke = new SpokeId(member.Connection, scope);
                    var stream = streams.GetValueOrDefault((spoke, flow.Entity.Name));
                    var last = known?[made.Count];
                    if (last?.Stands(stream) == true)
                    {
                        made.Add(last);
                        continue;
                    }

                    same = false;
                    var backfilled = stream is null ? null : Checkpoints.Read(stream.Checkpoints).Made;
                    var state = (last?.Spoke.Maps ?? StateOf(maps, member.Connection, flow.Entity.Name, proposed)) with { Made = backfilled };
                    var phase = stream?.Phase ?? FlowPhase.New;
                    made.Add(new Made(phase, stream?.Checkpoints, new FlowSpoke(spoke, flow, member, runtime.Connectors[member.Connection].Descriptor, phase, state, runtime.Reduced.GetValueOrDefault((member.Connection, flow.Entity.Name)))));
                }
            }
        }

        return new SpokeLook(maps, [.. made], runtime.Reduced, same ? before : null);
    }

    private static MapState StateOf(IReadOnlyList<MapVersionRow> maps, ConnectionId connection, string entity, IReadOnlyDictionary<(ConnectionId Connection, string Entity), MapVersion>? proposed)
    {
        var rows = maps.Where(m => m.Connection == connection && m.Entity == entity).ToArray();
        var active = Array.Find(rows, r => r.State == MapVersionStates.Active);
        var taken = proposed?.GetValueOrDefault((connection, entity));
        return new MapState
        {
            Versions = [.. rows.Where(r => r.State != MapVersionStates.Proposed).Select(r => MapVersion.Read(r.Definition))],
            Active = taken ?? (active is null ? null : MapVersion.Read(active.Definition)),
            ActiveHash = active?.Hash,
            RetiredHashes = [.. rows.Where(r => r.State == MapVersionStates.Retired).Select(r => r.Hash)],
            IsProposed = taken is not null,
        };
    }

    private static bool Same(IReadOnlyList<MapVersionRow> before, IReadOnlyList<MapVersionRow> now)
    {
        if (before.Count != now.Count)
        {
            return false;
        }

        for (var i = 0; i < now.Count; i++)
        {
            if (!ReferenceEquals(before[i], now[i]) && before[i] != now[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A spoke and what it was made from.</summary>
    private sealed record Made(FlowPhase Phase, string? Checkpoints, FlowSpoke Spoke)
    {
        public bool Stands(StreamRow? stream) => Phase == (stream?.Phase ?? FlowPhase.New) && string.Equals(Checkpoints, stream?.Checkpoints, StringComparison.Ordinal);
    }
}
