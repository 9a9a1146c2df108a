using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.OAuth;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>The service behind one environment: addresses, authentication, limits, and which part answers.</summary>
internal sealed class BcSystem : ISimulator, IDisposable
{
    private const string SupportedResources = "/webhookSupportedResources";

    private readonly BcEnvironment _environment;
    private readonly BcTokens _tokens;
    private readonly BcApi _api;
    private readonly BcBatch _batch;
    private readonly BcSubscriptionsApi _subscriptions;
    private readonly BcClientGate _gate;
    private readonly SlidingWindow _rate;

    public BcSystem(BcEnvironment environment)
    {
        _environment = environment;
        var options = environment.Options;
        Tokens = new TokenAuthority(options.Clients, options.TokenLifetime, environment.State.Ids, environment.State.Time);
        _tokens = new BcTokens(environment, Tokens);
        Writes = new BcWrites();
        _api = new BcApi(environment, Writes);
        _batch = new BcBatch(environment, Records);
        Webhooks = new BcWebhooks(environment);
        _subscriptions = new BcSubscriptionsApi(Webhooks);
        _gate = new BcClientGate(options.ConcurrentRequests, options.QueuedRequests);
        _rate = new SlidingWindow(options.RequestsPerFiveMinutes, TimeSpan.FromMinutes(5), environment.State.Time);
        Admin = new BcAdmin(environment, Writes);
    }

    public string Name => "businesscentral";

    public SimulatorState State => _environment.State;

    public TokenAuthority Tokens { get; }

    public ISimulatorAdmin Admin { get; }

    public BcWrites Writes { get; }

    public BcWebhooks Webhooks { get; }

    public void Describe(SimulatorRequest request) => BcRequests.Describe(_environment, request);

    public SimulatorReply Error(SimulatorRequest request, int status, string? code) => BcErrors.Reply(_environment, status, code);

    public async ValueTask<SimulatorReply> HandleAsync(SimulatorRequest request, CancellationToken cancellationToken)
    {
        if (BcRequests.IsToken(request.Path))
        {
            return _tokens.Answer(request);
        }

        if (request.Token != TokenState.Valid)
        {
            return Error(request, 401, null).With("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }

        if (!_rate.TryTake(request.ClientName, out _, out _) || await _gate.EnterAsync(request.ClientName, cancellationToken).ConfigureAwait(false) is not { } turn)
        {
            return Error(request, 429, null);
        }

        using (turn)
        {
            try
            {
                return await RouteAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (BcException exception)
            {
                return BcErrors.Reply(_environment, exception);
            }
        }
    }

    public void Dispose()
    {
        Webhooks.Dispose();
        _gate.Dispose();
    }

    private async ValueTask<SimulatorReply> RouteAsync(SimulatorRequest request, CancellationToken cancellationToken)
    {
        if (request.Path.StartsWith("/environments/", StringComparison.Ordinal))
        {
            return BcDirectory.Environments(_environment, request.Origin);
        }

        if (request.Path.EndsWith(SupportedResources, StringComparison.Ordinal))
        {
            return BcDirectory.SupportedResources(_environment);
        }

        if (BcRequests.Api(request.Path) is not var (prefix, path))
        {
            throw BcException.NotFound("The resource was not found.");
        }

        CheckEnvironment(prefix);
        var root = $"{request.Origin}{prefix}/";
        if (path == "$batch")
        {
            return Batch(request, root);
        }

        var call = Call(request, root, path);
        var segments = BcSegment.Parse(path);
        return segments is [{ Name: "subscriptions", Key: var key }]
            ? await _subscriptions.AnswerAsync(call, key, cancellationToken).ConfigureAwait(false)
            : Records(call);
    }

    /// <summary>Answers everything that a batch may hold; an error is an answer.</summary>
    private SimulatorReply Records(BcCall call)
    {
        try
        {
            var segments = BcSegment.Parse(call.Path);
            return segments switch
            {
                [] => BcDirectory.Service(_environment, call),
                [{ Name: "$metadata" }] => BcMetadata.Document(_environment.Model),
                [{ Name: "entityDefinitions" }] => BcMetadata.Definitions(_environment.Model),
                [{ Name: "companies" } company] when call.Method == "GET" => BcDirectory.Companies(_environment, call, company.Key),
                _ => _api.Answer(call, segments),
            };
        }
        catch (BcException exception)
        {
            return BcErrors.Reply(_environment, exception);
        }
    }

    private SimulatorReply Batch(SimulatorRequest request, string root)
    {
        if (request.Method != "POST")
        {
            throw new BcException(405, "BadRequest_MethodNotAllowed", "A batch is sent with POST.");
        }

        var type = request.Header("Content-Type") ?? "";
        if (type.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase))
        {
            return BcMultipartBatch.Write(_batch.Run(request, root, BcMultipartBatch.Read(request.Body, type)), _environment.State.Ids.NextGuid());
        }

        return BcJsonBatch.Write(_batch.Run(request, root, BcJsonBatch.Read(request.Body)));
    }

    private static BcCall Call(SimulatorRequest request, string root, string path) => new()
    {
        Method = request.Method,
        Path = path,
        RawQuery = request.RawQuery,
        Root = root,
        Client = request.ClientName,
        Header = request.Header,
        Body = request.Body,
        Faults = request.Faults,
    };

    private void CheckEnvironment(string prefix)
    {
        // /v2.0/{tenant}/{environment}/api/v2.0 or without the tenant.
        var parts = prefix.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var tenant = parts.Length == 5 ? parts[1] : null;
        var environment = parts.Length is 4 or 5 ? parts[^3] : "";
        if (!string.Equals(environment, _environment.Options.Environment, StringComparison.OrdinalIgnoreCase))
        {
            throw new BcException(404, "NoEnvironment", $"Environment '{environment}' does not exist.");
        }

        if (tenant is not null && !string.Equals(tenant, _environment.Options.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            throw new BcException(401, "Authentication_InvalidCredentials", "The server has rejected the client credentials.");
        }
    }
}
