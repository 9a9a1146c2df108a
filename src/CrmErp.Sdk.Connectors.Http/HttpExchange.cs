using System.Net;
using System.Net.Http.Headers;
using CrmErp.Sdk.Connectors.Http.Auth;
using Microsoft.Extensions.Logging;

namespace CrmErp.Sdk.Connectors.Http;

// One attempt on the wire: a request out, an answer in or a verdict about its fate. No retries, no tokens of its own.
internal sealed class HttpExchange(ConnectionId connection, ConnectorHttpOptions options, IHttpClientFactory clients, TimeProvider time, ILogger logger)
{
    public async Task<SendResult> SendAsync(ConnectorRequest request, Uri address, AccessToken? token, CancellationToken cancellationToken)
    {
        if (request.NotAfter is { } deadline && time.GetUtcNow() > deadline)
        {
            return SendResult.AfterDeadline(DeadlineError());
        }

        using var timeout = new CancellationTokenSource(request.Timeout ?? options.AttemptTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var message = CreateMessage(request, address, token);
        var started = time.GetTimestamp();
        HttpResponseMessage? answer = null;
        try
        {
            var client = clients.CreateClient(ConnectorHttpClient.NameOf(connection));
            answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            var response = new ConnectorResponse(answer, await ReadBodyAsync(request, answer, both.Token).ConfigureAwait(false), address);
            logger.Answered(connection, request.Method, Redactor.Describe(address), (int)answer.StatusCode, (long)time.GetElapsedTime(started).TotalMilliseconds, null);
            return SendResult.Answered(response);
        }
        catch (Exception e) when (IsTransport(e) && !cancellationToken.IsCancellationRequested)
        {
            var result = Judge(e, request, message.Content as DeadlineContent, answer, address);
            if (result.State != SendState.Answered)
            {
                answer?.Dispose();
                logger.NoAnswer(connection, request.Method, Redactor.Describe(address), result.State, result.Error!.Kind);
            }

            return result;
        }
        catch
        {
            answer?.Dispose();
            throw;
        }
    }

    private static bool IsTransport(Exception e) => e is HttpRequestException or IOException or OperationCanceledException or InvalidDataException;

    private async Task<PooledBody?> ReadBodyAsync(ConnectorRequest request, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (request.StreamResponse && answer.IsSuccessStatusCode)
        {
            return null;
        }

        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await PooledBody.ReadAsync(stream, answer.Content.Headers.ContentLength, options.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage CreateMessage(ConnectorRequest request, Uri address, AccessToken? token)
    {
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        foreach (var (name, value) in options.Headers.Where(h => !request.Headers.Any(r => string.Equals(r.Key, h.Key, StringComparison.OrdinalIgnoreCase))))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        }

        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
        {
            message.Content = new DeadlineContent(request.Body, request.NotAfter, time);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.Body.IsEmpty ? null : request.ContentType);
        }

        return message;
    }

    private SendResult Judge(Exception e, ConnectorRequest request, DeadlineContent? content, HttpResponseMessage? answer, Uri address)
    {
        if (answer is { IsSuccessStatusCode: false })
        {
            // The verdict stands in the status; only the words were lost.
            return SendResult.Answered(new ConnectorResponse(answer, null, address));
        }

        if (content is { DeadlinePassed: true, Started: false })
        {
            return SendResult.AfterDeadline(DeadlineError());
        }

        var neverSent = answer is null && (content is { Started: false } || NeverConnected(e));
        var error = Explain(e, address, neverSent);
        return neverSent ? SendResult.NotSent(error) : SendResult.Unknown(request.Idempotent ? error : Uncertain(error));
    }

    private static bool NeverConnected(Exception e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private ConnectorException Explain(Exception e, Uri address, bool neverSent)
    {
        var host = address.Authority;
        var (kind, text) = e switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => (ErrorKind.Transient, $"the host name '{host}' is not found. Check the address and this machine's network."),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => (ErrorKind.Configuration, $"'{host}' offers no TLS connection that this machine trusts. Check the certificate and the address; it is never called without TLS."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => (ErrorKind.Transient, $"'{host}' does not accept connections."),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => (ErrorKind.Configuration, $"the proxy refuses the way to '{host}'. Check the proxy settings of this machine."),
            InvalidDataException => (ErrorKind.Internal, $"the answer of '{host}' cannot be read: {e.Message}"),
            OperationCanceledException => (ErrorKind.Transient, $"'{host}' did not answer in time."),
            _ => (ErrorKind.Transient, $"the connection to '{host}' broke."),
        };
        return new ConnectorException(kind, $"Connection '{connection}': {text}", e) { NotSent = neverSent };
    }

    private static ConnectorException Uncertain(ConnectorException error) => new(ErrorKind.OutcomeUnknown, error.UserMessage + " The request may have been received.", error.InnerException);

    private ConnectorException DeadlineError() => new(ErrorKind.Transient, $"Connection '{connection}': the send deadline had passed, so nothing was sent.") { NotSent = true };
}
