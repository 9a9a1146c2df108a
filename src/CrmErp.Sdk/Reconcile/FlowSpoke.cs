using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>One spoke of one flow with everything the rules ask about it.</summary>
internal sealed class FlowSpoke
{
    public FlowSpoke(SpokeId spoke, FlowDefinition flow, FlowMember member, ConnectorDescriptor connector, FlowPhase phase, MapState? maps = null, FlowMember? reduced = null)
    {
        Spoke = spoke;
        Flow = flow;
        Declared = member;
        Member = reduced ?? member;
        Connector = connector;
        Object = connector.For(member.Map.Object);
        Phase = phase;
        var map = HashOf(Member.Map);
        Maps = maps ?? MapState.None;
        CodeHash = reduced is null ? map : HashOf(member.Map);
        MapHash = Maps.Active is { Epoch: > 0 } active ? unchecked((map * 31) ^ (ulong)active.Epoch) : map;
    }

    public SpokeId Spoke { get; }

    public FlowDefinition Flow { get; }

    /// <summary>The connection's part as it was declared.</summary>
    public FlowMember Declared { get; }

    /// <summary>The connection's part as it can be carried out: without the lines whose fields the live system does not have (any more).</summary>
    public FlowMember Member { get; }

    /// <summary>The same with the map as it was declared.</summary>
    public FlowSpoke AsDeclared() => ReferenceEquals(Member, Declared) ? this : new FlowSpoke(Spoke, Flow, Declared, Connector, Phase, Maps);

    public ConnectorDescriptor Connector { get; }

    public ObjectDescriptor Object { get; }

    public FlowPhase Phase { get; }

    public EntityMap Map => Member.Map;

    /// <summary>The versions of the map.</summary>
    public MapState Maps { get; }

    /// <summary>The hash of all groups of the map that this process has.</summary>
    public ulong CodeHash { get; }

    /// <summary>What links are marked with: the map, and how often old values were sent again.</summary>
    public ulong MapHash { get; }

    /// <summary>Whether the map of this process is the active version; otherwise the process leaves the stream alone (R56).</summary>
    public bool HasActiveMap => Maps.IsProposed || Maps.ActiveHash == CodeHash;

    /// <summary>Whether links are still to be made again: until then old source fields are read too.</summary>
    public bool IsBackfilling => IsLive && HasActiveMap && Maps.Made != MapHash;

    public bool IsLive => Phase == FlowPhase.Live;

    /// <summary>The error of the times this spoke reports: its clock's and that of late commits (R6).</summary>
    public TimeSpan TimeError => Connector.ClockError + Object.SettleLag;

    /// <summary>Whether writes carry a precondition that really holds (R10: a stamp is none).</summary>
    public bool HasPrecondition => Object.Version == VersionKind.Strict;

    private static ulong HashOf(EntityMap map)
    {
        var hash = ulong.MaxValue;
        foreach (var group in map.Entity.Groups)
        {
            hash = unchecked((hash * 31) ^ (map.GroupHash(group.Index) ?? 0));
        }

        return hash;
    }

    public RecordRef Ref(string id) => new(Spoke.Connection, Spoke.Scope, Map.Object, id);

    public bool Writes(int slot, WriteOperation operation) =>
        (operation == WriteOperation.Create ? Member.Creates && Object.CanCreate : Member.Updates && Object.CanUpdate) && Map.Writes(slot, operation);
}
