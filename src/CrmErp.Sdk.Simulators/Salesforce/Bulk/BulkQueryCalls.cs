using System.Globalization;
using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Api;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Salesforce.Soql;

namespace CrmErp.Sdk.Simulators.Salesforce.Bulk;

/// <summary><c>/jobs/query</c>: the result of a query as CSV, page by page. Locators stay valid as long as the job.</summary>
internal sealed class BulkQueryCalls(SalesforceOrg org, SalesforceOptions options)
{
    private const string KeyPrefix = "750";
    private const int LargestPage = 50_000;
    private const long FirstNumber = 1_000_000;

    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _number = FirstNumber;

    public ApiAnswer Handle(ApiCall call)
    {
        lock (_lock)
        {
            return (call.Method, call.Segments) switch
            {
                ("POST", ["jobs", "query"]) => Create(call),
                ("GET", ["jobs", "query", var id]) => Poll(call, Get(id)),
                ("PATCH", ["jobs", "query", var id]) => Abort(Get(id)),
                ("DELETE", ["jobs", "query", var id]) => Delete(Get(id)),
                ("GET", ["jobs", "query", var id, "results"]) => Results(call, Get(id)),
                _ => throw new SalesforceException(ErrorCodes.NotFound, "The requested resource does not exist"),
            };
        }
    }

    private ApiAnswer Create(ApiCall call)
    {
        var operation = call.Body.TryGetProperty("operation", out var o) ? o.ToString() : string.Empty;
        var soql = call.Body.TryGetProperty("query", out var q) ? q.ToString() : string.Empty;
        if (operation is not ("query" or "queryAll"))
        {
            throw new SalesforceException(ErrorCodes.InvalidJob, "InvalidJob : Operation is not valid");
        }

        var parsed = SoqlParser.Parse(soql);
        var plan = org.Database.Read(() => SoqlPlan.Compile(org, soql));
        if (plan.Aggregates.Count > 0 || parsed.Offset > 0 || plan.Shape.Items.Any(i => i.Children is not null || i.Field.Type == SObjectFieldType.Address))
        {
            throw new SalesforceException("API_ERROR", "FeatureNotEnabled : aggregates, OFFSET, nested queries and compound fields are not supported in bulk queries");
        }

        var job = new Job(SalesforceId.Create(KeyPrefix, ++_number), operation, soql, parsed, plan, call.Version, org.Database.Now);
        _jobs.Add(job.Id, job);
        return ApiAnswer.Ok(writer => Write(writer, job));
    }

    private ApiAnswer Poll(ApiCall call, Job job)
    {
        RequireVersion(call, job);
        if (job.State is BulkState.UploadComplete or BulkState.InProgress)
        {
            job.State = BulkState.InProgress;
            if (++job.Polls >= options.BulkPolls || org.Database.Now >= job.Created + options.BulkDuration)
            {
                Run(job);
            }
        }

        return ApiAnswer.Ok(writer => Write(writer, job));
    }

    private void Run(Job job) => org.Database.Read(() =>
    {
        var paths = job.Query.Select.OfType<SoqlFieldItem>().Select(i => (i.Path, Field: SoqlFieldPath.Resolve(org, job.Plan.Table.Type, i.Path))).ToList();
        job.Header = [.. paths.Select(p => string.Concat(p.Field.Parents.Select(r => r.RelationshipName + ".")) + p.Field.Field.Name)];
        foreach (var row in job.Plan.Run(job.Operation == "queryAll"))
        {
            job.Rows.Add([.. paths.Select(p => Cell(p.Field.Field, p.Field.Read(row)))]);
        }

        job.State = BulkState.JobComplete;
        return true;
    });

    private static string Cell(SObjectField field, object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        decimal number => RowJson.NumberText(field, number),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => SalesforceDates.WriteCsv(instant),
        _ => (string)value,
    };

    private static ApiAnswer Abort(Job job)
    {
        job.State = job.State is BulkState.UploadComplete or BulkState.InProgress
            ? BulkState.Aborted
            : throw new SalesforceException(ErrorCodes.InvalidJobState, "InvalidJobState : Job is done");
        return ApiAnswer.Ok(writer => Write(writer, job));
    }

    private ApiAnswer Delete(Job job)
    {
        _jobs.Remove(job.Id);
        return new(204);
    }

    private static ApiAnswer Results(ApiCall call, Job job)
    {
        RequireVersion(call, job);
        if (job.State != BulkState.JobComplete)
        {
            throw new SalesforceException(ErrorCodes.InvalidJobState, "InvalidJobState : Results are available once the job is complete");
        }

        var size = call.Parameter("maxRecords") is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 1, LargestPage) : LargestPage;
        var offset = call.Parameter("locator") is { Length: > 0 } locator ? Offset(locator) : 0;
        var page = job.Rows.Skip(offset).Take(size).ToList();
        var csv = new StringBuilder();
        Csv.Write(csv, job.Header, ',', "\n");
        foreach (var row in page)
        {
            Csv.Write(csv, row, ',', "\n");
        }

        var end = offset + page.Count;
        return new(200)
        {
            Text = (csv.ToString(), "text/csv"),
            Headers =
            [
                ("Sforce-NumberOfRecords", page.Count.ToString(CultureInfo.InvariantCulture)),
                ("Sforce-Locator", end < job.Rows.Count ? Convert.ToBase64String(Encoding.ASCII.GetBytes(end.ToString(CultureInfo.InvariantCulture))).TrimEnd('=') : "null"),
            ],
        };
    }

    private static int Offset(string locator)
    {
        try
        {
            var padded = locator.PadRight((locator.Length + 3) / 4 * 4, '=');
            return int.Parse(Encoding.ASCII.GetString(Convert.FromBase64String(padded)), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw new SalesforceException("INVALIDQUERYLOCATOR", "Invalid locator");
        }
    }

    private static void RequireVersion(ApiCall call, Job job)
    {
        if (job.Version != call.Version)
        {
            throw new SalesforceException("INVALIDVERSION", $"The job was created with version {job.Version}") { Status = 409 };
        }
    }

    private static void Write(Utf8JsonWriter writer, Job job)
    {
        writer.WriteStartObject();
        writer.WriteString("id", job.Id);
        writer.WriteString("operation", job.Operation);
        writer.WriteString("object", job.Plan.Table.Type.Name);
        writer.WriteString("createdDate", SalesforceDates.Write(job.Created));
        writer.WriteString("systemModstamp", SalesforceDates.Write(job.Created));
        writer.WriteString("state", job.State.ToString());
        writer.WriteString("concurrencyMode", "Parallel");
        writer.WriteString("contentType", "CSV");
        writer.WriteNumber("apiVersion", decimal.Parse(job.Version.AsSpan(1), CultureInfo.InvariantCulture));
        writer.WriteString("lineEnding", "LF");
        writer.WriteString("columnDelimiter", "COMMA");
        if (job.State == BulkState.JobComplete)
        {
            writer.WriteString("jobType", "V2Query");
            writer.WriteNumber("numberRecordsProcessed", job.Rows.Count);
            writer.WriteNumber("retries", 0);
            writer.WriteNumber("totalProcessingTime", 0);
        }

        writer.WriteEndObject();
    }

    private Job Get(string id) => SalesforceId.Normalize(id) is { } normal && _jobs.TryGetValue(normal, out var job)
        ? job
        : throw new SalesforceException(ErrorCodes.NotFound, "The requested resource does not exist");

    private sealed record Job(string Id, string Operation, string Soql, SoqlQuery Query, SoqlPlan Plan, string Version, DateTimeOffset Created)
    {
        public BulkState State { get; set; } = BulkState.UploadComplete;

        public int Polls { get; set; }

        public List<string> Header { get; set; } = [];

        public List<List<string>> Rows { get; } = [];
    }
}
