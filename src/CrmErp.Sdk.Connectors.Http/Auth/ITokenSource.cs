namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>Gives the token of one connection.</summary>
public interface ITokenSource
{
    /// <summary>The current token; a new one where there is none or it is spent. Callers at the same time share one refresh.</summary>
    /// <exception cref="ConnectorException">No token was given; the kind says whether waiting helps. It is always <see cref="ConnectorException.NotSent"/> with respect to the request that needs the token.</exception>
    ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>The system refused this token: it is not given again. A token that was replaced already stays.</summary>
    void Invalidate(AccessToken refused);
}
