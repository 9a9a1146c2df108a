using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Stores.Sqlite.Tests;

public sealed class UseSqliteTests
{
    [Fact]
    public async Task UseSqlite_ReplacesTheStoreChosenBefore()
    {
        var builder = new Builder();
        builder.Services.AddSingleton<ISyncStore>(new InMemorySyncStore());
        builder.UseSqlite("Data Source=a.db").UseSqlite("Data Source=b.db", o => o.CacheMegabytes = 9);
        await using var services = builder.Services.BuildServiceProvider();
        services.GetServices<ISyncStore>().Should().ContainSingle().Which.Should().BeOfType<SqliteSyncStore>();
        var options = services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;
        (options.ConnectionString, options.CacheMegabytes, options.Durability).Should().Be(("Data Source=b.db", 9, SqliteDurability.Full));
    }

    [Fact]
    public async Task UseSqlite_WrongOptions_SaysAllAtOnce()
    {
        var builder = new Builder();
        builder.UseSqlite("", o => (o.Readers, o.BusyTimeout) = (0, TimeSpan.FromDays(1)));
        await using var services = builder.Services.BuildServiceProvider();
        var read = () => services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;
        read.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(3);
    }

    private sealed class Builder : ICrmErpSyncBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
