using System.Diagnostics.CodeAnalysis;
using CrmErp.Sdk.Simulators.OAuth;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>One org: its objects, their records, and who its users are. Tables are touched under the database's lock only.</summary>
internal sealed class SalesforceOrg
{
    /// <summary>How long a deleted record stays in the recycle bin and in the delete log.</summary>
    public static readonly TimeSpan RecycleBinLife = TimeSpan.FromDays(15);

    private readonly Dictionary<string, SObjectTable> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SObjectTable> _byPrefix = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);
    private readonly List<(SObjectType Child, SObjectField Field)> _references = [];

    public SalesforceOrg(SimulatedDatabase database) => Database = database;

    public SimulatedDatabase Database { get; }

    /// <summary>The 18-character id of the org.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>The price book that every product must be priced in first.</summary>
    public string StandardPricebookId { get; set; } = string.Empty;

    /// <summary>The first currency is the corporate one; empty in an org with one currency.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>The org's delete log reaches back to here at most.</summary>
    public DateTimeOffset DeleteLogStart { get; set; }

    public IEnumerable<SObjectTable> Tables => _tables.Values;

    /// <summary>Every reference field of every object, for cascades and child relationships.</summary>
    public IReadOnlyList<(SObjectType Child, SObjectField Field)> References => _references;

    /// <summary>The user that a writer acts as; writers without one act as the first user.</summary>
    public string UserOf(string writer) => _users.GetValueOrDefault(writer) ?? _users.GetValueOrDefault(RegisteredClient.People, string.Empty);

    public void SetUser(string writer, string userId) => _users[writer] = userId;

    public void Add(SObjectType type, DateTimeOffset now)
    {
        type.DescribedAt = now;
        var table = new SObjectTable(type);
        _tables.Add(type.Name, table);
        _byPrefix.Add(type.KeyPrefix, table);
        foreach (var field in type.Fields)
        {
            Note(type, field);
        }
    }

    /// <summary>Adds a field to an object that may have records.</summary>
    public void Add(SObjectTable table, SObjectField field, DateTimeOffset now)
    {
        table.Type.Add(field);
        table.Type.DescribedAt = now;
        table.FieldAdded(field);
        Note(table.Type, field);
    }

    /// <summary>The table of an object that clients see.</summary>
    public SObjectTable? Find(string typeName) => _tables.TryGetValue(typeName, out var table) && !table.Type.Hidden ? table : null;

    /// <summary>The table of an object, whether anybody sees it or not.</summary>
    public SObjectTable? FindAny(string typeName) => _tables.GetValueOrDefault(typeName);

    public SObjectTable TableOf(SObjectType type) => _tables[type.Name];

    /// <summary>The table, or the error of a request that names an object the org does not have.</summary>
    public SObjectTable Get(string typeName) => Find(typeName)
        ?? throw new SalesforceException(ErrorCodes.NotFound, "The requested resource does not exist");

    public SObjectTable? FindByPrefix(string id) => _byPrefix.GetValueOrDefault(id[..3]);

    /// <summary>The live record behind a reference.</summary>
    public StoredRecord? FindRow(string id) => FindByPrefix(id)?.Rows.Find(id);

    /// <summary>The child object and its field behind a child relationship ("OpportunityLineItems").</summary>
    public bool TryFindChildren(string parent, string relationship, [NotNullWhen(true)] out SObjectTable? children, [NotNullWhen(true)] out SObjectField? field)
    {
        foreach (var (child, reference) in _references)
        {
            if (string.Equals(reference.ChildRelationshipName, relationship, StringComparison.OrdinalIgnoreCase) && reference.ReferenceTo.Contains(parent)
                && !child.Hidden && !reference.Hidden)
            {
                (children, field) = (TableOf(child), reference);
                return true;
            }
        }

        (children, field) = (null, null);
        return false;
    }

    private void Note(SObjectType type, SObjectField field)
    {
        if (field is { Stored: true, Type: SObjectFieldType.Reference } && field.Name != "MasterRecordId" && field.ReferenceTo is not ["User"])
        {
            _references.Add((type, field));
        }
    }
}
