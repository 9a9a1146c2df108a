using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>One request from arrival to the last byte: attribution, faults, the simulator, the log, hooks.</summary>
internal sealed class RequestPipeline
{
    private readonly ISimulator _simulator;
    private readonly AdminApi _admin;

    public RequestPipeline(ISimulator simulator)
    {
        _simulator = simulator;
        _admin = new AdminApi(simulator);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var request = await ReadAsync(context, cancellationToken).ConfigureAwait(false);
        if (request.Path.StartsWith(AdminApi.Root, StringComparison.Ordinal))
        {
            await _admin.InvokeAsync(context, request).ConfigureAwait(false);
            return;
        }

        var arrived = _simulator.State.Time.GetUtcNow();
        Attribute(request);
        _simulator.Describe(request);
        _simulator.State.Faults.Apply(request);
        using var reply = await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        _simulator.State.Requests.Add(request, arrived, reply?.Status ?? 0);
        if (reply is null)
        {
            context.Abort();
            return;
        }

        await SendAsync(context, reply, cancellationToken).ConfigureAwait(false);
        await request.Faults.CallAsync(FaultPoint.AfterReply, request, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<SimulatorRequest> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var http = context.Request;
        ReadOnlyMemory<byte> body = default;
        if (http.ContentLength is > 0)
        {
            var bytes = new byte[(int)http.ContentLength.Value];
            await http.Body.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            body = bytes;
        }
        else if (http.Headers.TransferEncoding.Count > 0)
        {
            using var buffer = new MemoryStream();
            await http.Body.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
            body = buffer.ToArray();
        }

        body = await ContentDecoding.DecodeAsync(body, http.Headers.ContentEncoding, cancellationToken).ConfigureAwait(false);
        var query = http.QueryString.Value is { Length: > 1 } text ? text[1..] : "";
        return new SimulatorRequest(http.Method.ToUpperInvariant(), http.Path.Value ?? "/", query, http.Headers, body, $"http://{http.Host.Value}");
    }

    private void Attribute(SimulatorRequest request)
    {
        request.Token = _simulator.Tokens.Check(request.Header("Authorization"), out var client, out var token);
        request.Client = client;
        request.AccessToken = token;
    }

    /// <summary>The reply, or null when the connection is to be cut.</summary>
    private async ValueTask<SimulatorReply?> AnswerAsync(SimulatorRequest request, CancellationToken cancellationToken)
    {
        var faults = request.Faults;
        if (faults.LoseRequest)
        {
            return null;
        }

        if (faults.ExpireToken)
        {
            _simulator.Tokens.Revoke(request.AccessToken);
            Attribute(request);
        }

        await WaitAsync(faults, cancellationToken).ConfigureAwait(false);
        await faults.CallAsync(FaultPoint.BeforeExecute, request, cancellationToken).ConfigureAwait(false);
        if (faults.Status is { } status)
        {
            return Scripted(request, status);
        }

        // What the server has begun it finishes, also when the client is gone.
        var reply = await _simulator.HandleAsync(request, CancellationToken.None).ConfigureAwait(false);
        await faults.CallAsync(FaultPoint.AfterCommitBeforeReply, request, CancellationToken.None).ConfigureAwait(false);
        if (!faults.LoseReply)
        {
            return reply;
        }

        reply.Dispose();
        return null;
    }

    private async Task WaitAsync(RequestFaults faults, CancellationToken cancellationToken)
    {
        if (faults.Delay > TimeSpan.Zero)
        {
            await Task.Delay(faults.Delay, _simulator.State.Time, cancellationToken).ConfigureAwait(false);
        }

        if (faults.Gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private SimulatorReply Scripted(SimulatorRequest request, Fault.StatusFault status)
    {
        var reply = status.Body is { } body
            ? SimulatorReply.Text(status.Code, body.Text, body.ContentType)
            : _simulator.Error(request, status.Code, status.VendorCode);
        if (status.RetryAfter is { } wait)
        {
            reply.With("Retry-After", ((long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return reply;
    }

    private async Task SendAsync(HttpContext context, SimulatorReply reply, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.Headers.Date = _simulator.State.Time.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = StringValues.Concat(response.Headers[name], value);
        }

        var body = reply.Written;
        response.ContentType = reply.ContentType;
        if (reply.Status is not (204 or 304))
        {
            response.ContentLength = body.Length;
        }

        try
        {
            if (body.Length > 0 && context.Request.Method != "HEAD")
            {
                await response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
            }

            await response.CompleteAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client went away; what was committed stays committed.
        }
    }
}
