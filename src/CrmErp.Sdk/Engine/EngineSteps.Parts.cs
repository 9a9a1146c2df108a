using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// A page of many changed records is taken in parts: memory follows the part, not the page that the vendor likes best. The position
// moves with the last part only, so a crash between two parts reads the page again, and what was taken already is found unchanged.
internal sealed partial class EngineSteps
{
    /// <summary>One transaction per part, each under the stream's fence; the last one, which there always is, moves and releases the stream.</summary>
    /// <returns>What the rules said of each item that was stored.</returns>
    private async Task<List<ObserveOutcome>> InPartsAsync<T>(EngineView view, StreamRow stream, IReadOnlyList<T> items, PageWork<T> work, CancellationToken cancellationToken)
    {
        var size = Math.Max(1, _runtime.Options.ReconcileBatch);
        var outcomes = new List<ObserveOutcome>();
        var said = new List<ObserveOutcome>();
        var from = 0;
        do
        {
            T[] part = [.. items.Skip(from).Take(size)];
            from += size;
            var last = from >= items.Count;
            await _runtime.NewPass(view).RunAsync(
                work.Needs(part),
                scope =>
                {
                    said.Clear();
                    work.Body(scope, part, said);
                },
                batch =>
                {
                    batch.StreamFences.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
                    if (last)
                    {
                        work.Finish(batch);
                        batch.ReleaseStreams.Add(new StreamFence(stream.Spoke, stream.Entity, stream.Fence));
                    }
                },
                cancellationToken).ConfigureAwait(false);
            work.Committed?.Invoke();
            outcomes.AddRange(said);
        }
        while (from < items.Count);

        return outcomes;
    }

    /// <summary>What is done with the records of a page.</summary>
    private sealed class PageWork<T>
    {
        /// <summary>What a part is known to need.</summary>
        public required Func<IReadOnlyList<T>, IEnumerable<Need>> Needs { get; init; }

        /// <summary>The rules, and where they say what they found; called again from the start after every load.</summary>
        public required Action<PassScope, IReadOnlyList<T>, List<ObserveOutcome>> Body { get; init; }

        /// <summary>Goes with the last part: the new position, and what the page holds besides its records.</summary>
        public required Action<StoreBatch> Finish { get; init; }

        /// <summary>A part is stored.</summary>
        public Action? Committed { get; init; }
    }
}
