namespace CrmErp.Sdk;

/// <summary>The name of one configured account of one system, such as <c>crm</c> or <c>erp</c>. Compared ordinally.</summary>
/// <param name="Value">The name.</param>
public readonly record struct ConnectionId(string Value) : IComparable<ConnectionId>
{
    /// <inheritdoc/>
    public int CompareTo(ConnectionId other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>The name.</summary>
    public override string ToString() => Value;

    /// <summary>A name is a connection id wherever one is asked for.</summary>
    public static implicit operator ConnectionId(string value) => new(value);

    /// <summary>Orders ordinally.</summary>
    public static bool operator <(ConnectionId left, ConnectionId right) => left.CompareTo(right) < 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator >(ConnectionId left, ConnectionId right) => left.CompareTo(right) > 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator <=(ConnectionId left, ConnectionId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator >=(ConnectionId left, ConnectionId right) => left.CompareTo(right) >= 0;
}

/// <summary>A spoke: one connection and one scope of it (company, subsidiary, sales area).</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Scope">The scope; empty where a system has none.</param>
public readonly record struct SpokeId(ConnectionId Connection, string Scope) : IComparable<SpokeId>
{
    /// <inheritdoc/>
    public int CompareTo(SpokeId other)
    {
        var byConnection = Connection.CompareTo(other.Connection);
        return byConnection != 0 ? byConnection : string.CompareOrdinal(Scope, other.Scope);
    }

    /// <summary>The connection, and the scope if there is one.</summary>
    public override string ToString() => Scope.Length == 0 ? Connection.Value : $"{Connection.Value}/{Scope}";

    /// <summary>Orders by connection, then scope.</summary>
    public static bool operator <(SpokeId left, SpokeId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by connection, then scope.</summary>
    public static bool operator >(SpokeId left, SpokeId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by connection, then scope.</summary>
    public static bool operator <=(SpokeId left, SpokeId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by connection, then scope.</summary>
    public static bool operator >=(SpokeId left, SpokeId right) => left.CompareTo(right) >= 0;
}

/// <summary>Names one record of one outside system.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Scope">The scope; empty where a system has none.</param>
/// <param name="Object">The object, as the system calls it.</param>
/// <param name="Id">The record's id in that system, in the system's canonical spelling.</param>
public readonly record struct RecordRef(ConnectionId Connection, string Scope, string Object, string Id) : IComparable<RecordRef>
{
    /// <summary>The spoke the record lives on.</summary>
    public SpokeId Spoke => new(Connection, Scope);

    /// <inheritdoc/>
    public int CompareTo(RecordRef other)
    {
        var bySpoke = Spoke.CompareTo(other.Spoke);
        if (bySpoke != 0)
        {
            return bySpoke;
        }

        var byObject = string.CompareOrdinal(Object, other.Object);
        return byObject != 0 ? byObject : string.CompareOrdinal(Id, other.Id);
    }

    /// <summary>Reads the text form; false when it is none.</summary>
    public static bool TryParse(string text, out RecordRef reference)
    {
        reference = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var slash = colon < 0 ? -1 : text.IndexOf('/', colon);
        if (slash < 0)
        {
            return false;
        }

        var spoke = text.AsSpan(0, colon);
        var scope = spoke.IndexOf('/');
        reference = new RecordRef(
            new ConnectionId((scope < 0 ? spoke : spoke[..scope]).ToString()),
            scope < 0 ? "" : spoke[(scope + 1)..].ToString(),
            text[(colon + 1)..slash],
            text[(slash + 1)..]);
        return true;
    }

    /// <summary>Spoke, object and id.</summary>
    public override string ToString() => $"{Spoke}:{Object}/{Id}";

    /// <summary>Orders by spoke, object, then id, ordinally.</summary>
    public static bool operator <(RecordRef left, RecordRef right) => left.CompareTo(right) < 0;

    /// <summary>Orders by spoke, object, then id, ordinally.</summary>
    public static bool operator >(RecordRef left, RecordRef right) => left.CompareTo(right) > 0;

    /// <summary>Orders by spoke, object, then id, ordinally.</summary>
    public static bool operator <=(RecordRef left, RecordRef right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by spoke, object, then id, ordinally.</summary>
    public static bool operator >=(RecordRef left, RecordRef right) => left.CompareTo(right) >= 0;
}
