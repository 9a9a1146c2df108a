namespace CrmErp.Sdk.Simulators.Salesforce.Auth;

/// <summary>A token request is refused.</summary>
internal sealed class OAuthException(string error, string description) : Exception(description)
{
    public string Error { get; } = error;
}
