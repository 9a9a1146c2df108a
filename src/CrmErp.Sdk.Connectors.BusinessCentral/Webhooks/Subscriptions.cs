using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Webhooks;

/// <summary>Makes and renews subscriptions. They live three days; one per page and address.</summary>
internal sealed class Subscriptions(BusinessCentralSession session)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(1);
    private static readonly RecordShape Shape = new("subscriptions",
        [new("resource", FieldKind.Text), new("notificationUrl", FieldKind.Text), new("expirationDateTime", FieldKind.Instant)]);

    private static readonly JsonRecordPlan Listed = JsonRecordPlan.Create(Shape, new JsonRecordLayout { Items = "value", Id = "subscriptionId", Version = "@odata.etag" });
    private static readonly JsonRecordPlan Single = JsonRecordPlan.Create(Shape, new JsonRecordLayout { Id = "subscriptionId", Version = "@odata.etag" });

    public async Task<DateTimeOffset?> EnsureAsync(WebhookSubscriptionRequest request, CancellationToken cancellationToken)
    {
        if (session.Options.WebhookSecret is null)
        {
            throw new ConnectorException(ErrorKind.Configuration, $"Connection '{session.Connection}': set WebhookSecret to use webhooks.") { NotSent = true };
        }

        var company = await session.CompanyPathAsync(request.Scope, cancellationToken).ConfigureAwait(false);
        var existing = await ReadAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset? first = null;
        foreach (var set in request.Objects.Select(o => ApiPages.Of(o).Set).Distinct(StringComparer.Ordinal))
        {
            var resource = $"/api/{session.Options.Api.Trim('/')}/{company}/{set}";
            var ours = existing.FirstOrDefault(s => Names(s, resource, request.NotificationUri));
            if (await SubscribeAsync(resource, request.NotificationUri, ours, cancellationToken).ConfigureAwait(false) is { } expires && (first is null || expires < first))
            {
                first = expires;
            }
        }

        return first - RenewBefore;
    }

    private static bool Names(Record subscription, string resource, Uri address) =>
        (subscription.Fields[0].TextOrNull() ?? "").TrimStart('/').EndsWith(resource.TrimStart('/'), StringComparison.OrdinalIgnoreCase) &&
        string.Equals(subscription.Fields[1].TextOrNull(), address.AbsoluteUri, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<Record>> ReadAsync(CancellationToken cancellationToken)
    {
        using var response = await session.Client.ReadAsync(session.Get("subscriptions"), cancellationToken).ConfigureAwait(false);
        using var page = JsonRecordPage.Create(Listed, session.Connection, "", response.TakeBody());
        return [.. Enumerable.Range(0, page.Count).Select(page.Read)];
    }

    // The expiry, or null for a page that cannot be subscribed to: it is polled only.
    private async Task<DateTimeOffset?> SubscribeAsync(string resource, Uri address, Record? existing, CancellationToken cancellationToken)
    {
        var body = Body(resource, address);
        var request = existing is null
            ? Request(HttpMethod.Post, "subscriptions", body)
            : Request(HttpMethod.Patch, $"subscriptions('{Uri.EscapeDataString(existing.Ref.Id)}')", body, ODataETag.IfMatch(existing.Version));
        using var result = await session.Client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.Response is not { } response)
        {
            throw result.Error!;
        }

        if (response.IsSuccess)
        {
            var made = response.Body.IsEmpty ? null : JsonRecordPage.ReadOne(Single, session.Connection, "", response.Body.Span);
            return made?.Fields[2] is { HasValue: true } expires ? expires.AsInstant() : session.Time.GetUtcNow() + TimeSpan.FromDays(3);
        }

        return response.Fault?.Kind is ErrorKind.Validation or ErrorKind.NotFound ? null : throw session.Client.ToException(response);
    }

    // Making a subscription twice makes one: the second is refused as a duplicate and found at the next renewal.
    private ConnectorRequest Request(HttpMethod method, string address, ReadOnlyMemory<byte> body, params IReadOnlyList<KeyValuePair<string, string>> headers) =>
        new(method, address) { Body = body, Headers = headers, Pools = session.Pools };

    private ReadOnlyMemory<byte> Body(string resource, Uri address) => JsonBody.Create(json =>
    {
        json.WriteStartObject();
        json.WriteString("notificationUrl", address.AbsoluteUri);
        json.WriteString("resource", resource);
        json.WriteString("clientState", session.Options.WebhookSecret);
        json.WriteEndObject();
    });
}
