using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.OData;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>Replies in the service's shapes.</summary>
internal static class BcReplies
{
    public const string Json = "application/json; odata.metadata=minimal; odata.streaming=true";

    public static SimulatorReply Error(int status, string code, string message, Guid correlation)
    {
        var reply = New(status);
        using var writer = reply.JsonWriter();
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", $"{message}  CorrelationId:  {correlation:D}.");
        writer.WriteEndObject();
        writer.WriteEndObject();
        return reply;
    }

    public static SimulatorReply Entity(int status, BcCompany company, BcNode node, string context)
    {
        var reply = New(status).With("ETag", BcETag.Of(node.Record.Version));
        using var writer = reply.JsonWriter();
        BcEntityWriter.Write(writer, company, node, context);
        return reply;
    }

    public static SimulatorReply Page(BcCompany company, IReadOnlyList<BcNode> nodes, string context, int? count, string? next)
    {
        var reply = New(200);
        using var writer = reply.JsonWriter();
        writer.WriteStartObject();
        writer.WriteString("@odata.context", context);
        if (count is { } number)
        {
            writer.WriteNumber("@odata.count", number);
        }

        writer.WriteStartArray("value");
        foreach (var node in nodes)
        {
            BcEntityWriter.Write(writer, company, node);
        }

        writer.WriteEndArray();
        if (next is not null)
        {
            writer.WriteString("@odata.nextLink", next);
        }

        writer.WriteEndObject();
        return reply;
    }

    public static SimulatorReply New(int status) => new SimulatorReply(status) { ContentType = Json }.With("OData-Version", "4.0");

    public static SimulatorReply Empty(int status) => new SimulatorReply(status).With("OData-Version", "4.0");

    /// <summary>Writes an object with the given writer.</summary>
    public static SimulatorReply Object(int status, Action<Utf8JsonWriter> body)
    {
        var reply = New(status);
        using var writer = reply.JsonWriter();
        body(writer);
        return reply;
    }
}
