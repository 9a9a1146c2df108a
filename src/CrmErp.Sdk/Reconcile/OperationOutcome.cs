namespace CrmErp.Sdk;

/// <summary>What became of an operation.</summary>
public enum OperationOutcome
{
    /// <summary>Done.</summary>
    Resolved = 1,
    /// <summary>The state moved since it was listed; nothing was changed. List again.</summary>
    Stale = 2,
    /// <summary>It was settled already.</summary>
    AlreadyClosed = 3,
    /// <summary>There is no such thing.</summary>
    NotFound = 4,
    /// <summary>It is not possible as things stand (a write is on its way, or two records of one system would become one); nothing was changed.</summary>
    Refused = 5,
}
