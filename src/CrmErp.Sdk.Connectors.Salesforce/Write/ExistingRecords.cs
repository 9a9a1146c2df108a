using System.Text.Json;
using CrmErp.Sdk.Connectors.Salesforce.Errors;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>
/// Completes refused creates: where Salesforce says that our key is taken, the record that holds it is looked up by the key, because
/// the refusal names it in words only, and not at all when the user may not see it.
/// </summary>
internal static class ExistingRecords
{
    public static async Task CompleteAsync(SalesforceClient client, WriteBatch batch, string? keyField, CancellationToken cancellationToken)
    {
        int[] open = [.. Enumerable.Range(0, batch.Request.Items.Count).Where(i => batch.Outcome(i) is { Kind: WriteOutcomeKind.Duplicate, Id: null } && IsAboutKey(batch.Outcome(i)!, keyField))];
        if (keyField is null || open.Length == 0)
        {
            return;
        }

        var query = new SoqlQuery(batch.Request.Shape.Object) { Select = ["Id", keyField] };
        var ids = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var part in QueryAddress.Split(open.Select(i => (FieldValue)batch.Item(i).Key), query))
        {
            var asked = new SoqlQuery(batch.Request.Shape.Object) { Select = ["Id", keyField] }.Where(Soql.In(keyField, part));
            foreach (var (key, id) in await SmallQuery.RunAsync(client, asked, r => (Text(r, keyField), Text(r, "Id")), cancellationToken).ConfigureAwait(false))
            {
                ids[key ?? ""] = SalesforceId.ToLong(id);
            }
        }

        foreach (var index in open)
        {
            if (ids.GetValueOrDefault(batch.Item(index).Key) is { } id)
            {
                batch.Replace(index, new WriteOutcome(WriteOutcomeKind.Duplicate) { Id = id, Errors = batch.Outcome(index)!.Errors });
            }
        }
    }

    private static bool IsAboutKey(WriteOutcome outcome, string? keyField) =>
        outcome.Errors is [{ Code: "DUPLICATE_VALUE" } error, ..]
        && (ErrorText.DuplicateField(SalesforceError.Of(error.Code, error.Message)) is not { } field || field == keyField);

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
