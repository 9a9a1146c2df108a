using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>
/// A store chooses its fences; the model numbers them 1, 2, 3 in the order of claims. This translates, and checks that fences only
/// grow. The model itself has a map without entries: it gives every fence back as it is.
/// </summary>
internal sealed class FenceMap
{
    private readonly List<long>? _fences;

    private FenceMap(List<long>? fences) => _fences = fences;

    public static FenceMap OfModel() => new(null);

    public static FenceMap OfStore() => new([]);

    public long ToModel(long fence) => fence == 0 || _fences is null ? fence : _fences.IndexOf(fence) + 1;

    /// <summary>The store's fence; one that the store never gave when the model has none of this number.</summary>
    public long ToStore(long number) =>
        _fences is null || number == 0 ? number : number <= _fences.Count ? _fences[(int)number - 1] : (_fences.Count == 0 ? 0 : _fences[^1]) + 1_000_000;

    public void Learn(long fence)
    {
        if (_fences is null)
        {
            return;
        }

        if (fence <= (_fences.Count == 0 ? 0 : _fences[^1]))
        {
            throw new ConformanceException($"Fences of a store only grow and are never used again, but {fence} came after {_fences[^1]}.");
        }

        _fences.Add(fence);
    }

    public StreamRow Learn(StreamRow claimed)
    {
        Learn(claimed.Fence);
        return claimed;
    }

    /// <summary>The batch with the store's fences.</summary>
    public StoreBatch Translate(StoreBatch batch)
    {
        if (_fences is null)
        {
            return batch;
        }

        Replace(batch.StreamFences, f => f with { Fence = ToStore(f.Fence) });
        Replace(batch.ReleaseStreams, f => f with { Fence = ToStore(f.Fence) });
        Replace(batch.OutboxFences, f => f with { Fence = ToStore(f.Fence) });
        Replace(batch.RemoveOutbox, f => f with { Fence = ToStore(f.Fence) });
        Replace(batch.PutOutbox, o => o with { Fence = ToStore(o.Fence) });
        return batch;
    }

    private static void Replace<T>(List<T> items, Func<T, T> change)
    {
        for (var i = 0; i < items.Count; i++)
        {
            items[i] = change(items[i]);
        }
    }
}
