using System.Text;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>Reads the vendor's times, such as <c>2026-01-31T10:22:33.000+0000</c>.</summary>
internal static class SalesforceTime
{
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is not null && IsoTime.TryReadInstant(Encoding.UTF8.GetBytes(text), unzonedIsUtc: false, out time);
    }

    /// <exception cref="ConnectorException">The text is no time.</exception>
    public static DateTimeOffset Parse(string? text) =>
        TryParse(text, out var time) ? time : throw new ConnectorException(ErrorKind.Internal, "Salesforce answered a time in a form that is not known.");
}
