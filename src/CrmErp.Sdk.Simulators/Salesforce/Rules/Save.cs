using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>One record on its way into the store: its values so far, and what was sent.</summary>
internal sealed class Save(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord? before, object?[] values, SObjectInput input)
{
    public SObjectWriter Writer { get; } = writer;

    public SalesforceOrg Org => Writer.Org;

    public Transaction Transaction { get; } = transaction;

    public SObjectTable Table { get; } = table;

    /// <summary>The version that is replaced; null for a create.</summary>
    public StoredRecord? Before { get; } = before;

    public object?[] Values { get; } = values;

    public bool IsCreate => Before is null;

    /// <summary>Data that was there at the start is derived like any other, but refused nothing.</summary>
    public bool IsSeed => Transaction.Writer == OAuth.RegisteredClient.Seed;

    public object? this[string name]
    {
        get => Values[Field(name).Slot];
        set => Values[Field(name).Slot] = value;
    }

    public string? Text(string name) => this[name] as string;

    public decimal? Number(string name) => this[name] as decimal?;

    public bool Flag(string name) => this[name] is true;

    /// <summary>Whether the request sets the field.</summary>
    public bool Sets(string name)
    {
        foreach (var (field, _) in input.Values)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the value differs from the one before.</summary>
    public bool Changes(string name) => Before is null || !Equals(Before[Field(name).Slot], this[name]);

    /// <summary>The live record behind a reference field of this one.</summary>
    public StoredRecord? Parent(string name) => Text(name) is { } id ? Org.FindRow(id) : null;

    private SObjectField Field(string name) => Table.Type.Find(name)
        ?? throw new InvalidOperationException($"{Table.Type.Name} has no field {name}.");
}
