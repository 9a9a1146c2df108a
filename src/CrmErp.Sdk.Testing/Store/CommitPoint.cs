namespace CrmErp.Sdk.Testing.Store;

/// <summary>Where in a commit a fault may strike.</summary>
internal enum CommitPoint
{
    /// <summary>Everything is checked, nothing is stored.</summary>
    BeforeCommit,
    /// <summary>Everything is stored, the caller does not know it yet.</summary>
    AfterCommit,
}
