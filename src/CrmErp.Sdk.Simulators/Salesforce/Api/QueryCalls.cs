using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Soql;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary><c>/query</c>, <c>/queryAll</c> and their next pages.</summary>
internal sealed partial class QueryCalls(SalesforceOrg org, QueryCursors cursors, int childPageSize)
{
    private const int LargestPage = 2000;
    private const int SmallestPage = 200;

    public ApiAnswer Query(ApiCall call, bool all)
    {
        var soql = call.Parameter("q") ?? throw new SalesforceException(ErrorCodes.MalformedQuery, "A query string has to be specified");
        var plan = SoqlPlan.Compile(org, soql);
        var rows = call.Request.Faults.EmptyPage ? [] : plan.Run(tombstones: all);
        if (plan.IsCount)
        {
            return ApiAnswer.Ok(writer => WriteCount(writer, rows.Count));
        }

        if (plan.Aggregates.Count > 0)
        {
            return ApiAnswer.Ok(writer => WriteAggregate(writer, plan, rows));
        }

        return Page(call, plan, rows, 0, PageSize(call), null);
    }

    public ApiAnswer More(ApiCall call, string locator)
    {
        var (cursor, offset) = cursors.Find(call.Client, locator);
        return Page(call, cursor.Plan, cursor.Rows, offset, cursor.PageSize, cursor);
    }

    /// <summary>The batch size is a hint: 200 to 2000.</summary>
    private static int PageSize(ApiCall call)
    {
        var match = BatchSize().Match(call.Header("Sforce-Query-Options") ?? string.Empty);
        var size = match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : LargestPage;
        size = Math.Clamp(size, SmallestPage, LargestPage);
        return call.Request.Faults.HalfPage ? size / 2 : size;
    }

    private static void WriteCount(Utf8JsonWriter writer, int count)
    {
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", count);
        writer.WriteBoolean("done", true);
        writer.WriteStartArray("records");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteAggregate(Utf8JsonWriter writer, SoqlPlan plan, List<StoredRecord> rows)
    {
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", 1);
        writer.WriteBoolean("done", true);
        writer.WriteStartArray("records");
        writer.WriteStartObject();
        writer.WriteStartObject("attributes");
        writer.WriteString("type", "AggregateResult");
        writer.WriteEndObject();
        var results = SoqlAggregation.Compute(plan, rows);
        for (var i = 0; i < results.Count; i++)
        {
            writer.WritePropertyName(results[i].Name);
            if (plan.Aggregates[i] is { Item.Function: not "COUNT", Path.Field: { } field })
            {
                RowJson.WriteValue(writer, field, results[i].Value);
            }
            else
            {
                writer.WriteNumberValue((decimal)results[i].Value!);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private ApiAnswer Page(ApiCall call, SoqlPlan plan, List<StoredRecord> rows, int offset, int pageSize, QueryCursors.Cursor? cursor)
    {
        var end = Math.Min(rows.Count, offset + pageSize);
        var done = end == rows.Count;
        if (!done)
        {
            cursor ??= cursors.Keep(call.Client, plan, rows, pageSize);
        }

        var json = new RowJson(org, call.Version)
        {
            ChildPageSize = childPageSize,
            KeepChildren = (children, childRows, shown) => call.Url("query/" + cursors.Keep(call.Client, children, childRows, pageSize).Locator(shown)),
        };
        return ApiAnswer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("totalSize", rows.Count);
            writer.WriteBoolean("done", done);
            if (!done)
            {
                writer.WriteString("nextRecordsUrl", call.Url("query/" + cursor!.Locator(end)));
            }

            writer.WriteStartArray("records");
            for (var i = offset; i < end; i++)
            {
                json.Write(writer, plan.Shape, rows[i]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    [GeneratedRegex(@"batchSize\s*=\s*(\d{1,6})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BatchSize();
}
