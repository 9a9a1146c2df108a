using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>Finds out what a request is from its method and path.</summary>
internal static class BcRequests
{
    private const string ApiMarker = "/api/v2.0";

    /// <summary>Splits a path at the API root: environment part and what follows; null when it is another address.</summary>
    public static (string Prefix, string Path)? Api(string path)
    {
        var at = path.IndexOf(ApiMarker, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || !path.StartsWith("/v2.0/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = at + ApiMarker.Length;
        return end == path.Length ? (path[..end], "") : path[end] == '/' ? (path[..end], path[(end + 1)..]) : null;
    }

    public static bool IsToken(string path) => path.EndsWith("/oauth2/v2.0/token", StringComparison.OrdinalIgnoreCase);

    public static void Describe(BcEnvironment environment, SimulatorRequest request)
    {
        if (IsToken(request.Path))
        {
            request.Kind = RequestKind.Token;
            return;
        }

        if (Api(request.Path) is not (_, var path))
        {
            return;
        }

        var segments = BcSegment.Parse(path);
        request.Object = BcPaths.ObjectOf(environment.Model, segments);
        request.Operation = OperationOf(request.Method, segments);
    }

    public static RequestOperation OperationOf(string method, List<BcSegment> segments)
    {
        if (segments.Count == 0)
        {
            return RequestOperation.Other;
        }

        var last = segments[^1];
        return (method, last) switch
        {
            (_, { Name: "$batch" }) => RequestOperation.Batch,
            (_, { Name: "$metadata" or "entityDefinitions" }) => RequestOperation.Other,
            ("POST", _) when BcPaths.IsAction(last.Name) => RequestOperation.Action,
            ("POST", _) => RequestOperation.Create,
            ("PATCH", _) => RequestOperation.Update,
            ("DELETE", _) => RequestOperation.Delete,
            _ => RequestOperation.Read,
        };
    }
}
