using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SQLitePCL;

namespace CrmErp.Sdk.Stores.Sqlite.Native;

/// <summary>
/// A prepared statement, used by one caller at a time: bind in order, step, read columns, dispose (which resets it; the session
/// keeps it). It binds and reads UTF-8 spans, so that a row costs no more strings than its fields.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _sql;
    private int _parameter;
    private bool _inUse;

    public Statement(sqlite3 database, sqlite3_stmt statement, string sql)
    {
        _database = database;
        _statement = statement;
        _sql = sql;
    }

    public int Changes => raw.sqlite3_changes(_database);

    public Statement Begin()
    {
        if (_inUse)
        {
            throw new InvalidOperationException($"The statement is in use already: {_sql}");
        }

        _inUse = true;
        _parameter = 0;
        return this;
    }

    public Statement Add(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_parameter, value));
        return this;
    }

    public Statement Add(long? value) => value is { } number ? Add(number) : AddNull();

    public Statement Add(bool value) => Add(value ? 1L : 0L);

    public Statement Add(DateTimeOffset value) => Add(value.UtcTicks);

    public Statement Add(DateTimeOffset? value) => value is { } time ? Add(time.UtcTicks) : AddNull();

    public Statement Add(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Add(bytes);
    }

    public Statement Add(GoldenId value) => Add(value.Value);

    public Statement Add(GoldenId? value) => value is { } id ? Add(id.Value) : AddNull();

    public Statement Add(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return Add(bytes);
    }

    public Statement Add(string? value)
    {
        if (value is null)
        {
            return AddNull();
        }

        // An empty span has no address, and SQLite takes a text without address for NULL.
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_statement, ++_parameter, utf8z.FromString("")));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= 512)
        {
            Span<byte> small = stackalloc byte[most];
            return AddText(small[..Encoding.UTF8.GetBytes(value, small)]);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(most);
        AddText(buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return this;
    }

    public Statement AddNull()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_parameter));
        return this;
    }

    /// <summary>Binds a blob without bytes; it is not NULL.</summary>
    public Statement AddEmptyBlob()
    {
        Check(raw.sqlite3_bind_zeroblob(_statement, ++_parameter, 0));
        return this;
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw SqliteFailure.Of(_database, code),
        };
    }

    /// <summary>Runs the statement to its end, gives it back, and answers how many rows it changed.</summary>
    public int Run()
    {
        using (this)
        {
            while (Step())
            {
            }

            return Changes;
        }
    }

    /// <summary>The number in the first column of the first row, or null when there is no row or it is NULL; gives the statement back.</summary>
    public long? Scalar()
    {
        using (this)
        {
            return Step() ? Number(0) : null;
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(_statement, column);

    public bool Boolean(int column) => Int64(column) != 0;

    public long? Number(int column) => IsNull(column) ? null : Int64(column);

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? MaybeTime(int column) => IsNull(column) ? null : Time(column);

    /// <summary>The bytes of a blob or of a text as it is stored; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? MaybeText(int column) => IsNull(column) ? null : Text(column);

    public Guid Guid(int column) => new(Bytes(column), bigEndian: true);

    public GoldenId GoldenId(int column) => new(Guid(column));

    public GoldenId? MaybeGoldenId(int column) => IsNull(column) ? null : GoldenId(column);

    public UInt128 Hash(int column) => BinaryPrimitives.ReadUInt128BigEndian(Bytes(column));

    public void Dispose()
    {
        _ = raw.sqlite3_reset(_statement);
        _ = raw.sqlite3_clear_bindings(_statement);
        _inUse = false;
    }

    public void Close() => _statement.Dispose();

    private Statement Add(ReadOnlySpan<byte> blob)
    {
        Check(raw.sqlite3_bind_blob(_statement, ++_parameter, blob));
        return this;
    }

    private Statement AddText(ReadOnlySpan<byte> text)
    {
        Check(raw.sqlite3_bind_text(_statement, ++_parameter, text));
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.Of(_database, code);
        }
    }
}
