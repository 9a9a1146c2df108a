using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Webhooks;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>What there is: environments, companies, sets, resources for webhooks.</summary>
internal static class BcDirectory
{
    public static SimulatorReply Companies(BcEnvironment environment, BcCall call, string? key)
    {
        if (key is null)
        {
            return List(environment.Companies, Write, $"{call.Root}$metadata#companies");
        }

        var company = environment.Company(key) ?? throw new BcException(404, "Internal_CompanyNotFound", "Cannot find company.");
        return BcReplies.Object(200, w => Write(w, company));
    }

    public static SimulatorReply Service(BcEnvironment environment, BcCall call) => List(
        environment.Model.Entities,
        (writer, entity) =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", entity.Set);
            writer.WriteString("kind", "EntitySet");
            writer.WriteString("url", entity.Set);
            writer.WriteEndObject();
        },
        $"{call.Root}$metadata");

    public static SimulatorReply Environments(BcEnvironment environment, string origin) => List(
        [environment.Options],
        (writer, options) =>
        {
            writer.WriteStartObject();
            writer.WriteString("aadTenantId", options.TenantId);
            writer.WriteString("applicationFamily", "BusinessCentral");
            writer.WriteString("type", options.Environment.StartsWith("Sandbox", StringComparison.OrdinalIgnoreCase) ? "Sandbox" : "Production");
            writer.WriteString("name", options.Environment);
            writer.WriteString("countryCode", "W1");
            writer.WriteString("webServiceUrl", origin);
            writer.WriteEndObject();
        },
        null);

    public static SimulatorReply SupportedResources(BcEnvironment environment) => List(
        BcWebhookResource.Supported(environment).ToList(),
        (writer, set) =>
        {
            writer.WriteStartObject();
            writer.WriteString("resource", $"v2.0/{set}");
            writer.WriteEndObject();
        },
        null);

    private static SimulatorReply List<T>(IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write, string? context) => BcReplies.Object(200, writer =>
    {
        writer.WriteStartObject();
        if (context is not null)
        {
            writer.WriteString("@odata.context", context);
        }

        writer.WriteStartArray("value");
        foreach (var row in rows)
        {
            write(writer, row);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, BcCompany company)
    {
        writer.WriteStartObject();
        writer.WriteString("id", company.Id);
        writer.WriteString("systemVersion", "27.0.0.0");
        writer.WriteString("name", company.Options.Name);
        writer.WriteString("displayName", company.Options.DisplayName ?? company.Options.Name);
        writer.WriteString("businessProfileId", "");
        writer.WriteEndObject();
    }
}
