using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>The fields that a request or a person sets on one record, coerced, in the order they were sent.</summary>
internal sealed class SObjectInput
{
    private readonly List<(SObjectField Field, object? Value)> _values = [];

    /// <summary>Everything that is set.</summary>
    public IReadOnlyList<(SObjectField Field, object? Value)> Values => _values;

    /// <summary>The id given in the body; null when absent.</summary>
    public string? Id { get; private set; }

    public static SObjectInput Read(SalesforceOrg org, SObjectTable table, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new SalesforceException(new SalesforceError(ErrorCodes.JsonParserError, "The HTTP entity body is required, but this request has no entity body.")) { EndsRequest = true };
        }

        var input = new SObjectInput();
        foreach (var property in body.EnumerateObject())
        {
            if (property.NameEquals("attributes"))
            {
                continue;
            }

            input.Set(org, table, property.Name, property.Value);
        }

        return input;
    }

    /// <summary>Sets one field from a plain value; names as in <see cref="Read"/>.</summary>
    public void Set(SalesforceOrg org, SObjectTable table, string name, object? raw)
    {
        if (table.Type.Find(name) is { } field)
        {
            SetField(field, FieldCoercion.Coerce(field, raw));
            return;
        }

        // A bulk column names a parent by its key in one word: Account.Erp_Id__c.
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && table.Type.TryFindRelationship(name[..dot], out var reference))
        {
            SetField(reference, raw is null ? null : Resolve(org, reference, name[(dot + 1)..], raw));
            return;
        }

        throw NoSuchColumn(table.Type, name);
    }

    /// <summary>The error of an unknown field in a write.</summary>
    public static SalesforceException NoSuchColumn(SObjectType type, string name) =>
        new(new SalesforceError(ErrorCodes.InvalidField, $"No such column '{name}' on sobject of type {type.Name}")) { EndsRequest = true };

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : value.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => throw new SalesforceException(new SalesforceError(ErrorCodes.JsonParserError,
            $"Cannot deserialize instance of string from {(value.ValueKind == JsonValueKind.Array ? "START_ARRAY" : "START_OBJECT")} value")) { EndsRequest = true },
    };

    private void Set(SalesforceOrg org, SObjectTable table, string name, JsonElement value)
    {
        if (name.Equals("Id", StringComparison.OrdinalIgnoreCase))
        {
            Id = value.GetString();
        }
        else if (value.ValueKind == JsonValueKind.Object && table.Type.TryFindRelationship(name, out var reference))
        {
            SetField(reference, ResolveNested(org, reference, value));
        }
        else if (table.Type.Find(name) is { } field)
        {
            SetField(field, FieldCoercion.Coerce(field, Plain(value)));
        }
        else
        {
            throw NoSuchColumn(table.Type, name);
        }
    }

    private static string? ResolveNested(SalesforceOrg org, SObjectField reference, JsonElement parent)
    {
        var keys = parent.EnumerateObject().Where(p => !p.NameEquals("attributes")).ToList();
        return keys is [var key]
            ? Resolve(org, reference, key.Name, Plain(key.Value))
            : throw new SalesforceException(ErrorCodes.InvalidField, $"{reference.RelationshipName}: exactly one external id field identifies the parent", reference.Name);
    }

    private static string? Resolve(SalesforceOrg org, SObjectField reference, string keyName, object? raw)
    {
        var target = org.Get(reference.ReferenceTo[0]);
        var key = target.Type.Find(keyName);
        if (key is null || (!key.ExternalId && !key.IdLookup))
        {
            throw new SalesforceException(ErrorCodes.InvalidField, $"The field {keyName} of {target.Type.Name} is not an external id", reference.Name);
        }

        if (FieldCoercion.Coerce(key, raw) is not string value)
        {
            return null;
        }

        var found = target.With(key, value).Take(2).ToList();
        return found switch
        {
            [var only] => only.Id,
            [] => throw new SalesforceException(ErrorCodes.InvalidField,
                $"Foreign key external ID: {value.ToLowerInvariant()} not found for field {key.Name} in entity {target.Type.Name}"),
            _ => throw new SalesforceException(ErrorCodes.InvalidField,
                $"More than one record found for external id field: {key.Name} in entity {target.Type.Name}"),
        };
    }

    private void SetField(SObjectField field, object? value)
    {
        var index = _values.FindIndex(v => ReferenceEquals(v.Field, field));
        if (index >= 0)
        {
            _values[index] = (field, value);
        }
        else
        {
            _values.Add((field, value));
        }
    }
}
