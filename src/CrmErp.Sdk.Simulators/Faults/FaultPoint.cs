namespace CrmErp.Sdk.Simulators.Faults;

/// <summary>A moment in the life of a request.</summary>
public enum FaultPoint
{
    /// <summary>It has arrived whole; nothing is executed.</summary>
    BeforeExecute,

    /// <summary>It is executed and committed; no byte of the answer is sent.</summary>
    AfterCommitBeforeReply,

    /// <summary>The whole answer is sent.</summary>
    AfterReply,
}
