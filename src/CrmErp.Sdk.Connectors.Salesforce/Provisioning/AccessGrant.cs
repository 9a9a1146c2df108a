using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Salesforce.Errors;
using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Provisioning;

/// <summary>Lets the integration user see what was made, through a permission set of its own that an administrator can read and take back.</summary>
internal sealed class AccessGrant(SalesforceClient client)
{
    /// <summary>The permission set's name.</summary>
    public const string PermissionSet = "CrmErp_Sync";

    private const string Purpose = "Lets the integration user read and write what was made.";

    /// <summary>Grants access to objects (<c>Invoice__c</c>) and fields (<c>Invoice__c.Status__c</c>).</summary>
    public async Task<ProvisioningItem> GrantAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        try
        {
            var set = await FindAsync("PermissionSet", "Name", PermissionSet, cancellationToken).ConfigureAwait(false)
                ?? await PostAsync("PermissionSet", [("Name", PermissionSet), ("Label", "CRM-ERP sync")], cancellationToken).ConfigureAwait(false);
            foreach (var name in names.Where(n => !n.Contains('.', StringComparison.Ordinal)))
            {
                await PostAsync("ObjectPermissions", [("ParentId", set), ("SobjectType", name), ("PermissionsRead", true), ("PermissionsCreate", true), ("PermissionsEdit", true), ("PermissionsDelete", true), ("PermissionsViewAllRecords", true)], cancellationToken).ConfigureAwait(false);
            }

            foreach (var name in names.Where(n => n.Contains('.', StringComparison.Ordinal)))
            {
                await PostAsync("FieldPermissions", [("ParentId", set), ("SobjectType", name[..name.IndexOf('.', StringComparison.Ordinal)]), ("Field", name), ("PermissionsRead", true), ("PermissionsEdit", true)], cancellationToken).ConfigureAwait(false);
            }

            if (await client.GetTokenAsync(cancellationToken).ConfigureAwait(false) is { Identity: { } identity } && SalesforceId.ToLong(identity.AsSpan(identity.LastIndexOf('/') + 1)) is { } user)
            {
                await PostAsync("PermissionSetAssignment", [("PermissionSetId", set), ("AssigneeId", user)], cancellationToken).ConfigureAwait(false);
            }

            return new ProvisioningItem("permission", PermissionSet, Purpose, ProvisioningState.Created);
        }
        catch (ConnectorException error)
        {
            return new ProvisioningItem("permission", PermissionSet, Purpose, ProvisioningState.Failed, $"{error.UserMessage} Give the integration user access to the new objects and fields by hand.");
        }
    }

    private async Task<string?> FindAsync(string objectName, string field, string value, CancellationToken cancellationToken)
    {
        var query = new SoqlQuery(objectName) { Select = ["Id"], Limit = 1 }.Where(Soql.In(field, [value]));
        var rows = await SmallQuery.RunAsync(client, query, r => r.GetProperty("Id").GetString()!, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    // Answers the id; what is granted already is no error. A required or master-detail field has no field permission of its own.
    private async Task<string> PostAsync(string objectName, (string Name, FieldValue Value)[] fields, CancellationToken cancellationToken)
    {
        var body = JsonBody.Create(json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                Write.WireValue.Write(json, name, value);
            }

            json.WriteEndObject();
        });
        using var result = await client.SendAsync(HttpMethod.Post, $"sobjects/{objectName}", body, null, cancellationToken).ConfigureAwait(false);
        if (result.Response is not { } response)
        {
            throw result.Error!;
        }

        if (response.IsSuccess)
        {
            using var document = System.Text.Json.JsonDocument.Parse(response.Body);
            return document.RootElement.GetProperty("id").GetString()!;
        }

        var error = ErrorReader.Read(response.Body) is [var first, ..] ? first : null;
        var granted = error is { Code: "DUPLICATE_VALUE" } || (objectName == "FieldPermissions" && error is { Code: "FIELD_INTEGRITY_EXCEPTION" or "INVALID_FIELD" });
        return granted ? "" : throw client.ToException(response);
    }
}
