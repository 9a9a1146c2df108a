using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Storage;
using Microsoft.AspNetCore.Http;

namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>The routes under <c>/_simulator/</c>. Not part of any vendor's API, never counted, never logged, never faulty.</summary>
internal sealed class AdminApi
{
    public const string Root = "/_simulator/";

    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ISimulator _simulator;
    private readonly FaultCommands _faults;

    public AdminApi(ISimulator simulator)
    {
        _simulator = simulator;
        _faults = new FaultCommands(simulator.State.Faults);
    }

    public async Task InvokeAsync(HttpContext context, SimulatorRequest request)
    {
        var parts = request.Path[Root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            if (request.Method == "GET" && parts is ["data", var data])
            {
                await StreamAsync(context, request, data).ConfigureAwait(false);
                return;
            }

            var buffer = new ArrayBufferWriter<byte>(1024);
            using (var writer = new Utf8JsonWriter(buffer, Json))
            {
                context.Response.StatusCode = Run(request, parts, writer);
            }

            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
        catch (SimulatorRefusalException refusal)
        {
            context.Response.StatusCode = refusal.Status;
            var text = JsonValues.Object(("code", refusal.Code), ("message", refusal.Message)).GetRawText();
            await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            context.Response.StatusCode = 400;
        }
    }

    private static PeopleContext Context(SimulatorRequest request)
    {
        var late = request.QueryValue("lateSeconds") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 0;
        return new PeopleContext(request.QueryValue("scope"), TimeSpan.FromSeconds(late));
    }

    private static JsonElement Body(SimulatorRequest request) =>
        request.Body.IsEmpty ? JsonElement.Parse("{}"u8) : JsonElement.Parse(request.Body.Span);

    private static int NotFound(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("message", "There is no such route under /_simulator/.");
        writer.WriteEndObject();
        return 404;
    }

    private int Run(SimulatorRequest request, string[] parts, Utf8JsonWriter writer)
    {
        var admin = _simulator.Admin;
        switch (request.Method, parts)
        {
            case ("GET", ["objects"]):
                writer.WriteStartArray();
                foreach (var name in admin.Objects)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
                return 200;
            case ("GET", ["log"]):
                LogJson.Writes(writer, _simulator.State.Writes.Since(long.Parse(request.QueryValue("since") ?? "0", CultureInfo.InvariantCulture)));
                return 200;
            case ("GET", ["requests"]):
                LogJson.Requests(writer, _simulator.State.Requests.Entries);
                return 200;
            case ("GET", ["counters"]):
                LogJson.Counters(writer, _simulator.State.Requests.Counters);
                return 200;
            case ("POST", ["people", var name]):
                return Done(writer, admin.Create(name, Context(request), Body(request)), 201);
            case ("PATCH", ["people", var name, var id]):
                admin.Update(name, Context(request), id, Body(request));
                return Done(writer, id, 200);
            case ("DELETE", ["people", var name, var id]):
                admin.Delete(name, Context(request), id);
                return Done(writer, id, 200);
            case ("POST", ["tamper", var name, var id]):
                admin.Tamper(name, Context(request), id, Body(request));
                return Done(writer, id, 200);
            case ("POST", ["act", var action]):
                admin.Act(action, Context(request), Body(request), writer);
                return 200;
            case ("POST", ["faults"]):
                _faults.Add(Body(request));
                return Done(writer, "", 201);
            case ("DELETE", ["faults"]):
                _simulator.State.Faults.Clear();
                return Done(writer, "", 200);
            default:
                return NotFound(writer);
        }
    }

    private static int Done(Utf8JsonWriter writer, string id, int status)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteEndObject();
        return status;
    }

    private async Task StreamAsync(HttpContext http, SimulatorRequest request, string objectName)
    {
        var context = Context(request);
        var live = _simulator.Admin.Snapshot(objectName, context, deleted: false);
        IReadOnlyCollection<StoredRecord> deleted =
            request.QueryValue("deleted") == "true" ? _simulator.Admin.Snapshot(objectName, context, deleted: true) : [];
        http.Response.ContentType = "application/json";
        var pipe = http.Response.BodyWriter;
        using var writer = new Utf8JsonWriter(pipe, Json);
        writer.WriteStartArray();
        foreach (var record in live.Concat(deleted))
        {
            _simulator.Admin.WriteRecord(writer, objectName, context, record);
            if (writer.BytesPending > FlushAt)
            {
                writer.Flush();
                await pipe.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        await pipe.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
