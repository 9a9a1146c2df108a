using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrmErp.Sdk.Stores.Sqlite.Native;

/// <summary>One connection with its prepared statements. Used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;

    // Every statement's text is a constant, so the same text is the same object.
    private readonly Dictionary<object, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    private SqliteSession(SqliteConnection connection)
    {
        _connection = connection;
        _database = connection.Handle!;
    }

    public bool IsReadOnly => raw.sqlite3_db_readonly(_database, "main") == 1;

    public int StatementCount => _statements.Count;

    public bool InTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    public static SqliteSession Open(string connectionString, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            _ = raw.sqlite3_busy_timeout(connection.Handle!, (int)busyTimeout.TotalMilliseconds);
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The prepared statement of a text, ready to be bound.</summary>
    /// <param name="sql">A constant.</param>
    public Statement Get(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = Prepare(sql));
        }

        return statement.Begin();
    }

    public int Run(string sql) => Get(sql).Run();

    /// <summary>Runs statements that are needed once, such as a schema's.</summary>
    public void Script(string sql)
    {
        var code = raw.sqlite3_exec(_database, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(_database, code);
        }
    }

    /// <summary>The first column of the first row of a statement that is needed once.</summary>
    public string? Once(string sql)
    {
        var statement = Prepare(sql).Begin();
        try
        {
            return statement.Step() ? statement.MaybeText(0) : null;
        }
        finally
        {
            statement.Dispose();
            statement.Close();
        }
    }

    /// <summary>Ends a transaction that failed, wherever it failed.</summary>
    public void Rollback()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        if (InTransaction)
        {
            Run("ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Close();
        }

        _connection.Dispose();
    }

    private Statement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        return code == raw.SQLITE_OK ? new Statement(_database, statement, sql) : throw SqliteFailure.Of(_database, code);
    }
}
