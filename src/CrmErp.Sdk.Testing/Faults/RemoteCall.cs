namespace CrmErp.Sdk.Testing;

/// <summary>What a connector asks of a system.</summary>
public enum RemoteOperation
{
    /// <summary>One page of all records.</summary>
    ReadPage = 1,
    /// <summary>Records by id.</summary>
    GetMany = 2,
    /// <summary>Records by the value of a field.</summary>
    Find = 3,
    /// <summary>The number of records.</summary>
    Count = 4,
    /// <summary>The cursor that stands for now.</summary>
    CurrentCursor = 5,
    /// <summary>One page of changes.</summary>
    Changes = 6,
    /// <summary>A batch of writes.</summary>
    Write = 7,
    /// <summary>The schema.</summary>
    Metadata = 8,
    /// <summary>A check of the connection.</summary>
    Check = 9,
}

/// <summary>One call to a fake system.</summary>
/// <param name="System">The system's name in the world.</param>
/// <param name="Number">The call's number within the system, from 1.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Object">The object; empty for calls about none.</param>
/// <param name="At">When it was made, by the world's clock.</param>
public sealed record RemoteCall(string System, long Number, RemoteOperation Operation, string Scope, string Object, DateTimeOffset At)
{
    /// <summary>For writes: what the items do.</summary>
    public IReadOnlyList<Connectors.WriteOperation> Writes { get; init; } = [];

    /// <summary>For pages: whether only ids and versions are asked for.</summary>
    public bool HeadsOnly { get; init; }

    /// <summary>System, operation and object.</summary>
    public override string ToString() => $"{System}#{Number} {Operation} {Object}";
}
