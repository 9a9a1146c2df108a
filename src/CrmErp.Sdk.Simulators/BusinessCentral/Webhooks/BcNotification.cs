using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;

/// <summary>One entry of a notification request: which record, what happened, no data.</summary>
internal sealed record BcNotification(BcSubscription Subscription, string Resource, string ChangeType, DateTimeOffset Modified)
{
    public static BcNotification Record(BcSubscription subscription, string root, string id, BcPendingChange change) =>
        new(subscription, $"{root}companies({subscription.CompanyId})/{subscription.Set}({id})", change.Type, change.Last);

    public static BcNotification Collection(BcSubscription subscription, string root, DateTimeOffset since, DateTimeOffset now)
    {
        // The filter names a field of older versions, as the vendor's does.
        var time = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new(subscription, $"{root}companies({subscription.CompanyId})/{subscription.Set}?$filter=lastDateTimeModified%20gt%20{time}", "collection", now);
    }

    public static byte[] Write(IEnumerable<BcNotification> notifications)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("value");
            foreach (var notification in notifications)
            {
                writer.WriteStartObject();
                writer.WriteString("subscriptionId", notification.Subscription.Id);
                writer.WriteString("clientState", notification.Subscription.ClientState);
                writer.WriteString("expirationDateTime", Instant(notification.Subscription.Expires, "yyyy-MM-dd'T'HH:mm:ss'Z'"));
                writer.WriteString("resource", notification.Resource);
                writer.WriteString("changeType", notification.ChangeType);
                writer.WriteString("lastModifiedDateTime", Instant(notification.Modified, "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'"));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Instant(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
