using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>One sentence of the store contract, with what proves it.</summary>
public sealed class StoreCheck
{
    private readonly Func<IStoreConformanceHost, CancellationToken, Task> _run;

    internal StoreCheck(string name, Func<IStoreConformanceHost, CancellationToken, Task> run)
    {
        Name = name;
        _run = run;
    }

    /// <summary>The sentence, as a name for a test report.</summary>
    public string Name { get; }

    /// <summary>Proves the sentence on a new store of the host.</summary>
    /// <exception cref="ConformanceException">The store does not keep it.</exception>
    public async Task RunAsync(IStoreConformanceHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            await _run(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not ConformanceException and not OperationCanceledException)
        {
            throw new ConformanceException($"{Name}: the store threw {e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static StoreCheck On(string name, Func<ISyncStore, Task> run) => new(name, async (host, cancellationToken) =>
    {
        var store = await host.CreateAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = store.ConfigureAwait(false);
        await run(store).ConfigureAwait(false);
    });
}
