using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>The fields of one vendor object to be sent, by API name.</summary>
internal sealed class FieldSet
{
    private readonly List<(string Name, FieldValue Value)> _fields = [];

    public int Count => _fields.Count;

    public IReadOnlyList<(string Name, FieldValue Value)> Fields => _fields;

    public FieldSet Add(string name, FieldValue value)
    {
        if (!value.IsMissing)
        {
            _fields.Add((name, value));
        }

        return this;
    }

    public bool TryGet(string name, out FieldValue value)
    {
        foreach (var field in _fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
            {
                value = field.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Takes a field out.</summary>
    public bool Remove(string name, out FieldValue value)
    {
        var found = TryGet(name, out value);
        _fields.RemoveAll(f => string.Equals(f.Name, name, StringComparison.Ordinal));
        return found;
    }

    public void Write(Utf8JsonWriter json)
    {
        foreach (var (name, value) in _fields)
        {
            WireValue.Write(json, name, value);
        }
    }
}
