namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>A token and until when it is used.</summary>
public sealed class AccessToken
{
    /// <summary>Creates a token.</summary>
    public AccessToken(string value, DateTimeOffset useUntil)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        Value = value;
        UseUntil = useUntil;
    }

    /// <summary>The secret.</summary>
    public string Value { get; }

    /// <summary>When another is asked for: the expiry the system told, less a margin, or a conservative life.</summary>
    public DateTimeOffset UseUntil { get; }

    /// <summary>The address that the system told with the token (Salesforce: <c>instance_url</c>); checked against the allowed origins.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>The identity that the system told with the token (Salesforce: <c>id</c>, which names org and user); null where it tells none.</summary>
    public string? Identity { get; init; }

    /// <summary>The scopes granted, as told.</summary>
    public string? Scope { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"token until {UseUntil:u}";
}
