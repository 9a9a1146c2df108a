using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Testing;

/// <summary>A record of a fake system as it was when it was asked for.</summary>
public sealed class FakeRecord
{
    private readonly FakeEvent _event;

    internal FakeRecord(FakeEvent @event, DateTimeOffset created, bool deleted)
    {
        _event = @event;
        Created = created;
        IsDeleted = deleted;
    }

    /// <summary>The scope.</summary>
    public string Scope => _event.Scope;

    /// <summary>The object.</summary>
    public string Object => _event.Object;

    /// <summary>The record's id.</summary>
    public string Id => _event.Id;

    /// <summary>When it was created, by the server's clock.</summary>
    public DateTimeOffset Created { get; }

    /// <summary>When it was changed last, by the server's clock.</summary>
    public DateTimeOffset Modified => _event.Modified;

    /// <summary>The version; null where the object has none.</summary>
    public string? Version => _event.Version;

    /// <summary>Who changed it last.</summary>
    public FakeActor ChangedBy => _event.Actor;

    /// <summary>The engine's marker, if it carries one.</summary>
    public string? Marker => _event.Marker;

    /// <summary>Whether it was deleted.</summary>
    public bool IsDeleted { get; }

    /// <summary>All values by field.</summary>
    public IReadOnlyDictionary<string, FieldValue> Values => _event.Values;

    /// <summary>The value of a field; null when the field is empty or unknown.</summary>
    public FieldValue this[string field] => _event.Values.GetValueOrDefault(field, FieldValue.Null);

    /// <summary>The value of a field as text, for assertions: numbers and dates in invariant form, references as the record's id; null when empty.</summary>
    public string? Text(string field) => FakeText.Of(this[field]);

    /// <summary>The lines of a field; empty when there are none.</summary>
    public IReadOnlyList<Line> Lines(string field) => this[field].LinesOrNull() ?? LineList.Empty;

    /// <summary>Object, id and all values: fakes hold no real people's data.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Object).Append('/').Append(Id);
        foreach (var (field, value) in Values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (value.HasValue)
            {
                text.Append(CultureInfo.InvariantCulture, $" {field}={FakeText.Of(value)}");
            }
        }

        return text.ToString();
    }
}
