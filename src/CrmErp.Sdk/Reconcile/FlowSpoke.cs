using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>One spoke of one flow with everything the rules ask about it.</summary>
internal sealed class FlowSpoke
{
    public FlowSpoke(SpokeId spoke, FlowDefinition flow, FlowMember member, ConnectorDescriptor connector, FlowPhase phase)
    {
        Spoke = spoke;
        Flow = flow;
        Member = member;
        Connector = connector;
        Object = connector.For(member.Map.Object);
        Phase = phase;
        var map = ulong.MaxValue;
        foreach (var group in flow.Entity.Groups)
        {
            map = unchecked((map * 31) ^ (Map.GroupHash(group.Index) ?? 0));
        }

        MapHash = map;
    }

    public SpokeId Spoke { get; }

    public FlowDefinition Flow { get; }

    public FlowMember Member { get; }

    public ConnectorDescriptor Connector { get; }

    public ObjectDescriptor Object { get; }

    public FlowPhase Phase { get; }

    public EntityMap Map => Member.Map;

    /// <summary>The hash of all groups of the active map.</summary>
    public ulong MapHash { get; }

    public bool IsLive => Phase == FlowPhase.Live;

    /// <summary>The error of the times this spoke reports: its clock's and that of late commits (R6).</summary>
    public TimeSpan TimeError => Connector.ClockError + Object.SettleLag;

    /// <summary>Whether writes carry a precondition that really holds (R10: a stamp is none).</summary>
    public bool HasPrecondition => Object.Version == VersionKind.Strict;

    public RecordRef Ref(string id) => new(Spoke.Connection, Spoke.Scope, Map.Object, id);

    public bool Writes(int slot, WriteOperation operation) =>
        (operation == WriteOperation.Create ? Member.Creates && Object.CanCreate : Member.Updates && Object.CanUpdate) && Map.Writes(slot, operation);
}
