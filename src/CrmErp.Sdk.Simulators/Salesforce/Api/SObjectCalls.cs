using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Rules;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>Single records: <c>/sobjects/{Type}</c>, <c>/{id}</c> and <c>/{ExtField}/{value}</c>.</summary>
internal sealed class SObjectCalls(SalesforceOrg org, SObjectWriter writer)
{
    private const int MultipleChoices = 300;
    private const int NotModified = 304;

    public ApiAnswer Create(ApiCall call, Transaction transaction, string typeName)
    {
        var table = org.Get(typeName);
        var input = SObjectInput.Read(org, table, call.Body);
        RequireNoId(input);
        var row = writer.Create(transaction, table, input, call.AllowDuplicates);
        return Created(call, table, row.Id, created: null);
    }

    public ApiAnswer Get(ApiCall call, string typeName, string id)
    {
        var table = org.Get(typeName);
        return Show(call, table, Find(table, id));
    }

    public ApiAnswer GetByKey(ApiCall call, string typeName, string keyName, string value)
    {
        var table = org.Get(typeName);
        var matches = Matches(table, Key(table, keyName), value);
        return matches switch
        {
            [var only] => Show(call, table, only),
            [] => throw NotFound(),
            _ => Choices(call, table, matches),
        };
    }

    public ApiAnswer Update(ApiCall call, Transaction transaction, string typeName, string id)
    {
        var table = org.Get(typeName);
        var row = Find(table, id);
        Preconditions.RequireUnchanged(call, table, row);
        var input = SObjectInput.Read(org, table, call.Body);
        if (input.Id is not null)
        {
            throw new SalesforceException(ErrorCodes.InvalidField, "The Id field should not be specified in the sobject data.");
        }

        writer.Update(transaction, table, row, input);
        return new(204);
    }

    public ApiAnswer Upsert(ApiCall call, Transaction transaction, string typeName, string keyName, string value)
    {
        var table = org.Get(typeName);
        var key = Key(table, keyName);
        var input = SObjectInput.Read(org, table, call.Body);
        if (input.Id is not null || input.Values.Any(v => ReferenceEquals(v.Field, key)))
        {
            throw new SalesforceException(ErrorCodes.InvalidField,
                $"The {(input.Id is null ? key.Name : "Id")} field should not be specified in the sobject data.");
        }

        var matches = Matches(table, key, value);
        if (matches.Count > 1)
        {
            return Choices(call, table, matches);
        }

        if (matches is [var row])
        {
            Preconditions.RequireUnchanged(call, table, row);
            writer.Update(transaction, table, row, input);
            return Created(call, table, row.Id, created: false);
        }

        input.Set(org, table, key.Name, value);
        return Created(call, table, writer.Create(transaction, table, input, call.AllowDuplicates).Id, created: true);
    }

    public ApiAnswer Delete(Transaction transaction, string typeName, string id)
    {
        var table = org.Get(typeName);
        writer.Delete(transaction, table, Find(table, id));
        return new(204);
    }

    public ApiAnswer DeleteByKey(ApiCall call, Transaction transaction, string typeName, string keyName, string value)
    {
        var table = org.Get(typeName);
        var matches = Matches(table, Key(table, keyName), value);
        if (matches.Count > 1)
        {
            return Choices(call, table, matches);
        }

        writer.Delete(transaction, table, matches.Count == 1 ? matches[0] : throw NotFound());
        return new(204);
    }

    /// <summary><c>/composite/sobjects/{Type}</c>: many records by id; null stands for one that is not there.</summary>
    public ApiAnswer GetMany(ApiCall call, string typeName, IReadOnlyList<string> ids, IReadOnlyList<string> fieldNames)
    {
        const int Most = 2000;
        if (ids.Count > Most)
        {
            throw new SalesforceException(ErrorCodes.ExceededIdLimit, $"record limit reached. cannot submit more than {Most} records in this call");
        }

        var table = org.Get(typeName);
        var fields = fieldNames.Select(name => table.Type.Find(name) ?? throw SObjectInput.NoSuchColumn(table.Type, name)).ToList();
        var json = new RowJson(org, call.Version);
        return ApiAnswer.Ok(output =>
        {
            output.WriteStartArray();
            foreach (var id in ids)
            {
                if (SalesforceId.Normalize(id) is { } normal && table.Rows.Find(normal) is { } row)
                {
                    json.Write(output, table.Type, row, fields);
                }
                else
                {
                    output.WriteNullValue();
                }
            }

            output.WriteEndArray();
        });
    }

    /// <summary>The live record, or the error of a call that names it.</summary>
    public static StoredRecord Find(SObjectTable table, string id)
    {
        var normal = SalesforceId.Normalize(id) ?? throw NotFound();
        return table.Rows.Find(normal)
            ?? throw (table.Rows.FindTombstone(normal) is null ? NotFound() : new SalesforceException(ErrorCodes.EntityIsDeleted, "entity is deleted"));
    }

    /// <summary>The field by which records are named from outside.</summary>
    public static SObjectField Key(SObjectTable table, string name) => table.Type.Find(name) is { } field && (field.ExternalId || field.IdLookup)
        ? field
        : throw new SalesforceException(ErrorCodes.NotFound, $"Provided external ID field does not exist or is not accessible: {name}");

    public static List<StoredRecord> Matches(SObjectTable table, SObjectField key, string value) =>
        FieldCoercion.Coerce(key, value) is string text ? [.. table.With(key, text)] : [];

    public static void RequireNoId(SObjectInput input)
    {
        if (input.Id is not null)
        {
            throw new SalesforceException(ErrorCodes.InvalidFieldForInsertUpdate, "cannot specify Id in an insert call", "Id");
        }
    }

    private static SalesforceException NotFound() => new(ErrorCodes.NotFound, "The requested resource does not exist");

    private static ApiAnswer Choices(ApiCall call, SObjectTable table, List<StoredRecord> matches) => new(MultipleChoices, output =>
    {
        output.WriteStartArray();
        foreach (var match in matches)
        {
            output.WriteStringValue(call.Url($"sobjects/{table.Type.Name}/{match.Id}"));
        }

        output.WriteEndArray();
    });

    private static ApiAnswer Created(ApiCall call, SObjectTable table, string id, bool? created) => new(created == false ? 200 : 201, output =>
    {
        output.WriteStartObject();
        output.WriteString("id", id);
        output.WriteBoolean("success", true);
        ErrorJson.WriteRow(output, null);
        if (created is { } flag)
        {
            output.WriteBoolean("created", flag);
        }

        output.WriteEndObject();
    })
    {
        Headers = created == false ? [] : [("Location", call.Url($"sobjects/{table.Type.Name}/{id}"))],
    };

    private ApiAnswer Show(ApiCall call, SObjectTable table, StoredRecord row)
    {
        var headers = Preconditions.Headers(table, row);
        if (Preconditions.IsUnmodified(call, table, row))
        {
            return new(NotModified) { Headers = headers };
        }

        var fields = call.Parameter("fields") is { Length: > 0 } names
            ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => table.Type.Find(name) ?? throw SObjectInput.NoSuchColumn(table.Type, name)).ToList()
            : table.Type.VisibleFields;
        var json = new RowJson(org, call.Version);
        return new(200, output => json.Write(output, table.Type, row, fields)) { Headers = headers };
    }
}
