namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>What a request does to an object; fault rules match on it.</summary>
public enum RequestOperation
{
    /// <summary>None of the others: metadata, tokens, limits.</summary>
    Other,

    /// <summary>Reads one record or a page.</summary>
    Read,

    /// <summary>Creates a record.</summary>
    Create,

    /// <summary>Updates a record.</summary>
    Update,

    /// <summary>Creates or updates by a key.</summary>
    Upsert,

    /// <summary>Deletes a record.</summary>
    Delete,

    /// <summary>A named action, as posting a document.</summary>
    Action,

    /// <summary>Several operations in one request.</summary>
    Batch,
}
