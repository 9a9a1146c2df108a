using CrmErp.Sdk.State;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing;

/// <summary>How a world is.</summary>
public sealed class SyncWorldOptions
{
    /// <summary>Decides identities and what fakes leave to chance. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The first moment; null means 5 January 2026, 08:00 UTC.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>How the fake of a connection behaves beyond its descriptor; connections that are not named are friendly.</summary>
    public IReadOnlyDictionary<string, FakeBehavior> Behaviors { get; init; } = new Dictionary<string, FakeBehavior>();

    /// <summary>The scopes of a connection; connections that are not named have one without name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Scopes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The store; null means a fresh one in memory. The world disposes it.</summary>
    public ISyncStore? Store { get; init; }

    /// <summary>Services that workflows and converters need, added after the definition.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>After how many rounds a world that still moves is given up. The default is 200.</summary>
    public int MostRounds { get; init; } = 200;
}
