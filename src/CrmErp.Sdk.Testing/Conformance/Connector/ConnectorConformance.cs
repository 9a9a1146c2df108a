using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>
/// Checks a connector against the connector contract: what it declares must be true. Knows no test framework: run
/// <see cref="RunAsync"/> once per name in <see cref="Checks"/> and call <see cref="ConformanceResult.EnsurePassed"/>.
/// </summary>
public sealed class ConnectorConformance
{
    private static readonly IReadOnlyList<ConnectorCheck> All = [.. DeclarationChecks.All, .. ReadChecks.All, .. ChangeChecks.All, .. WriteChecks.All, .. IdentityChecks.All, .. CoercionChecks.All];

    private readonly Func<CancellationToken, Task<IConnectorArrangement>> _arrange;

    /// <summary>Creates the kit.</summary>
    /// <param name="arrange">Makes a fresh arrangement; every check disposes its own.</param>
    public ConnectorConformance(Func<CancellationToken, Task<IConnectorArrangement>> arrange)
    {
        ArgumentNullException.ThrowIfNull(arrange);
        _arrange = arrange;
    }

    /// <summary>The names of all checks.</summary>
    public static IReadOnlyList<string> Checks { get; } = [.. All.Select(c => c.Name)];

    /// <summary>Runs one check.</summary>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public async Task<ConformanceResult> RunAsync(string check, CancellationToken cancellationToken = default)
    {
        var found = All.FirstOrDefault(c => c.Name == check) ?? throw new ArgumentException($"There is no check '{check}'.", nameof(check));
        var arrangement = await _arrange(cancellationToken).ConfigureAwait(false);
        await using (arrangement.ConfigureAwait(false))
        {
            try
            {
                await found.RunAsync(new ConnectorCheckContext(arrangement, cancellationToken)).ConfigureAwait(false);
                return new ConformanceResult(check, ConformanceOutcome.Passed, "");
            }
            catch (CheckNotApplicableException reason)
            {
                return new ConformanceResult(check, ConformanceOutcome.NotApplicable, reason.Message);
            }
            catch (CheckFailedException failure)
            {
                return new ConformanceResult(check, ConformanceOutcome.Failed, failure.Message);
            }
            catch (ConnectorException error)
            {
                return new ConformanceResult(check, ConformanceOutcome.Failed, $"The connector threw {error.Kind} ({error.VendorCode}): {error.Message}");
            }
        }
    }

    /// <summary>Runs all checks.</summary>
    public async Task<IReadOnlyList<ConformanceResult>> RunAllAsync(CancellationToken cancellationToken = default)
    {
        var results = new List<ConformanceResult>();
        foreach (var check in Checks)
        {
            results.Add(await RunAsync(check, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }
}

/// <summary>One check.</summary>
internal sealed record ConnectorCheck(string Name, Func<ConnectorCheckContext, Task> RunAsync);

/// <summary>The connector does something else than it declares.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);

/// <summary>The connector does not declare what is checked.</summary>
internal sealed class CheckNotApplicableException(string message) : Exception(message);
