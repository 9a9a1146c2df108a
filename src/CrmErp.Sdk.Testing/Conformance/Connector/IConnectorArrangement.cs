using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>
/// What the conformance kit needs of a connector's test: the connector, an object to work on, and hands on the server's side. Every
/// check gets a fresh arrangement; other records may exist on the server.
/// </summary>
public interface IConnectorArrangement : IAsyncDisposable
{
    /// <summary>The connector under test.</summary>
    IConnector Connector { get; }

    /// <summary>The scope to work in; empty where the system has none.</summary>
    string Scope { get; }

    /// <summary>The object to work on, with the fields that the checks read.</summary>
    RecordShape Shape { get; }

    /// <summary>A writable free text field of the shape.</summary>
    string TextField { get; }

    /// <summary>Now, by the clock that the connector uses.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The fields of a valid record that differs from those of other numbers; <see cref="TextField"/> among them.</summary>
    IReadOnlyDictionary<string, FieldValue> Sample(int number);

    /// <summary>Somebody else than the integration makes a record; answers its id.</summary>
    Task<string> CreateAsync(IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken);

    /// <summary>Somebody else changes fields of a record.</summary>
    Task EditAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken);

    /// <summary>Somebody else deletes a record.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lets time pass for server and connector alike.</summary>
    Task AdvanceAsync(TimeSpan span, CancellationToken cancellationToken);
}

/// <summary>An arrangement whose server can commit late: a change is stamped now and becomes visible after a delay.</summary>
public interface ILateCommitArrangement : IConnectorArrangement
{
    /// <summary>Somebody changes a record in a transaction that is committed after a delay.</summary>
    Task EditLateAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, TimeSpan delay, CancellationToken cancellationToken);
}
