using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral;
using CrmErp.Sdk.Simulators.OAuth;
using CrmErp.Sdk.Simulators.Salesforce;

namespace CrmErp.Samples.Simulators;

/// <summary>Where the simulators are and how a client gets in.</summary>
internal static class Announcement
{
    public static string Json(SalesforceSimulator crm, Uri crmAddress, BusinessCentralSimulator erp)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("salesforce");
            writer.WriteString("baseUrl", Address(crmAddress));
            writer.WriteString("tokenUrl", TokenUrl(crmAddress));
            Client(writer, crm.Tokens.Clients[0]);
            writer.WriteString("username", crm.Tokens.Clients[0].Username);
            writer.WriteEndObject();
            writer.WriteStartObject("businesscentral");
            writer.WriteString("baseUrl", erp.BaseUrl.ToString());
            writer.WriteString("tokenUrl", erp.TokenUrl.ToString());
            Client(writer, erp.Clients[0]);
            writer.WriteString("tenantId", erp.TenantId);
            writer.WriteString("environment", erp.Environment);
            writer.WriteString("companyId", erp.CompanyIds[0]);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static string Text(SalesforceSimulator crm, Uri crmAddress, BusinessCentralSimulator erp) =>
        $"""
        Salesforce        {Address(crmAddress)}
          token           {TokenUrl(crmAddress)}
          client id       {crm.Tokens.Clients[0].ClientId}
          client secret   {crm.Tokens.Clients[0].ClientSecret}
          username        {crm.Tokens.Clients[0].Username}
        Business Central  {erp.BaseUrl}
          token           {erp.TokenUrl}
          client id       {erp.Clients[0].ClientId}
          client secret   {erp.Clients[0].ClientSecret}
          tenant          {erp.TenantId}
          environment     {erp.Environment}
          company         {erp.CompanyIds[0]}
        Close standard input or press Ctrl+C to stop.
        """;

    private static string Address(Uri address) => address.ToString().TrimEnd('/');

    private static string TokenUrl(Uri address) => Address(address) + "/services/oauth2/token";

    private static void Client(Utf8JsonWriter writer, RegisteredClient client)
    {
        writer.WriteString("clientId", client.ClientId);
        writer.WriteString("clientSecret", client.ClientSecret);
    }
}
