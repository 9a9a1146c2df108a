using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Salesforce.Soql;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>
/// The part of the Tooling API that makes custom objects and fields. Answers for CustomField are as documented; that CustomObject can be
/// created in the same way is an assumption (a real org may want the Metadata API for it).
/// </summary>
internal sealed class ToolingCalls
{
    private readonly Customization _customization;
    private readonly SalesforceOrg _catalog;
    private readonly SObjectTable _fields;
    private readonly SObjectTable _objects;

    /// <param name="customization">Changes the org.</param>
    /// <param name="catalog">Describes custom fields and objects as records, so that they can be queried.</param>
    public ToolingCalls(Customization customization, SalesforceOrg catalog)
    {
        _customization = customization;
        _catalog = catalog;
        catalog.Add(new SObjectType("CustomField", "00N").WithSystemFields(static _ => string.Empty)
            .Add(Fields.Text("DeveloperName", 80)).Add(Fields.Text("TableEnumOrId", 255)).Add(Fields.Text("NamespacePrefix", 15)).Add(Fields.Text("FullName", 255)), default);
        catalog.Add(new SObjectType("CustomObject", "01I").WithSystemFields(static _ => string.Empty)
            .Add(Fields.Text("DeveloperName", 80)).Add(Fields.Text("NamespacePrefix", 15)).Add(Fields.Text("FullName", 255)), default);
        _fields = catalog.Get("CustomField");
        _objects = catalog.Get("CustomObject");
    }

    public ApiAnswer Query(ApiCall call)
    {
        var plan = SoqlPlan.Compile(_catalog, call.Parameter("q") ?? throw new SalesforceException(ErrorCodes.MalformedQuery, "A query string has to be specified"));
        var json = new RowJson(_catalog, call.Version + "/tooling");
        return ApiAnswer.Ok(writer => _catalog.Database.Read(() =>
        {
            var rows = plan.Run(tombstones: false);
            writer.WriteStartObject();
            writer.WriteNumber("size", rows.Count);
            writer.WriteNumber("totalSize", rows.Count);
            writer.WriteBoolean("done", true);
            writer.WriteNull("queryLocator");
            writer.WriteString("entityTypeName", plan.Table.Type.Name);
            writer.WriteStartArray("records");
            foreach (var row in plan.IsCount ? [] : rows)
            {
                json.Write(writer, plan.Shape, row);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            return true;
        }));
    }

    public ApiAnswer Create(ApiCall call, string kind)
    {
        var fullName = FieldMetadata.Text(call.Body, "FullName") ?? throw Missing("FullName");
        if (!call.Body.TryGetProperty("Metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
        {
            throw Missing("Metadata");
        }

        var id = kind switch
        {
            "CustomField" => AddField(fullName, metadata, granted: false),
            "CustomObject" => AddObject(fullName, metadata, granted: false),
            _ => throw new SalesforceException(ErrorCodes.NotFound, "The requested resource does not exist"),
        };
        return new(201, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteBoolean("success", true);
            ErrorJson.WriteRow(writer, null);
            writer.WriteStartArray("warnings");
            writer.WriteEndArray();
            writer.WriteStartArray("infos");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    public string AddField(string fullName, JsonElement metadata, bool granted)
    {
        var field = _customization.AddField(fullName, metadata, granted);
        var entity = fullName[..fullName.IndexOf('.', StringComparison.Ordinal)];
        return Register(_fields, ("DeveloperName", field.Name[..^3]), ("TableEnumOrId", entity), ("FullName", fullName));
    }

    public string AddObject(string fullName, JsonElement metadata, bool granted)
    {
        var type = _customization.AddObject(fullName, metadata, granted);
        return Register(_objects, ("DeveloperName", type.Name[..^3]), ("FullName", fullName));
    }

    private static SalesforceException Missing(string name) => new(ErrorCodes.RequiredFieldMissing, $"Required fields are missing: [{name}]", name);

    private string Register(SObjectTable table, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var row = new object?[table.Type.Columns.Fields.Count];
        foreach (var (name, value) in values)
        {
            row[table.Type.Columns.Slot(name)] = value;
        }

        var id = table.NewId();
        _catalog.Database.Write(OAuth.RegisteredClient.People, t => t.Insert(table.Rows, id, row, logged: false));
        return id;
    }
}
