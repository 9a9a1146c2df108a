namespace CrmErp.Sdk.Connectors;

/// <summary>Asks for a check of a connection.</summary>
public sealed class ConnectionCheckRequest
{
    /// <summary>The scopes that flows use.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}

/// <summary>What a check found.</summary>
public sealed class ConnectionCheckResult
{
    /// <summary>Everything that is wrong, all at once; empty when the connection works.</summary>
    public IReadOnlyList<ConnectionProblem> Problems { get; init; } = [];

    /// <summary>Identifies the organisation behind the connection (org id, tenant and company). When it changes under stored links, nothing is written: the connection may point at a copy.</summary>
    public string? OrgFingerprint { get; init; }

    /// <summary>The server's clock at the time of the check.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    /// <summary>The versions or editions found, for people.</summary>
    public string? Edition { get; init; }

    /// <summary>Whether the connection works.</summary>
    public bool Succeeded => Problems.Count == 0;
}

/// <summary>One thing that is wrong with a connection.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Message">What is wrong and what to do next; no secrets.</param>
public sealed record ConnectionProblem(ErrorKind Kind, string Message);

/// <summary>Asks about or for what a connection needs on the system's side.</summary>
public sealed class ProvisioningRequest
{
    /// <summary>The scope; empty where a system has none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The objects in use; empty means all of the standard maps.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];
}

/// <summary>The state of something a connection needs.</summary>
public enum ProvisioningState
{
    /// <summary>It is there.</summary>
    Present = 1,
    /// <summary>It is missing and can be made.</summary>
    Missing = 2,
    /// <summary>It is there but differs from what is needed.</summary>
    Different = 3,
    /// <summary>It was made just now.</summary>
    Created = 4,
    /// <summary>It could not be made; the message says why.</summary>
    Failed = 5,
}

/// <summary>One thing a connection needs.</summary>
/// <param name="Kind">What it is: field, object, permission, webhook.</param>
/// <param name="Name">Its name, such as <c>Account.Erp_Id__c</c>.</param>
/// <param name="Purpose">Why it is needed.</param>
/// <param name="State">Its state.</param>
/// <param name="Message">What to know or do.</param>
public sealed record ProvisioningItem(string Kind, string Name, string Purpose, ProvisioningState State, string? Message = null);
