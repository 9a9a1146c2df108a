using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>
/// Proves that an <see cref="ISyncStore"/> keeps its contract. Run every check of <see cref="Checks"/> and some hundred seeds of
/// <see cref="StoreModelRun"/> from any test framework: a failure is a <see cref="ConformanceException"/>.
/// </summary>
/// <example>
/// <code>
/// public static TheoryData&lt;string&gt; Names => [.. StoreConformance.Checks.Select(c => c.Name)];
/// [Theory, MemberData(nameof(Names))]
/// public Task Contract(string name) => StoreConformance.RunAsync(new MyStoreHost(), name);
/// </code>
/// </example>
public static class StoreConformance
{
    /// <summary>All checks; their names are unique.</summary>
    public static IReadOnlyList<StoreCheck> Checks { get; } =
        [.. CommitChecks.All, .. FollowChecks.All, .. ClaimChecks.All, .. ReadChecks.All, .. ConcurrencyChecks.All, .. LifeChecks.All];

    /// <summary>Runs one check by name.</summary>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    /// <exception cref="ConformanceException">The store does not keep the contract.</exception>
    public static Task RunAsync(IStoreConformanceHost host, string name, CancellationToken cancellationToken = default) =>
        (Checks.FirstOrDefault(c => c.Name == name) ?? throw new ArgumentException($"There is no check '{name}'.", nameof(name))).RunAsync(host, cancellationToken);
}
