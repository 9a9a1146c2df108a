using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Webhooks;

/// <summary>
/// Verifies notifications and turns them into hints. There is no signature: the shared secret that the subscription was made with must
/// stand in each. Any answer but 2xx, 408, 429 and 5xx makes the service delete the subscription, so only what cannot be ours is refused.
/// </summary>
internal sealed partial class WebhookReceiver(BusinessCentralSession session)
{
    public WebhookResult Receive(WebhookRequest request)
    {
        if (Token(request.Uri) is { } token)
        {
            return new WebhookResult { StatusCode = 200, ResponseBody = token, ContentType = "text/plain" };
        }

        if (session.Options.WebhookSecret is not { } secret)
        {
            return Refuse("Webhooks are not set up: WebhookSecret is empty.");
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return Read(document.RootElement, Encoding.UTF8.GetBytes(secret));
        }
        catch (JsonException)
        {
            return Refuse("The notification is not JSON.");
        }
    }

    private static WebhookResult Refuse(string reason) => new() { StatusCode = 401, Refusal = reason };

    private static string? Token(Uri address)
    {
        foreach (var pair in address.Query.TrimStart('?').Split('&'))
        {
            if (pair.StartsWith("validationToken=", StringComparison.OrdinalIgnoreCase))
            {
                return Uri.UnescapeDataString(pair["validationToken=".Length..].Replace('+', ' '));
            }
        }

        return null;
    }

    private WebhookResult Read(JsonElement root, byte[] secret)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("value", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return Refuse("The notification has no list.");
        }

        var records = new List<RecordHint>();
        var objects = new List<ObjectHint>();
        foreach (var item in list.EnumerateArray())
        {
            // One post may mix subscriptions; one wrong secret condemns all of it.
            var state = Encoding.UTF8.GetBytes(Text(item, "clientState") ?? "");
            if (!CryptographicOperations.FixedTimeEquals(state, secret))
            {
                return Refuse("The shared secret of a notification is wrong.");
            }

            AddHints(Text(item, "resource") ?? "", records, objects);
        }

        return new WebhookResult { StatusCode = 200, Hints = records, ObjectHints = [.. objects.Distinct()] };
    }

    private void AddHints(string resource, List<RecordHint> records, List<ObjectHint> objects)
    {
        if (Resource().Match(resource) is not { Success: true } match)
        {
            return;
        }

        var scope = session.ScopeOf(match.Groups["company"].Value);
        foreach (var page in ApiPages.Known.Where(p => p.Set == match.Groups["set"].Value).DefaultIfEmpty(ApiPages.Of(match.Groups["set"].Value)))
        {
            if (scope is not null && match.Groups["id"] is { Success: true, Value: var id })
            {
                records.Add(new RecordHint(scope, page.Object, id.ToLowerInvariant()));
            }
            else
            {
                // A company whose name was not looked up yet, or a notification for many records: the feeds know.
                objects.AddRange((scope is null ? session.Options.Companies : [scope]).Select(s => new ObjectHint(s, page.Object)));
            }
        }
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Absolute or relative, with or without a leading slash; a collection has a query in place of the id.
    [GeneratedRegex(@"companies\((?<company>[0-9a-fA-F-]{36})\)/(?<set>\w+)(?:\((?<id>[0-9a-fA-F-]{36})\))?")]
    private static partial Regex Resource();
}
