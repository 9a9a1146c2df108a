using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CrmErp.Sdk.Connectors.Http.Tests;

/// <summary>A request as it arrived.</summary>
internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What the server does with a request.</summary>
internal abstract record Reaction
{
    public sealed record Answer(int Status, string Body = "{}", string Headers = "") : Reaction;

    public sealed record CloseAfterReading : Reaction;

    public sealed record Hang : Reaction;

    public sealed record CutBody(int Status) : Reaction;
}

/// <summary>An HTTP server on sockets that can do what a web framework refuses to: drop, hang, cut.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly List<SeenRequest> _seen = [];

    public FaultServer(Func<SeenRequest, Reaction> react)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _loop = AcceptAsync(react);
    }

    public Uri Address { get; }

    public IReadOnlyList<SeenRequest> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<SeenRequest, Reaction> react)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), react));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<SeenRequest, Reaction> react)
    {
        using (client)
        {
            var stream = client.GetStream();
            try
            {
                while (await ReadAsync(stream) is { } request)
                {
                    lock (_seen)
                    {
                        _seen.Add(request);
                    }

                    if (!await ReactAsync(stream, react(request)))
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
            }
        }
    }

    private async Task<bool> ReactAsync(NetworkStream stream, Reaction reaction)
    {
        switch (reaction)
        {
            case Reaction.Answer answer:
                var body = Encoding.UTF8.GetBytes(answer.Body);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status} X\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{answer.Headers}\r\n"), _stop.Token);
                await stream.WriteAsync(body, _stop.Token);
                return true;
            case Reaction.CutBody cut:
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {cut.Status} X\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"), _stop.Token);
                return false;
            case Reaction.Hang:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return false;
            default:
                return false;
        }
    }

    private async Task<SeenRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "", StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var first = lines[0].Split(' ');
        return new SeenRequest(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }
}
