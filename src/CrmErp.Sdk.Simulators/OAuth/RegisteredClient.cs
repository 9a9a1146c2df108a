namespace CrmErp.Sdk.Simulators.OAuth;

/// <summary>A client application that may ask for tokens. Its name is what the log calls it.</summary>
/// <param name="Name">The log's name of it, as <c>sdk</c>.</param>
/// <param name="ClientId">The OAuth client id.</param>
/// <param name="ClientSecret">The OAuth client secret.</param>
public sealed record RegisteredClient(string Name, string ClientId, string ClientSecret)
{
    /// <summary>The log's name for requests without a known token.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>The log's name for edits made by people.</summary>
    public const string People = "people";

    /// <summary>The log's name for records that were there at the start.</summary>
    public const string Seed = "seed";

    /// <summary>The user it acts as, where a system has one.</summary>
    public string? Username { get; init; }

    /// <summary>The public key (PEM, SubjectPublicKeyInfo) that verifies signed assertions, where a system takes them.</summary>
    public string? PublicKeyPem { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{Name} ({ClientId})";
}
