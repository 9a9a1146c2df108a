using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>What a check of one connection found, before anything was written.</summary>
public sealed class ConnectionReport
{
    /// <summary>The connection.</summary>
    public required ConnectionId Connection { get; init; }

    /// <summary>What is wrong with the connection itself: address, credentials, company, clock, organisation. Empty when it works.</summary>
    public required IReadOnlyList<ConnectionProblem> Problems { get; init; }

    /// <summary>The maps against the live schema; null when the schema could not be read.</summary>
    public PreflightReport? Preflight { get; init; }

    /// <summary>The organisation behind the connection.</summary>
    public string? OrgFingerprint { get; init; }

    /// <summary>Whether reading and writing may begin, blocked entities aside.</summary>
    public bool Succeeded => Problems.Count == 0;

    /// <summary>The entities whose maps do not fit the live schema: they are held on this connection, the others go on.</summary>
    public IReadOnlyList<string> BlockedEntities => Preflight?.BlockedEntities ?? [];
}
