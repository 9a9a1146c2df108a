namespace CrmErp.Sdk.Simulators.Storage;

/// <summary>A column. Simulators derive from it to add what their metadata says.</summary>
public class FieldDefinition
{
    /// <summary>Creates a column.</summary>
    /// <param name="name">The system's own name.</param>
    public FieldDefinition(string name) => Name = name;

    /// <summary>The system's own name.</summary>
    public string Name { get; }

    /// <summary>Its place in <see cref="StoredRecord.Values"/>; given by the schema.</summary>
    public int Slot { get; internal set; } = -1;
}
