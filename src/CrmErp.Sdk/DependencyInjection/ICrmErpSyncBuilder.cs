using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk;

/// <summary>Declares a sync definition. Its verbs are extension methods; packages add their own (<c>AddSalesforce</c>, <c>UseSqlite</c>).</summary>
public interface ICrmErpSyncBuilder
{
    /// <summary>The services that the definition is added to.</summary>
    IServiceCollection Services { get; }
}
