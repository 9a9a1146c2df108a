using System.Text;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.OAuth;
using CrmErp.Sdk.Simulators.Salesforce.Api;
using CrmErp.Sdk.Simulators.Salesforce.Auth;
using CrmErp.Sdk.Simulators.Salesforce.Bulk;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Rules;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce;

/// <summary>
/// A Salesforce org: REST API v60.0 to v67.0 with SOQL, collections, composite requests, replication, describe, Bulk API 2.0 and OAuth,
/// over stateful data with the rules of accounts, contacts, products, price books, opportunities and orders.
/// Serve it with <see cref="SimulatorHost.StartAsync"/>.
/// </summary>
public sealed class SalesforceSimulator : ISimulator
{
    private readonly SalesforceOrg _org;
    private readonly ApiRouter _router;
    private readonly ItemFaults _itemFaults;
    private readonly IngestCalls _ingest;
    private readonly BulkQueryCalls _bulkQueries;
    private readonly LimitCalls _limits;
    private readonly QueryCursors _cursors;
    private readonly TokenEndpoint _oauth;

    /// <summary>Creates an org with its users, its standard price book, and the custom schema when <see cref="SalesforceOptions.Provisioned"/> says so.</summary>
    public SalesforceSimulator(SalesforceOptions? options = null)
    {
        options ??= new SalesforceOptions();
        State = new SimulatorState(options, TimeSpan.FromSeconds(1));
        Tokens = new TokenAuthority(options.Clients, options.TokenLifetime, State.Ids, options.Time);
        _org = new SalesforceOrg(State.Database) { Currencies = options.Currencies };
        var writer = new SObjectWriter(_org, options.DuplicateRules);
        var catalog = new SalesforceOrg(new SimulatorState(options, TimeSpan.FromSeconds(1)).Database);
        var tooling = new ToolingCalls(new Customization(_org, options.HideNewFields), catalog);
        NewOrg.Fill(_org, tooling, options);
        _limits = new LimitCalls(options.Time, options.DailyApiRequests);
        _cursors = new QueryCursors(options.Time);
        _router = new ApiRouter(_org, writer, _cursors, tooling, _limits, options.ChildPageSize);
        _itemFaults = new ItemFaults(State.Faults);
        _ingest = new IngestCalls(_org, new IngestRunner(_org, writer), options);
        _bulkQueries = new BulkQueryCalls(_org, options);
        _oauth = new TokenEndpoint(Tokens, _org, options, State.Ids);
        Admin = new SalesforceAdmin(_org, writer, tooling, _limits, _cursors);
        People = new PeopleEdits(Admin);
    }

    /// <inheritdoc/>
    public string Name => "salesforce";

    /// <inheritdoc/>
    public SimulatorState State { get; }

    /// <inheritdoc/>
    public TokenAuthority Tokens { get; }

    /// <inheritdoc/>
    public ISimulatorAdmin Admin { get; }

    /// <summary>What people do in the user interface. Actions: <c>merge</c>, <c>undelete</c>, <c>purgeDeleteLog</c>, <c>spendApiCalls</c>, <c>setDailyApiRequests</c>, <c>expireQueryLocators</c>, <c>addField</c>, <c>addObject</c>.</summary>
    public PeopleEdits People { get; }

    /// <summary>The id of the organization, 18 characters.</summary>
    public string OrganizationId => _org.Id;

    /// <summary>The id of the standard price book.</summary>
    public string StandardPricebookId => _org.StandardPricebookId;

    /// <summary>Calls counted within the last 24 hours.</summary>
    public long ApiCallsUsed => _limits.Used;

    /// <inheritdoc/>
    public void Describe(SimulatorRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestNames.Describe(request);
    }

    /// <inheritdoc/>
    public ValueTask<SimulatorReply> HandleAsync(SimulatorRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Handle(request));
    }

    /// <inheritdoc/>
    public SimulatorReply Error(SimulatorRequest request, int status, string? code)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Render(ApiAnswer.Of(ItemFaults.Scripted(status, code), status), new SimulatorReply(status));
    }

    private SimulatorReply Handle(SimulatorRequest request)
    {
        if (request.Kind == RequestKind.Token)
        {
            return _oauth.Handle(request);
        }

        if (request.Path.StartsWith("/id/", StringComparison.Ordinal))
        {
            return _oauth.Identity(request);
        }

        if (request.Path.TrimEnd('/') == "/services/data")
        {
            return Render(DescribeCalls.Versions(), new SimulatorReply(200));
        }

        var call = ApiCall.Of(request);
        if (!request.Path.StartsWith("/services/data/", StringComparison.Ordinal) || !ApiVersions.IsServed(call.Version))
        {
            return Render(ApiAnswer.Of(new SalesforceError(ErrorCodes.NotFound, "The requested resource does not exist")), new SimulatorReply(404));
        }

        if (request.Token != TokenState.Valid)
        {
            return Render(ApiAnswer.Of(new SalesforceError(ErrorCodes.InvalidSessionId, "Session expired or invalid")), new SimulatorReply(401));
        }

        var reply = _limits.TryTake() ? Answer(call) : Render(LimitCalls.Exceeded(), new SimulatorReply(403));
        return reply.With("Sforce-Limit-Info", _limits.Header());
    }

    private SimulatorReply Answer(ApiCall call)
    {
        try
        {
            if (call.Segments is ["jobs", var kind, ..])
            {
                var answer = kind == "query" ? _bulkQueries.Handle(call) : _ingest.Handle(call);
                return Render(answer, new SimulatorReply(answer.Status));
            }

            if (ApiRouter.IsRead(call))
            {
                return _org.Database.Read(() => Render(_router.Read(call), new SimulatorReply(200)));
            }

            ApiRouter.Prepare(call, _itemFaults);
            return _org.Database.Write(call.Client, t => Render(_router.Write(call, t), new SimulatorReply(200)), call.Request.Faults.CommitDelay);
        }
        catch (SalesforceException e)
        {
            return Render(ApiAnswer.Of(e.Error, e.Status), new SimulatorReply(400));
        }
    }

    private static SimulatorReply Render(ApiAnswer answer, SimulatorReply reply)
    {
        reply.Status = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            reply.With(name, value);
        }

        if (answer.Text is { } text)
        {
            reply.ContentType = text.ContentType;
            Encoding.UTF8.GetBytes(text.Text, reply.Body);
        }
        else if (answer.Body is { } body)
        {
            reply.ContentType = "application/json;charset=UTF-8";
            using var writer = reply.JsonWriter();
            body(writer);
        }

        return reply;
    }
}
