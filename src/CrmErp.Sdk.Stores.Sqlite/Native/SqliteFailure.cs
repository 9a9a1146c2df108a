using SQLitePCL;

namespace CrmErp.Sdk.Stores.Sqlite.Native;

/// <summary>What SQLite answered when it could not do something. It never leaves the store: it becomes a StoreException there.</summary>
internal sealed class SqliteFailure : Exception
{
    private SqliteFailure(int code, int extendedCode, string message)
        : base(message)
    {
        Code = code & 0xff;
        ExtendedCode = extendedCode;
    }

    /// <summary>The primary code.</summary>
    public int Code { get; }

    /// <summary>The extended code.</summary>
    public int ExtendedCode { get; }

    // SQLite's text may quote a statement, never a bound value.
    public static SqliteFailure Of(sqlite3 database, int code)
    {
        var extended = raw.sqlite3_extended_errcode(database);
        return new SqliteFailure(code, extended, $"SQLite error {code} ({extended}): {raw.sqlite3_errmsg(database).utf8_to_string()}");
    }
}
