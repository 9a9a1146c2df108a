using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Salesforce.Errors;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Provisioning;

/// <summary>
/// Checks and makes what the standard maps need in the org: custom objects and fields through the Tooling API, and a permission set
/// that lets the integration user see them, because a new field is visible to nobody. Needs "Customize Application"; without it the
/// descriptions say what an administrator has to make.
/// </summary>
internal sealed class Provisioner(SalesforceClient client, MetadataReader metadata) : IProvisioner
{
    private readonly AccessGrant _access = new(client);

    public async Task<IReadOnlyList<ProvisioningItem>> DescribeAsync(ProvisioningRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var items = new List<ProvisioningItem>();
        foreach (var (needed, found) in await CompareAsync(request, cancellationToken).ConfigureAwait(false))
        {
            items.Add(needed.Field is null ? Of(needed.Object!, found is null ? ProvisioningState.Missing : ProvisioningState.Present) : Compare(needed.Field, found));
        }

        return items;
    }

    public async Task<IReadOnlyList<ProvisioningItem>> ProvisionAsync(ProvisioningRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var items = new List<ProvisioningItem>();
        foreach (var (needed, found) in await CompareAsync(request, cancellationToken).ConfigureAwait(false))
        {
            items.Add(needed.Field is null
                ? found is null ? await MakeAsync(needed.Object!, cancellationToken).ConfigureAwait(false) : Of(needed.Object!, ProvisioningState.Present)
                : Compare(needed.Field, found) is { State: not ProvisioningState.Missing } known ? known : await MakeAsync(needed.Field, cancellationToken).ConfigureAwait(false));
        }

        string[] made = [.. items.Where(i => i.State == ProvisioningState.Created).Select(i => i.Name)];
        if (await FindHiddenAsync(made, cancellationToken).ConfigureAwait(false) is { Count: > 0 } hidden)
        {
            items.Add(await _access.GrantAsync(hidden, cancellationToken).ConfigureAwait(false));
        }

        return items;
    }

    // What was made and this user does not see yet.
    private async Task<IReadOnlyList<string>> FindHiddenAsync(IReadOnlyList<string> made, CancellationToken cancellationToken)
    {
        var hidden = new List<string>();
        foreach (var names in made.GroupBy(n => n.Split('.')[0]))
        {
            var found = await metadata.DescribeAsync(names.Key, cancellationToken).ConfigureAwait(false);
            hidden.AddRange(names.Where(n => found is null || (n.Length > names.Key.Length && found.Find(n[(names.Key.Length + 1)..]) is null)));
        }

        return hidden;
    }

    private async Task<List<(Need Need, ObjectDescription? Found)>> CompareAsync(ProvisioningRequest request, CancellationToken cancellationToken)
    {
        var fields = Requirements.Fields(client.Options.ExternalIdField, [.. request.Objects.Where(o => !client.Options.ObjectsWithoutExternalId.Contains(o))]);
        var described = new Dictionary<string, ObjectDescription?>(StringComparer.Ordinal);
        foreach (var name in fields.Select(f => f.Object).Distinct(StringComparer.Ordinal))
        {
            described[name] = await metadata.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        }

        var objects = Requirements.Objects.Where(o => described.ContainsKey(o.Name)).Select(o => (new Need(o, null), described[o.Name]));
        return [.. objects, .. fields.Select(f => (new Need(null, f), described[f.Object]))];
    }

    private static ProvisioningItem Compare(ProvisionedField field, ObjectDescription? found)
    {
        if (found?.Find(field.Name) is not { } there)
        {
            return Of(field, ProvisioningState.Missing, $"{field.TypeText}; or it exists and this user may not see it.");
        }

        var problem = there switch
        {
            { Type: var type } when !Accepts(field.DescribedType, type) => $"It is of type {type}; {field.TypeText} is needed.",
            { Length: var length } when field.Type == ProvisionedType.Text && length > 0 && length < field.Length => $"It holds {length} characters; {field.Length} are needed.",
            { Scale: var scale } when field.Scale > scale => $"It keeps {scale} decimals; {field.Scale} are needed.",
            { ExternalId: false } when field.IsKey => "It must be an external id.",
            { Unique: false } when field.IsKey => "It must be unique, so that a key can exist once only.",
            { Createable: false } => "The integration user may not write it.",
            _ => null,
        };
        return Of(field, problem is null ? ProvisioningState.Present : ProvisioningState.Different, problem);
    }

    // What holds the values just as well.
    private static bool Accepts(string needed, string type) => type == needed || (needed, type) switch
    {
        ("string", "picklist" or "phone" or "email") => true,
        ("picklist", "string") => true,
        ("double", "currency") or ("currency", "double") => true,
        _ => false,
    };

    private Task<ProvisioningItem> MakeAsync(ProvisionedObject needed, CancellationToken cancellationToken) => PostAsync(
        "tooling/sobjects/CustomObject",
        JsonBody.Create(json =>
        {
            json.WriteStartObject();
            json.WriteString("FullName", needed.Name);
            json.WriteStartObject("Metadata");
            needed.WriteMetadata(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }),
        (state, message) => Of(needed, state, message),
        cancellationToken);

    private Task<ProvisioningItem> MakeAsync(ProvisionedField needed, CancellationToken cancellationToken) => PostAsync(
        "tooling/sobjects/CustomField",
        JsonBody.Create(json =>
        {
            json.WriteStartObject();
            json.WriteString("FullName", needed.FullName);
            json.WriteStartObject("Metadata");
            needed.WriteMetadata(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }),
        (state, message) => Of(needed, state, message),
        cancellationToken);

    private async Task<ProvisioningItem> PostAsync(string resource, ReadOnlyMemory<byte> body, Func<ProvisioningState, string?, ProvisioningItem> item, CancellationToken cancellationToken)
    {
        using var result = await client.SendAsync(HttpMethod.Post, resource, body, null, cancellationToken).ConfigureAwait(false);
        if (result.Response is { IsSuccess: true })
        {
            return item(ProvisioningState.Created, null);
        }

        var error = result.Response is { } response && ErrorReader.Read(response.Body) is [var first, ..] ? first : null;
        // Made by somebody else since it was looked for, or by a call of ours whose answer was lost.
        return error is { Code: "DUPLICATE_DEVELOPER_NAME" or "DUPLICATE_VALUE" }
            ? item(ProvisioningState.Present, "It exists; if it stays invisible, this user lacks access to it.")
            : item(ProvisioningState.Failed, error?.Message ?? result.Error?.UserMessage ?? $"Salesforce answered {(int)result.Response!.Status}.");
    }

    private static ProvisioningItem Of(ProvisionedObject needed, ProvisioningState state, string? message = null) => new("object", needed.Name, needed.Purpose, state, message);

    private static ProvisioningItem Of(ProvisionedField needed, ProvisioningState state, string? message = null) => new("field", needed.FullName, needed.Purpose, state, message);

    private sealed record Need(ProvisionedObject? Object, ProvisionedField? Field);
}
