using System.Text;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Diagnostics;

/// <summary>
/// An exception as it may be logged. Messages of ours carry no field value by contract; those of others may (a parser quotes what it
/// could not parse), so of them only type and place are told.
/// </summary>
internal static class ErrorText
{
    public static string Of(Exception error)
    {
        var text = new StringBuilder();
        for (var at = error; at is not null; at = at.InnerException)
        {
            text.Append(text.Length == 0 ? "" : " <- ").Append(at.GetType().Name);
            if (at is ConnectorException or StoreException or SyncDefinitionException)
            {
                text.Append(": ").Append(at.Message);
            }

            if (at is ConnectorException { RequestId: { } request })
            {
                text.Append(" (request ").Append(request).Append(')');
            }
        }

        if (error is not ConnectorException && error.StackTrace is { } trace)
        {
            text.AppendLine().Append(trace);
        }

        return text.ToString();
    }
}
