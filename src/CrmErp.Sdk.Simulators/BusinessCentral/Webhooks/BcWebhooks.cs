using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.OData;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;

/// <summary>
/// Subscriptions and their notifications: held back for 30 seconds after the first change, merged per record, without data; sent when the
/// owner of the simulator pumps.
/// </summary>
internal sealed class BcWebhooks : IDisposable
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(3);

    private const int MaxSubscriptions = 200;
    private const int CollectionAt = 1000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly int[] RetryMinutes = [1, 1, 10, 100, 1000];

    private readonly Lock _lock = new();
    private readonly BcEnvironment _environment;
    private readonly BcWebhookSender _sender;
    private readonly List<BcSubscription> _subscriptions = [];
    private readonly Dictionary<(string Company, string Set, string Id), BcPendingChange> _changes = [];
    private readonly List<BcDelivery> _deliveries = [];

    public BcWebhooks(BcEnvironment environment)
    {
        _environment = environment;
        _sender = new BcWebhookSender(environment.Options.WebhookSender);
        environment.State.Database.Committed = OnCommitted;
    }

    public IReadOnlyList<BcSubscription> Subscriptions
    {
        get
        {
            lock (_lock)
            {
                DropExpired();
                return [.. _subscriptions];
            }
        }
    }

    public BcSubscription Find(string id) =>
        Subscriptions.FirstOrDefault(s => s.Id == id)
        ?? throw new BcException(404, "Internal_RecordNotFound", $"The subscription '{id}' does not exist.");

    /// <summary>Subscribes: the address must answer the handshake first.</summary>
    public async Task<BcSubscription> SubscribeAsync(string url, string resource, string clientState, string client, CancellationToken cancellationToken)
    {
        var (company, set) = BcWebhookResource.Parse(_environment, resource);
        if (Subscriptions.Count >= MaxSubscriptions)
        {
            throw BcException.Dialog($"The number of subscriptions is limited to {MaxSubscriptions}.");
        }

        if (Subscriptions.Any(s => s.NotificationUrl == url && s.CompanyId == company.Id && s.Set == set && s.Client == client))
        {
            throw new BcException(409, "Internal_EntityWithSameKeyExists", "A subscription for this resource and notification URL exists already.");
        }

        await HandshakeAsync(url, cancellationToken).ConfigureAwait(false);
        var now = _environment.State.Time.GetUtcNow();
        var subscription = new BcSubscription(
            _environment.State.Ids.NextGuid().ToString("N"), url, resource, company.Id, set, clientState, client, now, now, now + Life, NextVersion());
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Renews for three more days, with a handshake.</summary>
    public async Task<BcSubscription> RenewAsync(string id, string? url, string? clientState, CancellationToken cancellationToken)
    {
        var current = Find(id);
        await HandshakeAsync(url ?? current.NotificationUrl, cancellationToken).ConfigureAwait(false);
        var now = _environment.State.Time.GetUtcNow();
        var renewed = current with
        {
            NotificationUrl = url ?? current.NotificationUrl,
            ClientState = clientState ?? current.ClientState,
            Modified = now,
            Expires = now + Life,
            Version = NextVersion(),
        };
        lock (_lock)
        {
            _subscriptions[_subscriptions.FindIndex(s => s.Id == id)] = renewed;
        }

        return renewed;
    }

    public void Remove(string id)
    {
        lock (_lock)
        {
            _subscriptions.RemoveAll(s => s.Id == id);
        }
    }

    /// <summary>Sends what is due by the clock; gives the number of requests made.</summary>
    public async Task<int> PumpAsync(string root, CancellationToken cancellationToken)
    {
        var now = _environment.State.Time.GetUtcNow();
        List<BcDelivery> due;
        lock (_lock)
        {
            DropExpired();
            _deliveries.AddRange(TakeDue(root, now));
            due = _deliveries.FindAll(d => d.Due <= now);
            _deliveries.RemoveAll(d => d.Due <= now);
        }

        foreach (var delivery in due)
        {
            var status = await _sender.SendAsync(delivery.Url, delivery.Body, _environment.State.Ids.NextGuid(), cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                Settle(delivery, status, now);
            }
        }

        return due.Count;
    }

    public void Dispose() => _sender.Dispose();

    private void OnCommitted(SimulatedTable table, StoredRecord? before, StoredRecord after)
    {
        lock (_lock)
        {
            if (!_subscriptions.Exists(s => s.CompanyId == table.Scope && s.Set == table.Name))
            {
                return;
            }

            var now = _environment.State.Time.GetUtcNow();
            var type = after.Deleted ? "deleted" : before is null or { Deleted: true } ? "created" : "updated";
            if (!_changes.TryGetValue((table.Scope, table.Name, after.Id), out var change))
            {
                _changes[(table.Scope, table.Name, after.Id)] = change = new BcPendingChange { First = now, Type = type };
            }

            // A create that is updated within the window arrives as created; a delete hides what was before.
            change.Type = type == "updated" ? change.Type : type;
            change.Last = now;
        }
    }

    private List<BcDelivery> TakeDue(string root, DateTimeOffset now)
    {
        var due = _changes.Where(c => c.Value.First + Window <= now).ToList();
        foreach (var (key, _) in due)
        {
            _changes.Remove(key);
        }

        var notifications = new List<BcNotification>();
        foreach (var subscription in _subscriptions)
        {
            var own = due.FindAll(c => c.Key.Company == subscription.CompanyId && c.Key.Set == subscription.Set);
            if (own.Count > CollectionAt)
            {
                notifications.Add(BcNotification.Collection(subscription, root, own.Min(c => c.Value.First), now));
            }
            else
            {
                notifications.AddRange(own.Select(c => BcNotification.Record(subscription, root, c.Key.Id, c.Value)));
            }
        }

        return [.. notifications.GroupBy(n => n.Subscription.NotificationUrl).Select(g =>
            new BcDelivery(g.Key, BcNotification.Write(g), [.. g.Select(n => n.Subscription.Id).Distinct()], now, 0))];
    }

    private void Settle(BcDelivery delivery, int status, DateTimeOffset now)
    {
        if (status is >= 200 and < 300)
        {
            return;
        }

        if (status is 0 or 408 or 429 or >= 500)
        {
            if (delivery.Attempts < RetryMinutes.Length)
            {
                _deliveries.Add(delivery with { Due = now + TimeSpan.FromMinutes(RetryMinutes[delivery.Attempts]), Attempts = delivery.Attempts + 1 });
            }

            return;
        }

        // Any other status ends the subscription.
        _subscriptions.RemoveAll(s => delivery.Subscriptions.Contains(s.Id));
    }

    private async Task HandshakeAsync(string url, CancellationToken cancellationToken)
    {
        var token = _environment.State.Ids.NextToken(32);
        if (!await _sender.HandshakeAsync(url, token, cancellationToken).ConfigureAwait(false))
        {
            throw BcException.BadRequest("The notification URL did not answer the handshake with the validation token.");
        }
    }

    private void DropExpired()
    {
        var now = _environment.State.Time.GetUtcNow();
        _subscriptions.RemoveAll(s => s.Expires <= now);
    }

    private long NextVersion() => _environment.State.Database.Read(_environment.State.Database.NextVersion);
}
