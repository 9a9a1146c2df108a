using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Quotas;
using CrmErp.Sdk.Connectors.OData;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Errors;

/// <summary>What Business Central writes into answers beside the data.</summary>
internal sealed class BusinessCentralProtocol : IVendorProtocol
{
    public string DisplayName => "Business Central";

    public HttpFault Classify(ConnectorResponse response) => BusinessCentralFaults.Of((int)response.Status, ODataError.TryParse(response.Body));

    public string? ReadRequestId(ConnectorResponse response) =>
        response.Header("request-id") ?? response.Header("x-ms-correlation-id") ?? (response.IsSuccess ? null : BusinessCentralFaults.CorrelationOf(ODataError.TryParse(response.Body)));

    // The vendor tells nothing about the use of its limits.
    public IReadOnlyList<QuotaReading> ReadQuotas(ConnectorResponse response) => [];
}
