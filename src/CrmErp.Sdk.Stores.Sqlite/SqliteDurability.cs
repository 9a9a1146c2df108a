namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>What a commit survives. Both survive a killed process and never leave half a commit.</summary>
public enum SqliteDurability
{
    /// <summary>
    /// Every commit is flushed to the disk (<c>PRAGMA synchronous=FULL</c>): it survives a power failure and a crash of the
    /// operating system. A commit of a hundred rows or more hardly costs more for it.
    /// </summary>
    Full = 1,

    /// <summary>
    /// The log is flushed at checkpoints only (<c>PRAGMA synchronous=NORMAL</c>): after a power failure the last commits may be
    /// missing. Then the engine does not know writes that it made: it finds them again where the system has a marker or external
    /// id of ours, elsewhere a duplicate is possible. Only for states that can be thrown away.
    /// </summary>
    Normal = 2,
}
