using CrmErp.Sdk;
using CrmErp.Sdk.Connectors.BusinessCentral;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Business Central connections to a sync definition.</summary>
public static class BusinessCentralServiceCollectionExtensions
{
    /// <summary>
    /// Adds a Business Central connection. Its settings are checked when the host starts, together with the definition; nothing is called before.
    /// </summary>
    /// <param name="builder">The definition.</param>
    /// <param name="name">The connection's name, such as <c>erp</c>.</param>
    /// <param name="section">The settings (<see cref="BusinessCentralOptions"/>); null when <paramref name="configure"/> gives them all.</param>
    /// <param name="configure">Changes settings after the section was read.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static ICrmErpSyncBuilder AddBusinessCentral(this ICrmErpSyncBuilder builder, string name, IConfiguration? section = null, Action<BusinessCentralOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var options = builder.Services.AddOptions<BusinessCentralOptions>(name);
        // Descriptor, schema and maps belong to the definition, which is built before any service: they are made from the settings as they are now.
        var current = new BusinessCentralOptions();
        if (section is not null)
        {
            options.Bind(section);
            section.Bind(current);
        }

        if (configure is not null)
        {
            options.Configure(configure);
            configure(current);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BusinessCentralOptions>, BusinessCentralOptionsValidator>());
        builder.Services.AddConnectorHttp(name);
        return builder.AddConnection(name, BusinessCentralRegistration.Create(current));
    }
}
