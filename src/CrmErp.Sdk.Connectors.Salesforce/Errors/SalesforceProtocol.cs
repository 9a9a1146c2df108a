using System.Globalization;
using System.Net;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Quotas;

namespace CrmErp.Sdk.Connectors.Salesforce.Errors;

/// <summary>What Salesforce writes into answers beside the data.</summary>
internal sealed class SalesforceProtocol : IVendorProtocol
{
    private static readonly string[] RequestIdHeaders = ["X-SFDC-Request-Id", "Sforce-Request-Id", "X-Request-Id"];

    public string DisplayName => "Salesforce";

    public HttpFault Classify(ConnectorResponse response)
    {
        var error = ErrorReader.Read(response.Body) is [var first, ..] ? first : null;
        var kind = ErrorTable.ForCall(response.Status, error);
        return new HttpFault(kind, error is { Code.Length: > 0 } ? error.Code : $"HTTP {(int)response.Status}", error?.Message ?? "", error is { Fields: [var field, ..] } ? field : null)
        {
            Pool = kind == ErrorKind.Throttled ? ErrorText.Pool(error) : null,
            TokenRefused = response.Status == HttpStatusCode.Unauthorized && (error is null || !ErrorText.IsHopelessSession(error)),
        };
    }

    public string? ReadRequestId(ConnectorResponse response) => RequestIdHeaders.Select(response.Header).FirstOrDefault(h => h is not null);

    public IReadOnlyList<QuotaReading> ReadQuotas(ConnectorResponse response) =>
        response.Header("Sforce-Limit-Info") is { } info && ReadUsage(info) is { } usage ? [usage] : [];

    /// <summary>Reads <c>api-usage=1042/100000</c>, also among other pairs.</summary>
    public static QuotaReading? ReadUsage(string info)
    {
        const string Key = "api-usage=";
        foreach (var pair in info.Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            var slash = pair.IndexOf('/', StringComparison.Ordinal);
            if (pair.StartsWith(Key, StringComparison.OrdinalIgnoreCase) && slash > 0
                && long.TryParse(pair.AsSpan(Key.Length, slash - Key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var used)
                && long.TryParse(pair.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
            {
                return new QuotaReading(SalesforceDescriptor.DailyPool, used, limit);
            }
        }

        return null;
    }
}
