namespace CrmErp.Sdk.Simulators.OAuth;

/// <summary>What a presented access token is worth.</summary>
public enum TokenState
{
    /// <summary>No <c>Authorization: Bearer</c> header.</summary>
    None,

    /// <summary>Never issued, or revoked long ago.</summary>
    Unknown,

    /// <summary>Issued once, expired or revoked now.</summary>
    Expired,

    /// <summary>Good.</summary>
    Valid,
}
