using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral.Api;
using CrmErp.Sdk.Simulators.BusinessCentral.OData;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;

/// <summary>The <c>subscriptions</c> set.</summary>
internal sealed class BcSubscriptionsApi
{
    private readonly BcWebhooks _webhooks;

    public BcSubscriptionsApi(BcWebhooks webhooks) => _webhooks = webhooks;

    public async ValueTask<SimulatorReply> AnswerAsync(BcCall call, string? key, CancellationToken cancellationToken)
    {
        switch (call.Method, key)
        {
            case ("GET", null):
                return BcReplies.Object(200, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStartArray("value");
                    foreach (var subscription in _webhooks.Subscriptions)
                    {
                        Write(writer, subscription);
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
            case ("GET", { } id):
                return Reply(200, _webhooks.Find(id));
            case ("POST", null):
                return Reply(201, await CreateAsync(call, cancellationToken).ConfigureAwait(false));
            case ("PATCH", { } id):
                CheckVersion(call, id);
                var body = call.JsonBody();
                return Reply(200, await _webhooks.RenewAsync(id, Text(body, "notificationUrl"), Text(body, "clientState"), cancellationToken).ConfigureAwait(false));
            case ("DELETE", { } id):
                CheckVersion(call, id);
                _webhooks.Remove(id);
                return BcReplies.Empty(204);
            default:
                throw new BcException(405, "BadRequest_MethodNotAllowed", $"The method {call.Method} is not allowed here.");
        }
    }

    private Task<BcSubscription> CreateAsync(BcCall call, CancellationToken cancellationToken)
    {
        var body = call.JsonBody();
        if (Text(body, "notificationUrl") is not { } url || Text(body, "resource") is not { } resource)
        {
            throw new BcException(400, "BadRequest_RequiredParamNotProvided", "A subscription needs a notificationUrl and a resource.");
        }

        return _webhooks.SubscribeAsync(url, resource, Text(body, "clientState") ?? "", call.Client, cancellationToken);
    }

    private void CheckVersion(BcCall call, string id)
    {
        var ifMatch = call.Header("If-Match");
        if (!BcETag.IsToken(ifMatch))
        {
            throw BcException.NoIfMatch();
        }

        if (ifMatch != "*" && ifMatch != BcETag.Of(_webhooks.Find(id).Version))
        {
            throw BcException.Changed();
        }
    }

    private static SimulatorReply Reply(int status, BcSubscription subscription) => BcReplies.Object(status, w => Write(w, subscription));

    private static void Write(Utf8JsonWriter writer, BcSubscription subscription)
    {
        writer.WriteStartObject();
        writer.WriteString("@odata.etag", BcETag.Of(subscription.Version));
        writer.WriteString("subscriptionId", subscription.Id);
        writer.WriteString("notificationUrl", subscription.NotificationUrl);
        writer.WriteString("resource", subscription.Resource);
        writer.WriteString("userId", subscription.Client);
        writer.WriteString("lastModifiedDateTime", subscription.Modified);
        writer.WriteString("clientState", subscription.ClientState);
        writer.WriteString("expirationDateTime", subscription.Expires);
        writer.WriteString("systemCreatedAt", subscription.Created);
        writer.WriteEndObject();
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
