namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>A token that never changes (private app tokens). A refusal is final: it is given again, and refused again.</summary>
public sealed class StaticTokenSource(string token) : ITokenSource
{
    private readonly AccessToken _token = new(token, DateTimeOffset.MaxValue);

    /// <inheritdoc/>
    public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(_token);

    /// <inheritdoc/>
    public void Invalidate(AccessToken refused)
    {
    }
}
