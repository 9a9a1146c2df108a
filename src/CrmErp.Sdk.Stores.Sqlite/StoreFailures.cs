using System.Globalization;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Stores.Sqlite.Native;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrmErp.Sdk.Stores.Sqlite;

/// <summary>What the store says when it cannot do something: the file by its name, never the connection string, never a value.</summary>
internal static class StoreFailures
{
    public static StoreException Newer(string file, int version, int known) => new(
        StoreErrors.Newer,
        string.Create(CultureInfo.InvariantCulture, $"The database '{file}' has schema version {version}; this version of CrmErp.Sdk knows {known}. Use the version that made it, or a newer one."));

    public static StoreException Foreign(string file) => new(
        StoreErrors.Foreign,
        $"The file '{file}' is a database of another program. Name a file of its own for the sync state.");

    public static StoreException ReadOnly(string file) => new(
        StoreErrors.ReadOnly,
        $"The database '{file}' cannot be written. Grant this process write access to the file and its folder, and do not open it with Mode=ReadOnly.");

    public static StoreException NoFolder(string file, string folder) => new(
        StoreErrors.CannotOpen,
        $"The folder '{folder}' of the database '{file}' does not exist. Create it, or correct the data source.");

    public static StoreException Options(string problem) => new(StoreErrors.InvalidOptions, problem);

    public static StoreException Of(string file, SqliteException failure) => Of(file, failure.SqliteErrorCode, failure);

    public static StoreException Of(string file, SqliteFailure failure) => Of(file, failure.Code, failure);

    /// <summary>COMMIT failed in a way that leaves open whether the log holds it.</summary>
    public static StoreException Unknown(string file, SqliteFailure failure) => new(
        StoreErrors.OutcomeUnknown,
        $"The disk failed while a commit to '{file}' was confirmed: it is unknown whether it was stored. Read the state again before going on.",
        failure);

    private static StoreException Of(string file, int code, Exception failure) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(StoreErrors.Locked, $"The database '{file}' is locked by another process or tool. End it; one SQLite store serves one process.", failure),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new(StoreErrors.ReadOnly, ReadOnly(file).Message, failure),
        raw.SQLITE_CANTOPEN => new(StoreErrors.CannotOpen, $"The database '{file}' cannot be opened: the path names a folder, or this process may not use the file or its folder.", failure),
        raw.SQLITE_NOTADB => new(StoreErrors.Foreign, $"The file '{file}' is no SQLite database. Name a file of its own for the sync state.", failure),
        raw.SQLITE_CORRUPT => new(StoreErrors.Corrupt, $"The database '{file}' is damaged. Restore a backup.", failure),
        raw.SQLITE_FULL => new(StoreErrors.Full, $"The disk is full: the database '{file}' could not grow. Nothing was stored.", failure),
        _ => new(StoreErrors.Failed, $"The database '{file}' failed. Nothing was stored. See the inner error.", failure),
    };
}
