using System.Net;
using CrmErp.Sdk;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Quotas;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what connectors need to speak HTTP.</summary>
public static class ConnectorHttpServiceCollectionExtensions
{
    /// <summary>
    /// Registers the <see cref="HttpClient"/> of a connection and, once, <see cref="ConnectorHttpFactory"/>. Calling it twice is harmless.
    /// The result can be used to add a proxy or a client certificate.
    /// </summary>
    public static IHttpClientBuilder AddConnectorHttp(this IServiceCollection services, ConnectionId connection)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new QuotaBudgets(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new ConnectorHttpFactory(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<QuotaBudgets>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        return services.AddHttpClient(ConnectorHttpClient.NameOf(connection), client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the pooled connections have their own lifetime, so DNS changes are seen
            .RemoveAllLoggers(); // the package logs without query values; the platform's messages would not know what may be a value
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false, // redirects are followed by ConnectorHttpClient, inside the allowed origins
        UseCookies = false, // tenants share the handler
        // Brotli costs more than twice the time of gzip on the pages that connectors read.
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };
}
