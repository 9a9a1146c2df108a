using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>
/// <c>/sobjects/{Type}/updated</c> and <c>/deleted</c>. The seconds of start and end do not count; the covered date stays behind
/// transactions that are still open.
/// </summary>
internal sealed class ReplicationCalls(SalesforceOrg org)
{
    private const int MostIds = 600_000;

    private static readonly TimeSpan UpdatedWindow = TimeSpan.FromDays(30);

    public ApiAnswer Updated(ApiCall call, string typeName)
    {
        var table = org.Get(typeName);
        var (start, end) = Window(call, UpdatedWindow);
        var ids = table.ByStamp(start, end, tombstones: false).Where(r => r.Modified < end).Select(r => r.Id).Take(MostIds + 1).ToList();
        RequireCount(ids.Count);
        var covered = Covered(end);
        return ApiAnswer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ids");
            foreach (var id in ids)
            {
                writer.WriteStringValue(id);
            }

            writer.WriteEndArray();
            writer.WriteString("latestDateCovered", SalesforceDates.Write(covered));
            writer.WriteEndObject();
        });
    }

    public ApiAnswer Deleted(ApiCall call, string typeName)
    {
        var table = org.Get(typeName);
        var (start, end) = Window(call, SalesforceOrg.RecycleBinLife);
        var earliest = Later(org.DeleteLogStart, org.Database.Now - SalesforceOrg.RecycleBinLife);
        var rows = table.Deleted(Later(start, earliest), end).Where(r => r.Modified < end).Take(MostIds + 1).ToList();
        RequireCount(rows.Count);
        var covered = Covered(end);
        return ApiAnswer.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("deletedRecords");
            foreach (var row in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("id", row.Id);
                writer.WriteString("deletedDate", SalesforceDates.Write(row.Modified));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("earliestDateAvailable", SalesforceDates.Write(earliest));
            writer.WriteString("latestDateCovered", SalesforceDates.Write(covered));
            writer.WriteEndObject();
        });
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static void RequireCount(int count)
    {
        if (count > MostIds)
        {
            throw new SalesforceException(ErrorCodes.ExceededIdLimit, $"Too many ids in the given time span: more than {MostIds}");
        }
    }

    private static DateTimeOffset WholeMinute(ApiCall call, string name)
    {
        var text = call.Parameter(name);
        return text is not null && SalesforceDates.TryParse(text.Replace(' ', '+'), out var instant)
            ? new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero)
            : throw new SalesforceException(ErrorCodes.InvalidReplicationDate, $"{name}Date is missing or is not a dateTime: {text}");
    }

    /// <summary>
    /// The day the covered date may be trusted to: the end, but neither after now nor past the start of a transaction that is still open.
    /// </summary>
    private DateTimeOffset Covered(DateTimeOffset end)
    {
        var covered = end < org.Database.Now ? end : org.Database.Now;
        return org.Database.OldestOpenStamp is { } open && open < covered ? open : covered;
    }

    private (DateTimeOffset Start, DateTimeOffset End) Window(ApiCall call, TimeSpan longest)
    {
        var start = WholeMinute(call, "start");
        var end = WholeMinute(call, "end");
        if (end < start + TimeSpan.FromMinutes(1))
        {
            throw new SalesforceException(ErrorCodes.InvalidReplicationDate, "endDate must be at least one minute greater than startDate");
        }

        // A minute of grace: the seconds of the start were cut off.
        if (start < org.Database.Now - longest - TimeSpan.FromMinutes(1))
        {
            throw new SalesforceException(ErrorCodes.InvalidReplicationDate, $"startDate cannot be more than {(int)longest.TotalDays} days ago");
        }

        return (start, end);
    }
}
