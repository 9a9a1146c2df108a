using System.Collections.Frozen;
using System.Text;

namespace CrmErp.Sdk;

/// <summary>The names of a row's fields, in slot order. Built once, immutable, shared by every row of its kind.</summary>
public sealed class RowSchema
{
    private readonly FrozenDictionary<string, int> _slots;
    private readonly byte[][] _utf8;

    /// <summary>Creates a schema.</summary>
    /// <param name="name">The entity or object that rows of this schema belong to.</param>
    /// <param name="fields">The field names; owned values are flattened with dots (<c>BillingAddress.City</c>).</param>
    /// <exception cref="ArgumentException">A name is empty or stands twice.</exception>
    public RowSchema(string name, IEnumerable<string> fields)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(fields);
        Name = name;
        string[] names = [.. fields];
        var slots = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var slot = 0; slot < names.Length; slot++)
        {
            ArgumentException.ThrowIfNullOrEmpty(names[slot], nameof(fields));
            if (!slots.TryAdd(names[slot], slot))
            {
                throw new ArgumentException($"Field '{names[slot]}' stands twice in the schema of '{name}'.", nameof(fields));
            }
        }

        Fields = names;
        _slots = slots.ToFrozenDictionary(StringComparer.Ordinal);
        _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    // The schema of a recording row; see FieldSelector.
    internal RowSchema(RowSchema schema, RowRecorder recorder)
    {
        Name = schema.Name;
        Fields = schema.Fields;
        _slots = schema._slots;
        _utf8 = schema._utf8;
        Recorder = recorder;
    }

    /// <summary>The entity or object.</summary>
    public string Name { get; }

    /// <summary>The field names in slot order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>How many fields a row has.</summary>
    public int Count => _utf8.Length;

    /// <summary>The slot of a field.</summary>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public int SlotOf(string field) =>
        _slots.TryGetValue(field, out var slot) ? slot : throw new ArgumentException($"'{Name}' has no field '{field}'.", nameof(field));

    /// <summary>The slot of a field, if it has one.</summary>
    public bool TryGetSlot(string field, out int slot) => _slots.TryGetValue(field, out slot);

    /// <summary>The name of a slot in UTF-8, for readers that compare bytes.</summary>
    public ReadOnlySpan<byte> Utf8Name(int slot) => _utf8[slot];

    // Notes the reads of a recording row; null on every other schema.
    internal RowRecorder? Recorder { get; }

    internal bool IsSameAs(RowSchema other) =>
        ReferenceEquals(_slots, other._slots) || (string.Equals(Name, other.Name, StringComparison.Ordinal) && Fields.SequenceEqual(other.Fields, StringComparer.Ordinal));

    /// <summary>The name and the number of fields.</summary>
    public override string ToString() => $"{Name} ({Count} fields)";
}
