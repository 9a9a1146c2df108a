using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Data;

/// <summary>A record while it is being written: its values so far, and which fields the request has set.</summary>
internal sealed class BcDraft
{
    private readonly object?[] _values;
    private readonly HashSet<int> _set = [];

    private BcDraft(BcEntity entity, string id, StoredRecord? before, object?[] values)
    {
        Entity = entity;
        Id = id;
        Before = before;
        _values = values;
    }

    public BcEntity Entity { get; }

    public string Id { get; }

    /// <summary>The version that is changed; null for a new record.</summary>
    public StoredRecord? Before { get; }

    public bool IsNew => Before is null;

    public object? this[string name]
    {
        get => _values[Entity.Schema.Slot(name)];
        set => _values[Entity.Schema.Slot(name)] = value;
    }

    public static BcDraft New(BcEntity entity, string id)
    {
        var values = new object?[entity.Schema.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var field = (BcField)entity.Schema.Fields[i];
            values[i] = field.Computed ? null : field.Default ?? field.Empty;
        }

        values[entity.IdSlot] = id;
        return new BcDraft(entity, id, null, values);
    }

    public static BcDraft Of(BcEntity entity, StoredRecord record) => new(entity, record.Id, record, record.CopyValues(entity.Schema));

    public string Text(string name) => (string)this[name]!;

    public decimal Number(string name) => (decimal)this[name]!;

    public bool Flag(string name) => (bool)this[name]!;

    public DateOnly Date(string name) => (DateOnly)this[name]!;

    public void MarkSet(BcField field) => _set.Add(field.Slot);

    /// <summary>Whether the request set the field, or something else in it did on its behalf.</summary>
    public bool IsSet(string name) => _set.Contains(Entity.Schema.Slot(name));

    /// <summary>Whether the field differs from the version before.</summary>
    public bool Changed(string name) => Before is null || !Equals(Before[Entity.Schema.Slot(name)], this[name]);

    public bool ChangedAny()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (!Equals(Before?[i], _values[i]))
            {
                return true;
            }
        }

        return false;
    }

    public object?[] Values() => (object?[])_values.Clone();
}
