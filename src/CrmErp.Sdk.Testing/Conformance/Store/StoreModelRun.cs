using System.Text;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>
/// Runs random operations on a store and on a model that is nothing but the contract, and compares every answer. A difference is
/// reported with the fewest operations that still show it.
/// </summary>
public static class StoreModelRun
{
    private const int MostReplays = 300;

    /// <summary>Runs one seed.</summary>
    /// <param name="host">Gives the store.</param>
    /// <param name="seed">The seed; the same one gives the same operations.</param>
    /// <param name="operations">How many operations. The default is 300.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ConformanceException">The store answered otherwise than the model.</exception>
    public static async Task RunAsync(IStoreConformanceHost host, int seed, int operations = 300, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        var done = new List<StoreOperation>(operations);
        var random = new Random(seed);
        var pair = await Pair.CreateAsync(host, cancellationToken).ConfigureAwait(false);
        await using var _ = pair.ConfigureAwait(false);
        var draw = new OperationDraw(new StoreUniverse(random), pair.Model);
        for (var i = 0; i < operations; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var operation = draw.Next();
            done.Add(operation);
            if (await pair.DiffersAsync(operation, cancellationToken).ConfigureAwait(false) is { } difference)
            {
                var (fewest, last) = await ShrinkAsync(host, done, difference, cancellationToken).ConfigureAwait(false);
                throw new ConformanceException(Report(seed, fewest, last));
            }
        }

        foreach (var tenant in StoreUniverse.Tenants)
        {
            done.Add(draw.Everything(tenant));
            if (await pair.DiffersAsync(done[^1], cancellationToken).ConfigureAwait(false) is { } difference)
            {
                var (fewest, last) = await ShrinkAsync(host, done, difference, cancellationToken).ConfigureAwait(false);
                throw new ConformanceException(Report(seed, fewest, last));
            }
        }
    }

    // Leaves out ever smaller runs of operations, then parts of operations, as long as some difference remains.
    private static async Task<(List<StoreOperation> Fewest, Difference Last)> ShrinkAsync(IStoreConformanceHost host, List<StoreOperation> failing, Difference difference, CancellationToken cancellationToken)
    {
        var replays = 0;
        for (var size = Math.Max(1, failing.Count / 2); size >= 1; size /= 2)
        {
            for (var start = failing.Count - size; start >= 0; start = Math.Min(start, failing.Count) - size)
            {
                await TryAsync([.. failing[..start], .. failing[(start + size)..]]).ConfigureAwait(false);
            }
        }

        for (var i = failing.Count - 1; i >= 0; i--)
        {
            for (var part = 0; i < failing.Count && part < failing[i].Smaller.Count;)
            {
                part += await TryAsync([.. failing[..i], failing[i].Smaller[part](), .. failing[(i + 1)..]]).ConfigureAwait(false) ? 0 : 1;
            }
        }

        return (failing, difference);

        async Task<bool> TryAsync(List<StoreOperation> fewer)
        {
            if (replays++ >= MostReplays || await ReplayAsync(host, fewer, cancellationToken).ConfigureAwait(false) is not { } still)
            {
                return false;
            }

            failing = fewer[..(still.Index + 1)];
            difference = still;
            return true;
        }
    }

    private static async Task<Difference?> ReplayAsync(IStoreConformanceHost host, List<StoreOperation> operations, CancellationToken cancellationToken)
    {
        var pair = await Pair.CreateAsync(host, cancellationToken).ConfigureAwait(false);
        await using var _ = pair.ConfigureAwait(false);
        foreach (var operation in operations)
        {
            if (await pair.DiffersAsync(operation, cancellationToken).ConfigureAwait(false) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string Report(int seed, List<StoreOperation> operations, Difference last)
    {
        var report = new StringBuilder($"The store differs from its contract (seed {seed}). The fewest operations found that show it:\n");
        for (var i = 0; i < operations.Count; i++)
        {
            report.Append($"  {i + 1}. {operations[i].Text}\n");
        }

        string[] expected = last.Expected.Split('\n');
        string[] actual = last.Actual.Split('\n');
        return report
            .Append("The last one should answer, among others:\n").AppendJoin('\n', expected.Except(actual))
            .Append("\nbut answered:\n").AppendJoin('\n', actual.Except(expected))
            .Append("\n(the order of rows counts as well)").ToString();
    }

    private sealed record Difference(int Index, string Expected, string Actual);

    private sealed class Pair : IAsyncDisposable
    {
        private readonly IStoreConformanceHost _host;
        private readonly FenceMap _modelFences = FenceMap.OfModel();
        private readonly FenceMap _storeFences = FenceMap.OfStore();
        private ISyncStore _store;
        private int _index = -1;

        private Pair(IStoreConformanceHost host, ISyncStore store)
        {
            _host = host;
            _store = store;
        }

        public ModelStore Model { get; } = new();

        public static async Task<Pair> CreateAsync(IStoreConformanceHost host, CancellationToken cancellationToken) =>
            new(host, await host.CreateAsync(cancellationToken).ConfigureAwait(false));

        public async Task<Difference?> DiffersAsync(StoreOperation operation, CancellationToken cancellationToken)
        {
            _index++;
            if (ReferenceEquals(operation, StoreOperation.Reopen))
            {
                _store = await _host.ReopenAsync(_store, cancellationToken).ConfigureAwait(false);
                return null;
            }

            var expected = await operation.RunAsync(Model, _modelFences).ConfigureAwait(false);
            var actual = await AnswerAsync(operation).ConfigureAwait(false);
            return string.Equals(expected, actual, StringComparison.Ordinal) ? null : new Difference(_index, expected, actual);
        }

        public ValueTask DisposeAsync() => _store.DisposeAsync();

        private async Task<string> AnswerAsync(StoreOperation operation)
        {
            try
            {
                return await operation.RunAsync(_store, _storeFences).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return e.ToString();
            }
        }
    }
}
