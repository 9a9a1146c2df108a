using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;
using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Connectors.Salesforce;

/// <summary>What this package brings to a definition.</summary>
public static class SalesforceRegistration
{
    /// <summary>
    /// The registration for connections with these options. The connector itself is made with the options that are named after
    /// the connection (<see cref="IOptionsMonitor{TOptions}"/>).
    /// </summary>
    /// <param name="options">What descriptor, schema and standard maps depend on: currencies, key field, line lists, bulk loads.</param>
    public static ConnectorRegistration Create(SalesforceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ConnectorRegistration
        {
            Descriptor = SalesforceDescriptor.Create(options),
            Schema = StandardMetadata.Create(options),
            StandardMaps = SalesforceStandardMaps.Create(options),
            Create = (services, connection) => new SalesforceConnector(connection, Options(services, connection), services.GetRequiredService<ConnectorHttpFactory>()),
            ValidateSettings = Validate,
            Scopes = (_, _) => [""],
        };
    }

    private static SalesforceOptions Options(IServiceProvider services, ConnectionId connection) =>
        services.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get(connection.Value);

    private static IReadOnlyList<string> Validate(IServiceProvider services, ConnectionId connection)
    {
        try
        {
            Options(services, connection);
            return [];
        }
        catch (OptionsValidationException error)
        {
            return [.. error.Failures];
        }
    }
}
