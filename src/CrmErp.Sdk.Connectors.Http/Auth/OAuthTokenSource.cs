using System.Text;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Connectors.Http.Auth;

/// <summary>
/// Gets tokens from an OAuth 2 token endpoint, one refresh at a time, and keeps the current one. Errors say what to do and never
/// carry a secret: the endpoint's own description is not repeated, because some endpoints put credentials into it.
/// </summary>
public sealed class OAuthTokenSource : ITokenSource, IDisposable
{
    private const int MaxAttempts = 3;
    private readonly ConnectionId _connection;
    private readonly OAuthOptions _options;
    private readonly IOAuthGrant _grant;
    private readonly OriginPolicy _origins;
    private readonly HttpExchange _exchange;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _refresh = new(1);
    private AccessToken? _current;
    private DateTimeOffset _refusedRefreshAt = DateTimeOffset.MinValue;
    private bool _refused;

    internal OAuthTokenSource(ConnectionId connection, OAuthOptions options, IOAuthGrant grant, OriginPolicy origins, HttpExchange exchange, TimeProvider time, ILogger logger)
    {
        _connection = connection;
        _options = options;
        _grant = grant;
        _origins = origins;
        _exchange = exchange;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken = default)
    {
        if (Current() is { } current)
        {
            return current;
        }

        await _refresh.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Current() ?? await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refresh.Release();
        }
    }

    /// <inheritdoc/>
    public void Invalidate(AccessToken refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        if (Interlocked.CompareExchange(ref _current, null, refused) == refused)
        {
            Volatile.Write(ref _refused, true);
        }
    }

    /// <summary>Releases the gate.</summary>
    public void Dispose() => _refresh.Dispose();

    private AccessToken? Current() => Volatile.Read(ref _current) is { } token && token.UseUntil > _time.GetUtcNow() ? token : null;

    private async Task<AccessToken> RefreshAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var refused = Volatile.Read(ref _refused);
        if (refused && now - _refusedRefreshAt < _options.MinimumRefusedInterval)
        {
            throw new ConnectorException(ErrorKind.Authentication, $"Connection '{_connection}': the system gives tokens and then refuses them. The user lacks API access or is not registered in the system; check the user's permissions there.") { NotSent = true, RetryAfter = _options.MinimumRefusedInterval };
        }

        var token = await MintAsync(cancellationToken).ConfigureAwait(false);
        _refusedRefreshAt = refused ? now : _refusedRefreshAt;
        Volatile.Write(ref _refused, false);
        Volatile.Write(ref _current, token);
        _logger.TokenMinted(_connection, token.UseUntil);
        return token;
    }

    private async Task<AccessToken> MintAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var result = await PostAsync(cancellationToken).ConfigureAwait(false);
            if (result.Response is { IsSuccess: true } response)
            {
                return await AcceptAsync(response, cancellationToken).ConfigureAwait(false);
            }

            var error = Failure(result);
            var mayRepeat = error.Kind == ErrorKind.Transient && (_grant.CanRepeat || result.State == SendState.NotSent);
            if (!mayRepeat || attempt >= MaxAttempts)
            {
                _logger.TokenRefused(_connection, error.Kind, error.VendorCode);
                throw error;
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SendResult> PostAsync(CancellationToken cancellationToken)
    {
        var form = await _grant.CreateFormAsync(cancellationToken).ConfigureAwait(false);
        var body = string.Join('&', form.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));
        var request = new ConnectorRequest(HttpMethod.Post, _options.TokenEndpoint.AbsoluteUri)
        {
            Body = Encoding.ASCII.GetBytes(body),
            ContentType = "application/x-www-form-urlencoded",
            Headers = [new("Accept", "application/json")],
            Anonymous = true,
            Timeout = _options.Timeout,
        };
        return await _exchange.SendAsync(request, _options.TokenEndpoint, token: null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AccessToken> AcceptAsync(ConnectorResponse response, CancellationToken cancellationToken)
    {
        if (TokenResponse.TryParse(response.Body.Span) is not { AccessToken: { Length: > 0 } value } answer)
        {
            throw new ConnectorException(ErrorKind.Configuration, $"Connection '{_connection}': {_options.TokenEndpoint.Host} answered without a token. Check the token address.") { NotSent = true };
        }

        if (answer.RefreshToken is { Length: > 0 } refreshToken)
        {
            await _grant.AcceptRefreshTokenAsync(refreshToken, cancellationToken).ConfigureAwait(false);
        }

        return new AccessToken(value, _time.GetUtcNow() + Life(answer.ExpiresIn)) { BaseAddress = Instance(answer.InstanceUrl), Identity = answer.Identity, Scope = answer.Scope };
    }

    private TimeSpan Life(long? expiresIn)
    {
        if (expiresIn is not (> 0 and < 31_536_000))
        {
            return _options.DefaultLifetime;
        }

        var told = TimeSpan.FromSeconds(expiresIn.Value);
        return told - (_options.Margin < told / 2 ? _options.Margin : told / 2);
    }

    private Uri? Instance(string? instanceUrl)
    {
        if (string.IsNullOrEmpty(instanceUrl))
        {
            return null;
        }

        return Uri.TryCreate(instanceUrl, UriKind.Absolute, out var address) && _origins.Allows(address)
            ? address
            : throw new ConnectorException(ErrorKind.Configuration, $"Connection '{_connection}': the address told with the token is outside the allowed origins, so the token is not used.") { NotSent = true };
    }

    private ConnectorException Failure(SendResult result)
    {
        if (result.Response is not { } response)
        {
            var error = result.Error!;
            return new ConnectorException(error.Kind == ErrorKind.OutcomeUnknown ? ErrorKind.Transient : error.Kind, $"Connection '{_connection}': no token. {error.UserMessage.Replace($"Connection '{_connection}': ", "", StringComparison.Ordinal)}", error) { NotSent = true };
        }

        var code = TokenErrors.Known(TokenResponse.TryParse(response.Body.Span)?.Error);
        var (kind, text) = TokenErrors.Explain(response.Status, code);
        return new ConnectorException(kind, $"Connection '{_connection}': {_options.TokenEndpoint.Host} gave no token ({code ?? $"status {(int)response.Status}"}). {text}")
        {
            NotSent = true,
            VendorCode = code,
            RetryAfter = response.RetryAfter(_time),
            RequestId = response.RequestId,
        };
    }
}
