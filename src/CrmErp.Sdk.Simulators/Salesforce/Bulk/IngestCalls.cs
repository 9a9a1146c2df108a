using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Api;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Bulk;

/// <summary><c>/jobs/ingest</c>. Makes its own transactions, so it does not run under the database's lock.</summary>
internal sealed class IngestCalls(SalesforceOrg org, IngestRunner runner, SalesforceOptions options)
{
    private const string KeyPrefix = "750";
    private const int LargestUpload = 150 * 1024 * 1024;

    private static readonly FrozenDictionary<string, char> Delimiters = new Dictionary<string, char>
    {
        ["COMMA"] = ',', ["TAB"] = '\t', ["PIPE"] = '|', ["SEMICOLON"] = ';', ["CARET"] = '^', ["BACKQUOTE"] = '`',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, IngestJob> _jobs = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _number;

    public ApiAnswer Handle(ApiCall call)
    {
        lock (_lock)
        {
            return (call.Method, call.Segments) switch
            {
                ("POST", ["jobs", "ingest"]) => Create(call),
                ("GET", ["jobs", "ingest", var id]) => Poll(call, Get(id)),
                ("PATCH", ["jobs", "ingest", var id]) => Change(call, Get(id)),
                ("DELETE", ["jobs", "ingest", var id]) => Delete(Get(id)),
                ("PUT", ["jobs", "ingest", var id, "batches"]) => Upload(call, Get(id)),
                ("GET", ["jobs", "ingest", var id, "successfulResults"]) => Successes(Done(id)),
                ("GET", ["jobs", "ingest", var id, "failedResults"]) => Failures(Done(id)),
                ("GET", ["jobs", "ingest", var id, "unprocessedrecords"]) => Unprocessed(Done(id)),
                _ => throw new SalesforceException(ErrorCodes.NotFound, "The requested resource does not exist"),
            };
        }
    }

    private static string Text(ApiCall call, string name, string otherwise) => call.Body.TryGetProperty(name, out var value) ? value.ToString() : otherwise;

    private ApiAnswer Create(ApiCall call)
    {
        var operation = Text(call, "operation", string.Empty);
        if (operation is not ("insert" or "update" or "upsert" or "delete" or "hardDelete"))
        {
            throw new SalesforceException(ErrorCodes.InvalidJob, "InvalidJob : Operation is not valid");
        }

        var table = org.Find(Text(call, "object", string.Empty)) ?? throw new SalesforceException(ErrorCodes.InvalidJob, $"InvalidJob : Invalid entity: {Text(call, "object", string.Empty)}");
        var key = call.Body.TryGetProperty("externalIdFieldName", out var name) ? name.GetString() : null;
        if (operation == "upsert" && (key is null || table.Type.Find(key) is not { } field || (!field.ExternalId && !field.IdLookup)))
        {
            throw new SalesforceException(ErrorCodes.InvalidJob, $"InvalidJob : Field name provided, {key} does not match an External ID, Salesforce Id, or indexed field for {table.Type.Name}");
        }

        var delimiter = Text(call, "columnDelimiter", "COMMA");
        var job = new IngestJob
        {
            Id = SalesforceId.Create(KeyPrefix, ++_number),
            Client = call.Client,
            ObjectName = table.Type.Name,
            Operation = operation,
            ExternalIdField = key,
            DelimiterName = delimiter,
            Delimiter = Delimiters.TryGetValue(delimiter, out var c) ? c : throw new SalesforceException(ErrorCodes.InvalidJob, "InvalidJob : Invalid column delimiter"),
            LineEnding = Text(call, "lineEnding", "LF"),
            Version = call.Version,
            Created = org.Database.Now,
        };
        _jobs.Add(job.Id, job);
        return ApiAnswer.Ok(writer => Write(writer, job));
    }

    private static ApiAnswer Upload(ApiCall call, IngestJob job)
    {
        if (job.State != BulkState.Open || job.HasData)
        {
            throw new SalesforceException(ErrorCodes.InvalidJobState, "InvalidJobState : Job data was already uploaded, or the job is not open");
        }

        if (call.Request.Body.Length > LargestUpload)
        {
            throw new SalesforceException(ErrorCodes.LimitExceeded, "The uploaded file is too large");
        }

        job.Upload(Encoding.UTF8.GetString(call.Request.Body.Span));
        return new(201);
    }

    private ApiAnswer Change(ApiCall call, IngestJob job)
    {
        var wanted = Text(call, "state", string.Empty);
        job.State = (job.State, wanted) switch
        {
            (BulkState.Open, "UploadComplete") => BulkState.UploadComplete,
            (BulkState.Open or BulkState.UploadComplete or BulkState.InProgress, "Aborted") => BulkState.Aborted,
            _ => throw new SalesforceException(ErrorCodes.InvalidJobState, $"InvalidJobState : Job state {job.State} cannot become {wanted}"),
        };
        job.UploadedAt = org.Database.Now;
        return ApiAnswer.Ok(writer => Write(writer, job));
    }

    /// <summary>Every question for the state moves the job on; so does time.</summary>
    private ApiAnswer Poll(ApiCall call, IngestJob job)
    {
        if (job.Version != call.Version)
        {
            return ApiAnswer.Of(new SalesforceError("INVALIDVERSION", $"The job was created with version {job.Version}"), 409);
        }

        if (job.State is BulkState.UploadComplete or BulkState.InProgress)
        {
            job.State = BulkState.InProgress;
            if (++job.Polls >= options.BulkPolls || org.Database.Now >= job.UploadedAt + options.BulkDuration)
            {
                runner.Run(job);
            }
        }

        return ApiAnswer.Ok(writer => Write(writer, job));
    }

    private ApiAnswer Delete(IngestJob job)
    {
        if (job.State is BulkState.UploadComplete or BulkState.InProgress)
        {
            throw new SalesforceException(ErrorCodes.InvalidJobState, "InvalidJobState : Job can only be deleted when it is open, complete, failed or aborted");
        }

        _jobs.Remove(job.Id);
        return new(204);
    }

    private static ApiAnswer Successes(IngestJob job)
    {
        var text = new StringBuilder();
        Csv.Write(text, ["sf__Id", "sf__Created", .. job.Header], job.Delimiter, job.LineEnd);
        foreach (var (id, created, row) in job.Successes)
        {
            Csv.Write(text, [id, created ? "true" : "false", .. row], job.Delimiter, job.LineEnd);
        }

        return Result(text);
    }

    private static ApiAnswer Failures(IngestJob job)
    {
        var text = new StringBuilder();
        Csv.Write(text, ["sf__Id", "sf__Error", .. job.Header], job.Delimiter, job.LineEnd);
        foreach (var (id, error, row) in job.Failures)
        {
            Csv.Write(text, [id, error, .. row], job.Delimiter, job.LineEnd);
        }

        return Result(text);
    }

    private static ApiAnswer Unprocessed(IngestJob job)
    {
        var text = new StringBuilder();
        Csv.Write(text, job.Header, job.Delimiter, job.LineEnd);
        foreach (var row in job.Rows.Skip(job.Successes.Count + job.Failures.Count))
        {
            Csv.Write(text, row, job.Delimiter, job.LineEnd);
        }

        return Result(text);
    }

    private static ApiAnswer Result(StringBuilder text) => new(200) { Text = (text.ToString(), "text/csv; charset=UTF-8") };

    private static void Write(Utf8JsonWriter writer, IngestJob job)
    {
        writer.WriteStartObject();
        writer.WriteString("id", job.Id);
        writer.WriteString("operation", job.Operation);
        writer.WriteString("object", job.ObjectName);
        writer.WriteString("createdById", string.Empty);
        writer.WriteString("createdDate", SalesforceDates.Write(job.Created));
        writer.WriteString("systemModstamp", SalesforceDates.Write(job.Created));
        writer.WriteString("state", job.State.ToString());
        if (job.ExternalIdField is { } key)
        {
            writer.WriteString("externalIdFieldName", key);
        }

        writer.WriteString("concurrencyMode", "Parallel");
        writer.WriteString("contentType", "CSV");
        writer.WriteNumber("apiVersion", decimal.Parse(job.Version.AsSpan(1), CultureInfo.InvariantCulture));
        writer.WriteString("contentUrl", $"services/data/{job.Version}/jobs/ingest/{job.Id}/batches");
        writer.WriteString("lineEnding", job.LineEnding);
        writer.WriteString("columnDelimiter", job.DelimiterName);
        writer.WriteString("jobType", "V2Ingest");
        writer.WriteNumber("numberRecordsProcessed", job.Successes.Count + job.Failures.Count);
        writer.WriteNumber("numberRecordsFailed", job.Failures.Count);
        writer.WriteNumber("retries", 0);
        writer.WriteNumber("totalProcessingTime", 0);
        if (job.ErrorMessage is { } error)
        {
            writer.WriteString("errorMessage", error);
        }

        writer.WriteEndObject();
    }

    private IngestJob Get(string id) => SalesforceId.Normalize(id) is { } normal && _jobs.TryGetValue(normal, out var job)
        ? job
        : throw new SalesforceException(ErrorCodes.NotFound, "The requested resource does not exist");

    private IngestJob Done(string id)
    {
        var job = Get(id);
        return job.State is BulkState.JobComplete or BulkState.Failed or BulkState.Aborted
            ? job
            : throw new SalesforceException(ErrorCodes.InvalidJobState, "InvalidJobState : Job results are available once the job is complete, failed or aborted");
    }
}
