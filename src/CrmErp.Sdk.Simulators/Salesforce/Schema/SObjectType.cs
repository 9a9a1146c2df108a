using System.Diagnostics.CodeAnalysis;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Schema;

/// <summary>One object of the org: its fields, by name without regard to case, and where rows keep their values.</summary>
internal sealed class SObjectType
{
    private readonly Dictionary<string, SObjectField> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SObjectField> _byRelationship = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SObjectField> _fields = [];

    public SObjectType(string name, string keyPrefix, string? label = null, string? labelPlural = null)
    {
        Name = name;
        KeyPrefix = keyPrefix;
        Columns = new TableSchema(name, StringComparer.OrdinalIgnoreCase, []);
        Label = label ?? name;
        LabelPlural = labelPlural ?? Label + "s";
    }

    public string Name { get; }

    public string KeyPrefix { get; }

    public string Label { get; }

    public string LabelPlural { get; }

    public bool Custom => Name.EndsWith("__c", StringComparison.Ordinal);

    /// <summary>False for what only the org itself makes (users, the organization).</summary>
    public bool Createable { get; init; } = true;

    /// <summary>All fields, those that nobody may see too.</summary>
    public IReadOnlyList<SObjectField> Fields => _fields;

    /// <summary>The fields that clients see.</summary>
    public IEnumerable<SObjectField> VisibleFields => _fields.Where(static f => !f.Hidden);

    /// <summary>No permission set lets anybody see it yet.</summary>
    public bool Hidden { get; set; }

    /// <summary>The fields that rows keep values for.</summary>
    public TableSchema Columns { get; }

    /// <summary>When the describe answer last changed.</summary>
    public DateTimeOffset DescribedAt { get; set; }

    /// <summary>The text field that names a record in answers and error texts.</summary>
    public SObjectField? NameField => Find(NameFieldName);

    public string NameFieldName { get; init; } = "Name";

    /// <summary>A field that clients see.</summary>
    public SObjectField? Find(string name) => _byName.TryGetValue(name, out var field) && !field.Hidden ? field : null;

    /// <summary>A field, whether anybody sees it or not.</summary>
    public SObjectField? FindAny(string name) => _byName.GetValueOrDefault(name);

    public bool TryFindRelationship(string name, [NotNullWhen(true)] out SObjectField? field) => _byRelationship.TryGetValue(name, out field) && !field.Hidden;

    /// <summary>Adds a field; rows written before it simply have no value for it.</summary>
    public SObjectType Add(SObjectField field)
    {
        if (!_byName.TryAdd(field.Name, field))
        {
            throw new InvalidOperationException($"{Name} already has a field {field.Name}.");
        }

        if (field.Stored)
        {
            Columns.Add(field);
        }

        if (field.RelationshipName is { } relationship)
        {
            _byRelationship[relationship] = field;
        }

        _fields.Add(field);
        return this;
    }
}
