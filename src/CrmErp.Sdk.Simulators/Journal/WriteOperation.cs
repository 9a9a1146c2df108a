namespace CrmErp.Sdk.Simulators.Journal;

/// <summary>What a write did to one record.</summary>
public enum WriteOperation
{
    /// <summary>The record was created (or brought back).</summary>
    Create,

    /// <summary>The record was changed.</summary>
    Update,

    /// <summary>The record was deleted, or ceased to exist by a posting.</summary>
    Delete,
}
