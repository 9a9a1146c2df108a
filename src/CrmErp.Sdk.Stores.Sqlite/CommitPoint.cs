namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>Where in a commit a fault may strike.</summary>
internal enum CommitPoint
{
    /// <summary>Every statement ran, COMMIT did not.</summary>
    BeforeCommit,
    /// <summary>COMMIT succeeded, the caller does not know it yet.</summary>
    AfterCommit,
}
