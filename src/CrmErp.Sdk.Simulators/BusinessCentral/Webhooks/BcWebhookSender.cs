using System.Net.Http.Headers;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;

/// <summary>Sends handshakes and notifications.</summary>
internal sealed class BcWebhookSender : IDisposable
{
    private readonly HttpMessageInvoker _client;
    private readonly bool _own;

    public BcWebhookSender(HttpMessageInvoker? client)
    {
        _own = client is null;
        _client = client ?? new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    /// <summary>Whether the address answers 200 with the token as its body.</summary>
    public async Task<bool> HandshakeAsync(string url, string token, CancellationToken cancellationToken)
    {
        var separator = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}{separator}validationToken={token}") { Content = new ByteArrayContent([]) };
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                && await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false) == token;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The status of the answer; 0 when there was none.</summary>
    public async Task<int> SendAsync(string url, byte[] body, Guid correlation, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("clientRequestId", correlation.ToString("D"));
        request.Headers.Add("x-ms-correlation-id", correlation.ToString("D"));
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        if (_own)
        {
            _client.Dispose();
        }
    }
}
