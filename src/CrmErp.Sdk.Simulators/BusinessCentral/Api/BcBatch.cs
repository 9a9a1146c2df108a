using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>
/// Runs a batch, in order. By default every operation stands alone and the first error ends it; with
/// <c>Prefer: odata.continue-on-error</c> it goes on; with <c>Isolation: snapshot</c> one failure undoes all, although earlier operations
/// still report success. A change set of a multipart batch is one transaction.
/// </summary>
internal sealed class BcBatch
{
    public const int MaxOperations = 100;

    private readonly BcEnvironment _environment;
    private readonly Func<BcCall, SimulatorReply> _answer;

    public BcBatch(BcEnvironment environment, Func<BcCall, SimulatorReply> answer)
    {
        _environment = environment;
        _answer = answer;
    }

    /// <summary>Runs the operations; gives the replies of those that were run, in order.</summary>
    public List<(BcBatchItem Item, SimulatorReply Reply)> Run(SimulatorRequest request, string root, IReadOnlyList<BcBatchItem> items)
    {
        if (items.Count > MaxOperations)
        {
            throw BcException.BadRequest($"The batch holds {items.Count} operations; {MaxOperations} are allowed.");
        }

        request.BatchItems = items.Count;
        if (items.All(i => i.Method == "GET"))
        {
            request.Kind = RequestKind.Read;
        }

        var goOn = (request.Header("Prefer") ?? "").Contains("continue-on-error", StringComparison.OrdinalIgnoreCase);
        return string.Equals(request.Header("Isolation"), "snapshot", StringComparison.OrdinalIgnoreCase)
            ? AsOne(request, root, items, goOn)
            : OneByOne(request, root, items, goOn);
    }

    private List<(BcBatchItem Item, SimulatorReply Reply)> OneByOne(SimulatorRequest request, string root, IReadOnlyList<BcBatchItem> items, bool goOn)
    {
        var replies = new List<(BcBatchItem Item, SimulatorReply Reply)>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].ChangeSet >= 0)
            {
                var set = items.Skip(i).TakeWhile(x => x.ChangeSet == items[i].ChangeSet).ToList();
                replies.AddRange(ChangeSet(request, root, set, i));
                i += set.Count - 1;
            }
            else
            {
                replies.Add((items[i], Answer(request, root, items[i], i, null)));
            }

            if (!goOn && replies[^1].Reply.Status >= 400)
            {
                break;
            }
        }

        return replies;
    }

    private List<(BcBatchItem Item, SimulatorReply Reply)> ChangeSet(SimulatorRequest request, string root, List<BcBatchItem> set, int offset)
    {
        var replies = AsOne(request, root, set, goOn: false, offset);
        var failed = replies.FindIndex(r => r.Reply.Status >= 400);
        if (failed < 0)
        {
            return replies;
        }

        // The answer to a change set that failed is its one error.
        for (var i = 0; i < replies.Count; i++)
        {
            if (i != failed)
            {
                replies[i].Reply.Dispose();
            }
        }

        return [replies[failed]];
    }

    private List<(BcBatchItem Item, SimulatorReply Reply)> AsOne(
        SimulatorRequest request, string root, IReadOnlyList<BcBatchItem> items, bool goOn, int offset = 0) =>
        _environment.State.Database.Write(
            request.ClientName,
            transaction =>
            {
                var replies = new List<(BcBatchItem Item, SimulatorReply Reply)>(items.Count);
                var failed = false;
                for (var i = 0; i < items.Count && (goOn || !failed); i++)
                {
                    var reply = Answer(request, root, items[i], offset + i, transaction);
                    replies.Add((items[i], reply));
                    failed |= reply.Status >= 400;
                }

                if (failed)
                {
                    transaction.RollBack(0);
                }

                return replies;
            },
            request.Faults.CommitDelay);

    private SimulatorReply Answer(SimulatorRequest request, string root, BcBatchItem item, int index, Transaction? ambient)
    {
        var (path, query) = Split(root, item.Url);
        var call = new BcCall
        {
            Method = item.Method,
            Path = path,
            RawQuery = query,
            Root = root,
            Client = request.ClientName,
            Header = name => item.Headers.GetValueOrDefault(name),
            Body = item.Body,
            Faults = request.Faults,
            Ambient = ambient,
        };
        var segments = BcSegment.Parse(path);
        var target = new FaultTarget(
            request.ClientName, item.Method, "/" + path, BcPaths.ObjectOf(_environment.Model, segments), BcRequests.OperationOf(item.Method, segments), index);
        return _environment.State.Faults.FailsItem(request, target, out var status, out var code)
            ? BcErrors.Reply(_environment, status, code)
            : _answer(call);
    }

    private static (string Path, string Query) Split(string root, string url)
    {
        if (url.StartsWith(root, StringComparison.OrdinalIgnoreCase))
        {
            url = url[root.Length..];
        }
        else if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            url = absolute.PathAndQuery;
        }

        var marker = url.IndexOf("/api/v2.0/", StringComparison.Ordinal);
        url = (marker >= 0 ? url[(marker + "/api/v2.0/".Length)..] : url).TrimStart('/');
        var question = url.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (Uri.UnescapeDataString(url), "") : (Uri.UnescapeDataString(url[..question]), url[(question + 1)..]);
    }
}
