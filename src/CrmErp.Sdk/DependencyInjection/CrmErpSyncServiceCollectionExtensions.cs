using CrmErp.Sdk;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds CRM-ERP sync to a service collection.</summary>
public static class CrmErpSyncServiceCollectionExtensions
{
    /// <summary>
    /// Adds a sync definition. It is built and validated when the host starts, or when <see cref="SyncDefinition"/> is first asked for;
    /// all problems are told at once. Building the services starts nothing. Calling it again adds to the same definition.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="define">Declares connections, flows, workflows and a store.</param>
    public static IServiceCollection AddCrmErpSync(this IServiceCollection services, Action<ICrmErpSyncBuilder> define)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(define);
        var declarations = SyncDeclarations.Of(services);
        if (services.All(s => s.ServiceType != typeof(IValidateOptions<DefinitionCheck>)))
        {
            services.TryAddSingleton(provider => new DefinitionBuilder(declarations, provider).Build());
            services.AddSingleton<IValidateOptions<DefinitionCheck>, DefinitionValidator>();
            services.AddOptions<DefinitionCheck>().ValidateOnStart();
            CrmErpSyncEngineRegistration.Add(services);
        }

        define(new SyncBuilder(services));
        return services;
    }

    private sealed class SyncBuilder(IServiceCollection services) : ICrmErpSyncBuilder
    {
        public IServiceCollection Services => services;
    }

    // Nothing is configured here: validating it at startup validates the definition.
    private sealed class DefinitionCheck;

    private sealed class DefinitionValidator(IServiceProvider services) : IValidateOptions<DefinitionCheck>
    {
        /// <exception cref="SyncDefinitionException">Something is wrong; it lists everything.</exception>
        public ValidateOptionsResult Validate(string? name, DefinitionCheck options)
        {
            _ = services.GetRequiredService<SyncDefinition>();
            return ValidateOptionsResult.Success;
        }
    }
}
