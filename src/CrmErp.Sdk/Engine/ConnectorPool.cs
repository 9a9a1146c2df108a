using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Engine;

/// <summary>One connector per connection, made when the engine is made and disposed with it.</summary>
internal sealed class ConnectorPool : IAsyncDisposable
{
    private readonly Dictionary<ConnectionId, IConnector> _connectors = [];
    private readonly Dictionary<ConnectionId, IReadOnlyList<string>> _scopes = [];

    public ConnectorPool(SyncDefinition definition, IServiceProvider services)
    {
        foreach (var connection in definition.Connections)
        {
            _connectors.Add(connection.Id, connection.Registration.Create(services, connection.Id));
            _scopes.Add(connection.Id, connection.Registration.Scopes?.Invoke(services, connection.Id) ?? [""]);
        }
    }

    public IReadOnlyDictionary<ConnectionId, IConnector> Connectors => _connectors;

    public IReadOnlyDictionary<ConnectionId, IReadOnlyList<string>> Scopes => _scopes;

    public async ValueTask DisposeAsync()
    {
        foreach (var connector in _connectors.Values)
        {
            await connector.DisposeAsync().ConfigureAwait(false);
        }
    }
}
