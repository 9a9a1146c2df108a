using System.Globalization;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.OData;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>The operations on records: lists, single records, writes, actions.</summary>
internal sealed class BcApi
{
    private readonly BcEnvironment _environment;
    private readonly BcPages _pages = new();

    public BcApi(BcEnvironment environment, BcWrites writes)
    {
        _environment = environment;
        Writes = writes;
    }

    public BcWrites Writes { get; }

    /// <summary>Answers one operation on records; throws <see cref="BcException"/> for what the service refuses.</summary>
    public SimulatorReply Answer(BcCall call, List<BcSegment> segments)
    {
        if (call.Method != "GET" && string.Equals(call.Header("Data-Access-Intent"), "ReadOnly", StringComparison.OrdinalIgnoreCase))
        {
            throw BcException.BadRequest("A request with the data access intent ReadOnly cannot write.");
        }

        var target = _environment.State.Database.Read(() => BcPaths.Resolve(_environment, call, segments));
        return (call.Method, target) switch
        {
            ("GET", { Count: true }) => Number(call, target),
            ("GET", { Key: null }) => List(call, target),
            ("GET", _) => Single(call, target),
            ("POST", { Action: { } action }) => Act(call, target, action),
            ("POST", { Key: null }) => Create(call, target),
            ("PATCH", { Key: { } key, Action: null }) => Update(call, target, key),
            ("DELETE", { Key: { } key, Action: null }) => Delete(call, target, key),
            _ => throw new BcException(405, "BadRequest_MethodNotAllowed", $"The method {call.Method} is not allowed here."),
        };
    }

    /// <summary>Runs a transaction of this operation: its own, or a part of the batch's.</summary>
    public T Write<T>(BcCompany company, string client, bool people, TimeSpan visibleAfter, Transaction? ambient, Func<BcWork, T> body)
    {
        if (ambient is null)
        {
            return _environment.State.Database.Write(client, t => body(new BcWork(_environment, company, t, people)), visibleAfter);
        }

        var savepoint = ambient.Savepoint;
        try
        {
            return body(new BcWork(_environment, company, ambient, people));
        }
        catch (BcException)
        {
            ambient.RollBack(savepoint);
            throw;
        }
    }

    private T Write<T>(BcCall call, BcTarget target, Func<BcWork, T> body) =>
        Write(target.Company, call.Client, people: false, call.Faults.CommitDelay, call.Ambient, body);

    private SimulatorReply List(BcCall call, BcTarget target)
    {
        var query = BcQueryParser.Parse(_environment.Model, target.Entity, call.Query);
        CheckParent(target, query);
        var size = int.TryParse(call.Preference("odata.maxpagesize"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted > 0
            ? Math.Min(wanted, _environment.Options.MaxPageSize)
            : _environment.Options.MaxPageSize;
        var (page, nodes) = _environment.State.Database.Read(() =>
        {
            var page = _pages.Read(target.Company, target.Table, target.Parent, query, size, call.Faults);
            return (page, BcExpansion.Nodes(target.Company, target.Entity, page.Records, query));
        });
        var next = page.Next is { } token ? NextLink(call, token) : null;
        var reply = BcReplies.Page(target.Company, nodes, Context(call, target), page.Count, next);
        return wanted > 0 ? reply.With("Preference-Applied", $"odata.maxpagesize={size}") : reply;
    }

    private SimulatorReply Number(BcCall call, BcTarget target)
    {
        var query = BcQueryParser.Parse(_environment.Model, target.Entity, call.Query);
        CheckParent(target, query);
        var count = _environment.State.Database.Read(() => new BcReadPlan(target.Company, target.Table, target.Parent, query).Matches(null).Count());
        return SimulatorReply.Text(200, count.ToString(CultureInfo.InvariantCulture), "text/plain");
    }

    private static void CheckParent(BcTarget target, BcQuery query)
    {
        if (target.Entity.ParentRequired is not { } message || target.Parent is not null)
        {
            return;
        }

        var keys = BcFilterBounds.Of(query.Filter).Keys;
        if (!keys.ContainsKey("id") && !keys.ContainsKey(target.Entity.ParentField!))
        {
            throw BcException.Dialog(message);
        }
    }

    private SimulatorReply Single(BcCall call, BcTarget target)
    {
        var query = BcQueryParser.Parse(_environment.Model, target.Entity, call.Query);
        var node = _environment.State.Database.Read(() => BcExpansion.Node(target.Company, target.Entity, Record(target), query));
        return BcReplies.Entity(200, target.Company, node, Context(call, target) + "/$entity");
    }

    private static StoredRecord Record(BcTarget target)
    {
        var key = target.Key!;
        if (target.Entity.Set == "contactsInformation")
        {
            return BcContactsInformation.Of(target.Company, target.Parent?.Value ?? "").FirstOrDefault(r => r.Id == key)
                ?? throw BcException.Missing(target.Entity, key);
        }

        var record = target.Table.Records.Find(key) ?? throw BcException.Missing(target.Entity, key);
        return target.Parent is not { } parent || string.Equals(record[target.Entity.Schema.Slot(parent.Field)] as string, parent.Value, StringComparison.OrdinalIgnoreCase)
            ? record
            : throw BcException.Missing(target.Entity, key);
    }

    private SimulatorReply Create(BcCall call, BcTarget target)
    {
        var body = call.JsonBody();
        var query = BcQueryParser.Parse(_environment.Model, target.Entity, call.Query);
        var node = Write(call, target, work =>
        {
            var record = Writes.Create(work, target.Entity, target.Parent, body);
            return BcExpansion.Node(target.Company, target.Entity, record, query);
        });
        var location = $"{call.Root}companies({target.Company.Id})/{target.Entity.Set}({node.Record.Id})";
        return call.NoContent
            ? BcReplies.Empty(204).With("OData-EntityId", location).With("Location", location).With("ETag", BcETag.Of(node.Record.Version))
            : BcReplies.Entity(201, target.Company, node, Context(call, target) + "/$entity").With("Location", location);
    }

    private SimulatorReply Update(BcCall call, BcTarget target, string key)
    {
        var ifMatch = call.Header("If-Match");
        if (!BcETag.IsToken(ifMatch))
        {
            throw BcException.NoIfMatch();
        }

        var body = call.JsonBody();
        var query = BcQueryParser.Parse(_environment.Model, target.Entity, call.Query);
        var node = Write(call, target, work => BcExpansion.Node(target.Company, target.Entity, Writes.Update(work, target.Entity, key, ifMatch, body), query));
        return call.NoContent
            ? BcReplies.Empty(204).With("ETag", BcETag.Of(node.Record.Version))
            : BcReplies.Entity(200, target.Company, node, Context(call, target) + "/$entity");
    }

    private SimulatorReply Delete(BcCall call, BcTarget target, string key)
    {
        // The documentation calls the token required; the service checks it only when it is there.
        var ifMatch = call.Header("If-Match");
        if (ifMatch is not null && !BcETag.IsToken(ifMatch))
        {
            throw BcException.NoIfMatch();
        }

        Write(call, target, work =>
        {
            Writes.Delete(work, target.Entity, key, ifMatch);
            return true;
        });
        return BcReplies.Empty(204);
    }

    private SimulatorReply Act(BcCall call, BcTarget target, string action)
    {
        var invoice = Write(call, target, work => BcWrites.Act(work, target.Entity, target.Key!, action));
        var reply = BcReplies.Empty(204);
        return invoice is null ? reply : reply.With("Location", $"{call.Root}companies({target.Company.Id})/salesInvoices({invoice})");
    }

    private static string Context(BcCall call, BcTarget target) => $"{call.Root}$metadata#companies({target.Company.Id})/{target.Entity.Set}";

    private static string NextLink(BcCall call, BcPageToken token)
    {
        var kept = call.RawQuery.Split('&').Where(p => p.Length > 0 && !p.StartsWith("$skiptoken=", StringComparison.Ordinal)
            && !p.StartsWith("%24skiptoken=", StringComparison.OrdinalIgnoreCase) && !p.StartsWith("aid=", StringComparison.Ordinal));
        return $"{call.Root}{call.Path}?{string.Join('&', kept.Append("aid=FIN").Append("$skiptoken=" + token.Format()))}";
    }
}
