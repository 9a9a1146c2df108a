namespace CrmErp.Sdk.Diagnostics;

/// <summary>The codes and the catalogue of errors of stores; see <see cref="State.StoreException"/>.</summary>
public static class StoreErrors
{
    /// <summary>The schema was made by a newer version.</summary>
    public const string Newer = "CES5001";

    /// <summary>The file cannot be opened.</summary>
    public const string CannotOpen = "CES5002";

    /// <summary>Another process holds the store.</summary>
    public const string Locked = "CES5003";

    /// <summary>The store cannot be written.</summary>
    public const string ReadOnly = "CES5004";

    /// <summary>It is no store of ours.</summary>
    public const string Foreign = "CES5005";

    /// <summary>The store is damaged.</summary>
    public const string Corrupt = "CES5006";

    /// <summary>There is no room left.</summary>
    public const string Full = "CES5007";

    /// <summary>Reading or writing failed.</summary>
    public const string Failed = "CES5008";

    /// <summary>A commit was begun and its outcome is not known.</summary>
    public const string OutcomeUnknown = "CES5009";

    /// <summary>The settings of the store are wrong.</summary>
    public const string InvalidOptions = "CES5010";

    /// <summary>A map was replaced while a step worked with it.</summary>
    public const string MapReplaced = "CES5011";

    /// <summary>All entries, by code.</summary>
    public static IReadOnlyList<ErrorDescriptor> All { get; } =
    [
        Error(Newer, "Store of a newer version", "The store's schema was made by a newer version of the SDK; an older one could damage it.", "Use that version or a newer one, or another store."),
        Error(CannotOpen, "Store cannot be opened", "The folder does not exist, the path names a folder, or the process may not read the file.", "Create the folder, correct the data source, or grant access."),
        Error(Locked, "Store is locked", "Another process, or a tool that has the file open in a transaction, holds the lock.", "End the other process; one SQLite store serves one process. For several, use PostgreSQL."),
        Error(ReadOnly, "Store is read-only", "The file, its folder or the connection string forbids writing.", "Grant the process write access to the file and its folder, and remove Mode=ReadOnly."),
        Error(Foreign, "Not a store", "The file is no SQLite database, or the database of another program.", "Name a file of its own for the sync state."),
        Error(Corrupt, "Store is damaged", "The file's content is not what was written: a failing disk, or a copy that was made while it was written.", "Restore a backup; make backups with VACUUM INTO or with the process stopped."),
        Error(Full, "No room left", "The disk is full.", "Make room. The engine goes on by itself."),
        Error(Failed, "Store failed", "Reading or writing the store failed.", "See the inner error; check the disk."),
        Error(OutcomeUnknown, "Commit with unknown outcome", "The store failed while it confirmed a commit.", "See the inner error. The engine reads the state again before it goes on."),
        Error(InvalidOptions, "Invalid store settings", "The connection string or an option of the store is wrong.", "See the message."),
        Error(MapReplaced, "Map replaced meanwhile", "Another process activated a new version of a map while this one worked with the old one.", "Nothing: nothing was stored, and the process leaves the entity alone. Update it when the others are."),
    ];

    private static ErrorDescriptor Error(string code, string title, string cause, string fix) => new(code, ErrorSeverity.Error, title, cause, fix);
}
