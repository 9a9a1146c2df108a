using CrmErp.Sdk.Connectors.BusinessCentral.Metadata;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>What this package brings to a definition.</summary>
public static class BusinessCentralRegistration
{
    /// <summary>
    /// The registration for connections with these options. The connector itself is made with the options that are named after
    /// the connection (<see cref="IOptionsMonitor{TOptions}"/>).
    /// </summary>
    /// <param name="options">What descriptor and standard maps depend on: the local currency, the payment journal, the settle lag.</param>
    public static ConnectorRegistration Create(BusinessCentralOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ConnectorRegistration
        {
            Descriptor = BusinessCentralDescriptor.Create(options),
            Schema = StandardSchema.Objects,
            StandardMaps = BusinessCentralStandardMaps.Create(options),
            Create = (services, connection) => new BusinessCentralConnector(connection, Options(services, connection), services.GetRequiredService<ConnectorHttpFactory>()),
            ValidateSettings = Validate,
            Scopes = Scopes,
        };
    }

    private static BusinessCentralOptions Options(IServiceProvider services, ConnectionId connection) =>
        services.GetRequiredService<IOptionsMonitor<BusinessCentralOptions>>().Get(connection.Value);

    private static IReadOnlyList<string> Scopes(IServiceProvider services, ConnectionId connection)
    {
        try
        {
            return [.. Options(services, connection).Companies];
        }
        catch (OptionsValidationException)
        {
            // The problems are told by the validation of the settings.
            return [""];
        }
    }

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
