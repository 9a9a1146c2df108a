using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Store;

/// <summary>The hints of a tenant, by record and in the order they are read.</summary>
internal sealed class HintTable
{
    private readonly Dictionary<RecordRef, HintRow> _rows;
    private readonly OrderedIndex<(SpokeId Spoke, string Entity), (int Lane, DateTimeOffset Since, RecordRef Ref)> _order;

    public HintTable()
    {
        _rows = [];
        _order = new();
    }

    private HintTable(HintTable source)
    {
        _rows = new(source._rows);
        _order = source._order.Clone();
    }

    public IEnumerable<HintRow> Rows => _rows.Values;

    public IEnumerable<HintRow> InOrder(SpokeId spoke, string entity) => _order.Get((spoke, entity)).Select(key => _rows[key.Ref]);

    public void Put(HintRow hint, long sequence)
    {
        if (_rows.TryGetValue(hint.Ref, out var old))
        {
            Unindex(old);
            hint = hint with
            {
                NotBefore = old.NotBefore < hint.NotBefore ? old.NotBefore : hint.NotBefore,
                Since = old.Since,
                Lane = Math.Min(old.Lane, hint.Lane),
            };
        }

        hint = hint with { Sequence = sequence };
        _rows[hint.Ref] = hint;
        _order.Add((hint.Ref.Spoke, hint.Entity), (hint.Lane, hint.Since, hint.Ref));
    }

    public void Close(HintClose close)
    {
        if (_rows.TryGetValue(close.Ref, out var hint) && hint.Sequence <= close.Sequence)
        {
            Unindex(hint);
            _rows.Remove(close.Ref);
        }
    }

    public HintTable Clone() => new(this);

    private void Unindex(HintRow hint) => _order.Remove((hint.Ref.Spoke, hint.Entity), (hint.Lane, hint.Since, hint.Ref));
}
