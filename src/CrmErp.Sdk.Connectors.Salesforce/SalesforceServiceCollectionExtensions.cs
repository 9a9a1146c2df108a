using CrmErp.Sdk;
using CrmErp.Sdk.Connectors.Salesforce;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Salesforce connections to a sync definition.</summary>
public static class SalesforceServiceCollectionExtensions
{
    /// <summary>
    /// Adds a Salesforce connection. Its settings are checked when the host starts, together with the definition; nothing is called before.
    /// </summary>
    /// <param name="builder">The definition.</param>
    /// <param name="name">The connection's name, such as <c>crm</c>.</param>
    /// <param name="section">The settings (<see cref="SalesforceOptions"/>); null when <paramref name="configure"/> gives them all.</param>
    /// <param name="configure">Changes settings after the section was read.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static ICrmErpSyncBuilder AddSalesforce(this ICrmErpSyncBuilder builder, string name, IConfiguration? section = null, Action<SalesforceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var options = builder.Services.AddOptions<SalesforceOptions>(name);
        // Descriptor, schema and maps belong to the definition, which is built before any service: they are made from the settings as they are now.
        var current = new SalesforceOptions();
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

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SalesforceOptions>, SalesforceOptionsValidator>());
        builder.Services.AddConnectorHttp(name);
        return builder.AddConnection(name, SalesforceRegistration.Create(current));
    }
}
