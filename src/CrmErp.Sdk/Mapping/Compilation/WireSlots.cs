using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Gives every external field of a map its slot, in the order in which the lines name them.</summary>
internal sealed class WireSlots
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<RecordField> _fields = [];

    public IReadOnlyList<RecordField> Fields => _fields;

    /// <summary>The slot of a field; null when it was given one already with another kind.</summary>
    public int? Of(RecordField field)
    {
        if (!_slots.TryGetValue(field.Path, out var slot))
        {
            _slots.Add(field.Path, slot = _fields.Count);
            _fields.Add(field);
            return slot;
        }

        return _fields[slot].Kind == field.Kind ? slot : null;
    }

    public FieldKind? KindOf(string path) => _slots.TryGetValue(path, out var slot) ? _fields[slot].Kind : null;
}
