using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>Reads a describe answer. Keys that are missing read as false or empty: answers differ between versions and orgs.</summary>
internal static class DescribeReader
{
    /// <exception cref="ConnectorException">The answer is no describe answer.</exception>
    public static ObjectDescription Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return new ObjectDescription(
                root.GetProperty("name").GetString()!,
                Flag(root, "createable"),
                Flag(root, "updateable"),
                Flag(root, "deletable"),
                Flag(root, "replicateable"),
                [.. root.GetProperty("fields").EnumerateArray().Where(f => !Flag(f, "deprecatedAndHidden")).Select(ReadField)]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConnectorException(ErrorKind.Internal, "Salesforce answered a describe call with something that is not a description.", error);
        }
    }

    private static FieldDescription ReadField(JsonElement field) => new(field.GetProperty("name").GetString()!, field.GetProperty("type").GetString()!)
    {
        Length = Number(field, "length"),
        Precision = Number(field, "precision"),
        Scale = Number(field, "scale"),
        Digits = Number(field, "digits"),
        Createable = Flag(field, "createable"),
        Updateable = Flag(field, "updateable"),
        Nillable = Flag(field, "nillable"),
        DefaultedOnCreate = Flag(field, "defaultedOnCreate"),
        Unique = Flag(field, "unique"),
        CaseSensitive = Flag(field, "caseSensitive"),
        ExternalId = Flag(field, "externalId"),
        Filterable = Flag(field, "filterable"),
        RestrictedPicklist = Flag(field, "restrictedPicklist"),
        PicklistValues = [.. Elements(field, "picklistValues").Where(v => !v.TryGetProperty("active", out var active) || active.ValueKind != JsonValueKind.False).Select(v => v.GetProperty("value").GetString()!)],
        ReferenceTo = [.. Elements(field, "referenceTo").Select(r => r.GetString()!)],
    };

    private static bool Flag(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int Number(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static JsonElement.ArrayEnumerator Elements(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
}
