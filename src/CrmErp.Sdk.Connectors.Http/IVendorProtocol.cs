using CrmErp.Sdk.Connectors.Http.Quotas;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>What one kind of system writes into answers beside the data. Stateless; shared by all its connections.</summary>
public interface IVendorProtocol
{
    /// <summary>The system's name for people.</summary>
    string DisplayName { get; }

    /// <summary>Classifies an answer that is not 2xx, from status and vendor code. <see cref="HttpFault.FromStatus"/> is the fallback.</summary>
    HttpFault Classify(ConnectorResponse response);

    /// <summary>The system's own id of the request, for its support; null where it gives none.</summary>
    string? ReadRequestId(ConnectorResponse response);

    /// <summary>What an answer says about quota pools; empty where it says nothing.</summary>
    IReadOnlyList<QuotaReading> ReadQuotas(ConnectorResponse response);
}
