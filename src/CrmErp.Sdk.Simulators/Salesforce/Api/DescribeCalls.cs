using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>Versions, resources, and what objects and fields are.</summary>
internal sealed class DescribeCalls(SalesforceOrg org)
{
    private static readonly string[] Resources = ["sobjects", "query", "queryAll", "composite", "limits", "jobs", "tooling"];
    private static readonly string[] Seasons = ["Spring", "Summer", "Winter"];

    /// <summary>v60 was Spring '24; a release every four months.</summary>
    public static ApiAnswer Versions() => ApiAnswer.Ok(static writer =>
    {
        writer.WriteStartArray();
        for (var version = ApiVersions.Oldest; version <= ApiVersions.Newest; version++)
        {
            var season = (version - ApiVersions.Oldest) % 3;
            var year = 24 + ((version - ApiVersions.Oldest + (season == 2 ? 3 : 0)) / 3);
            writer.WriteStartObject();
            writer.WriteString("label", $"{Seasons[season]} '{year}");
            writer.WriteString("url", $"/services/data/v{version}.0");
            writer.WriteString("version", $"{version}.0");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    public static ApiAnswer Root(ApiCall call) => ApiAnswer.Ok(writer =>
    {
        writer.WriteStartObject();
        foreach (var resource in Resources)
        {
            writer.WriteString(resource, call.Url(resource));
        }

        writer.WriteEndObject();
    });

    public ApiAnswer Global(ApiCall call) => ApiAnswer.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("encoding", "UTF-8");
        writer.WriteNumber("maxBatchSize", 200);
        writer.WriteStartArray("sobjects");
        foreach (var type in org.Tables.Select(t => t.Type).Where(t => !t.Hidden).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            WriteSummary(writer, call, type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public ApiAnswer Basic(ApiCall call, string typeName)
    {
        var type = org.Get(typeName).Type;
        return ApiAnswer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("objectDescribe");
            WriteSummary(writer, call, type);
            writer.WriteEndObject();
            writer.WriteStartArray("recentItems");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    public ApiAnswer Describe(ApiCall call, string typeName)
    {
        var type = org.Get(typeName).Type;
        IReadOnlyList<(string, string)> headers = [("Last-Modified", type.DescribedAt.ToString("R", System.Globalization.CultureInfo.InvariantCulture))];
        if (Preconditions.Date(call, "If-Modified-Since") is { } since && type.DescribedAt <= since)
        {
            return new(304) { Headers = headers };
        }

        return new(200, writer => WriteType(writer, call, type)) { Headers = headers };
    }

    private static void WriteSummary(Utf8JsonWriter writer, ApiCall call, SObjectType type)
    {
        writer.WriteBoolean("createable", type.Createable);
        writer.WriteBoolean("custom", type.Custom);
        writer.WriteBoolean("deletable", type.Createable);
        writer.WriteBoolean("deprecatedAndHidden", false);
        writer.WriteString("keyPrefix", type.KeyPrefix);
        writer.WriteString("label", type.Label);
        writer.WriteString("labelPlural", type.LabelPlural);
        writer.WriteString("name", type.Name);
        writer.WriteBoolean("queryable", true);
        writer.WriteBoolean("replicateable", true);
        writer.WriteBoolean("retrieveable", true);
        writer.WriteBoolean("undeletable", type.Createable);
        writer.WriteBoolean("updateable", type.Createable);
        writer.WriteStartObject("urls");
        writer.WriteString("sobject", call.Url($"sobjects/{type.Name}"));
        writer.WriteString("describe", call.Url($"sobjects/{type.Name}/describe"));
        writer.WriteString("rowTemplate", call.Url($"sobjects/{type.Name}/{{ID}}"));
        writer.WriteEndObject();
    }

    private void WriteType(Utf8JsonWriter writer, ApiCall call, SObjectType type)
    {
        writer.WriteStartObject();
        WriteSummary(writer, call, type);
        writer.WriteStartArray("childRelationships");
        foreach (var (child, field) in org.References.Where(r => r.Field.ReferenceTo.Contains(type.Name) && !r.Child.Hidden && !r.Field.Hidden))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("cascadeDelete", field.CascadeDelete);
            writer.WriteString("childSObject", child.Name);
            writer.WriteString("field", field.Name);
            writer.WriteString("relationshipName", field.ChildRelationshipName);
            writer.WriteBoolean("restrictedDelete", !field.CascadeDelete && !field.Nillable);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("fields");
        foreach (var field in type.VisibleFields)
        {
            FieldJson.Write(writer, type, field);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("recordTypeInfos");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
