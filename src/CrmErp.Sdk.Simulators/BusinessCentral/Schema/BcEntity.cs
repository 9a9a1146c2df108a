using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>A page: one entity set of the API.</summary>
internal sealed class BcEntity
{
    public BcEntity(string set, string type, string table, IEnumerable<BcField> fields)
    {
        Set = set;
        Type = type;
        TableCaption = table;
        Schema = new TableSchema(set, StringComparer.Ordinal, fields);
        IdSlot = Schema.Slot("id");
        Modified = Find("lastModifiedDateTime");
    }

    /// <summary>The set's name, as <c>customers</c>.</summary>
    public string Set { get; }

    /// <summary>The type's name, as <c>customer</c>.</summary>
    public string Type { get; }

    /// <summary>The table behind it, as messages call it.</summary>
    public string TableCaption { get; }

    public TableSchema Schema { get; }

    public int IdSlot { get; }

    /// <summary>The stamp; null for lines, which have none.</summary>
    public BcField? Modified { get; }

    /// <summary>The field that identifies a record to people and orders lists: number or code; null for lines.</summary>
    public string? KeyField { get; init; }

    /// <summary>The number series behind <see cref="KeyField"/>; null when the key must be given.</summary>
    public string? NumberSeries { get; init; }

    /// <summary>The field with the id of the document or journal a line belongs to.</summary>
    public string? ParentField { get; init; }

    /// <summary>The set of that document or journal.</summary>
    public string? ParentSet { get; init; }

    /// <summary>What the service says when lines are asked for without their document; null when it may be done.</summary>
    public string? ParentRequired { get; init; }

    public bool CanInsert { get; init; } = true;

    public bool CanModify { get; init; } = true;

    public bool CanDelete { get; init; } = true;

    public IReadOnlyList<BcNavigation> Navigations { get; init; } = [];

    /// <summary>Bound actions, as <c>shipAndInvoice</c>.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Fields with a lookup index.</summary>
    public IReadOnlyList<string> Indexed { get; init; } = [];

    public BcField? Find(string name) => (BcField?)Schema.Find(name);

    public BcField Field(string name) => (BcField)Schema.Fields[Schema.Slot(name)];

    public BcNavigation? Navigation(string name)
    {
        foreach (var navigation in Navigations)
        {
            if (navigation.Name == name)
            {
                return navigation;
            }
        }

        return null;
    }
}
