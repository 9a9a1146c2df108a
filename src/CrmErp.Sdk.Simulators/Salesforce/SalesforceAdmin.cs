using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.OAuth;
using CrmErp.Sdk.Simulators.Salesforce.Api;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Rules;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce;

/// <summary>The people who work in the org, and its administrator.</summary>
internal sealed class SalesforceAdmin(SalesforceOrg org, SObjectWriter writer, ToolingCalls tooling, LimitCalls limits, QueryCursors cursors) : ISimulatorAdmin
{
    private const int SeedChunk = 1000;

    /// <inheritdoc/>
    public IReadOnlyList<string> Objects => org.Database.Read(() => org.Tables.Select(t => t.Type.Name).Order(StringComparer.Ordinal).ToList());

    /// <inheritdoc/>
    public IReadOnlyCollection<StoredRecord> Snapshot(string objectName, PeopleContext context, bool deleted) => org.Database.Read(() =>
    {
        var rows = Table(objectName).Rows;
        return (IReadOnlyCollection<StoredRecord>)[.. deleted ? rows.Tombstones : rows.Live];
    });

    /// <inheritdoc/>
    public StoredRecord? Find(string objectName, PeopleContext context, string id) =>
        org.Database.Read(() => SalesforceId.Normalize(id) is { } normal ? Table(objectName).Rows.Find(normal) : null);

    /// <inheritdoc/>
    public IReadOnlyList<string> Seed(string objectName, PeopleContext context, IEnumerable<SeedRecord> records)
    {
        var ids = new List<string>();
        foreach (var chunk in records.Chunk(SeedChunk))
        {
            ids.AddRange(Refuse(() => org.Database.Write(RegisteredClient.Seed, transaction =>
            {
                var table = Table(objectName);
                return chunk.Select(record => Seed(transaction, table, record)).ToList();
            })));
        }

        return ids;
    }

    /// <inheritdoc/>
    public void WriteRecord(Utf8JsonWriter writer, string objectName, PeopleContext context, StoredRecord record)
    {
        var table = Table(objectName);
        writer.WriteStartObject();
        foreach (var field in table.Type.Fields)
        {
            writer.WritePropertyName(field.Name);
            RowJson.WriteValue(writer, field, field.Read(record));
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public string Create(string objectName, PeopleContext context, JsonElement values) => Write(context, transaction =>
    {
        var table = Table(objectName);
        return writer.Create(transaction, table, SObjectInput.Read(org, table, values), allowDuplicate: true).Id;
    });

    /// <inheritdoc/>
    public void Update(string objectName, PeopleContext context, string id, JsonElement values) => Write(context, transaction =>
    {
        var table = Table(objectName);
        return writer.Update(transaction, table, SObjectCalls.Find(table, id), SObjectInput.Read(org, table, values)).Id;
    });

    /// <inheritdoc/>
    public void Delete(string objectName, PeopleContext context, string id) => Write(context, transaction =>
    {
        var table = Table(objectName);
        writer.Delete(transaction, table, SObjectCalls.Find(table, id));
        return id;
    });

    /// <inheritdoc/>
    public void Tamper(string objectName, PeopleContext context, string id, JsonElement values) => Write(context, transaction =>
    {
        var table = Table(objectName);
        var row = SObjectCalls.Find(table, id);
        var changed = row.CopyValues(table.Type.Columns);
        foreach (var (field, value) in SObjectInput.Read(org, table, values).Values)
        {
            changed[field.Slot] = field.Stored
                ? value
                : throw new SimulatorRefusalException(400, ErrorCodes.InvalidField, $"{field.Name} is not stored");
        }

        transaction.Overwrite(table.Rows, row, changed);
        return id;
    });

    /// <inheritdoc/>
    public void Act(string action, PeopleContext context, JsonElement arguments, Utf8JsonWriter result)
    {
        var id = action switch
        {
            "merge" => Merge(context, arguments),
            "undelete" => Undelete(context, arguments),
            "addField" => Write(context, _ => tooling.AddField(Text(arguments, "fullName"), arguments.GetProperty("metadata"), granted: true)),
            "addObject" => Write(context, _ => tooling.AddObject(Text(arguments, "fullName"), arguments.TryGetProperty("metadata", out var m) ? m : default, granted: true)),
            "purgeDeleteLog" => Write(context, _ => PurgeDeleteLog()),
            "expireQueryLocators" => ExpireLocators(),
            "spendApiCalls" => Spend(arguments.GetProperty("calls").GetInt64()),
            "setDailyApiRequests" => SetDaily(arguments.GetProperty("calls").GetInt64()),
            _ => throw new SimulatorRefusalException($"There is no action '{action}'."),
        };
        result.WriteStartObject();
        result.WriteString("id", id);
        result.WriteEndObject();
    }

    private static string Text(JsonElement arguments, string name) => arguments.TryGetProperty(name, out var value) && value.GetString() is { } text
        ? text
        : throw new SimulatorRefusalException($"The argument '{name}' is missing.");

    private static T Refuse<T>(Func<T> edit)
    {
        try
        {
            return edit();
        }
        catch (SalesforceException e)
        {
            throw new SimulatorRefusalException(e.Error.Status, e.Error.Code, e.Error.Message);
        }
    }

    private SObjectTable Table(string name) => org.Find(name) ?? throw new SimulatorRefusalException(404, ErrorCodes.NotFound, $"The org has no object {name}.");

    private string Write(PeopleContext context, Func<Transaction, string> edit) =>
        Refuse(() => org.Database.Write(RegisteredClient.People, edit, context.VisibleAfter));

    private string Seed(Transaction transaction, SObjectTable table, SeedRecord record)
    {
        var input = new SObjectInput();
        foreach (var (name, value) in record.Values)
        {
            if (!name.Equals("Id", StringComparison.OrdinalIgnoreCase))
            {
                input.Set(org, table, name, value);
            }
        }

        var now = transaction.Now;
        transaction.StampWith(record.Modified is { } modified ? modified.AddTicks(-(modified.UtcTicks % TimeSpan.TicksPerSecond)) : now);
        var id = writer.Seed(transaction, table, SalesforceId.Normalize(record.Id) ?? table.NewId(), input).Id;
        transaction.StampWith(now);
        return id;
    }

    private string Merge(PeopleContext context, JsonElement arguments) => Write(context, transaction =>
    {
        var table = Table(Text(arguments, "object"));
        var survivor = SObjectCalls.Find(table, Text(arguments, "survivor"));
        writer.Merge(transaction, table, survivor.Id, SObjectCalls.Find(table, Text(arguments, "loser")));
        var input = arguments.TryGetProperty("values", out var values) ? SObjectInput.Read(org, table, values) : new SObjectInput();
        writer.Update(transaction, table, SObjectCalls.Find(table, survivor.Id), input);
        return survivor.Id;
    });

    private string Undelete(PeopleContext context, JsonElement arguments) => Write(context, transaction =>
    {
        var table = Table(Text(arguments, "object"));
        var tombstone = SalesforceId.Normalize(Text(arguments, "id")) is { } id ? table.Rows.FindTombstone(id) : null;
        writer.Undelete(transaction, table, tombstone ?? throw new SalesforceException(ErrorCodes.NotFound, "The record is not in the recycle bin"));
        return tombstone.Id;
    });

    private string PurgeDeleteLog()
    {
        org.DeleteLogStart = org.Database.Now;
        return string.Empty;
    }

    private string ExpireLocators()
    {
        cursors.Clear();
        return string.Empty;
    }

    private string Spend(long calls)
    {
        limits.Spend(calls);
        return string.Empty;
    }

    private string SetDaily(long calls)
    {
        limits.Daily = calls;
        return string.Empty;
    }
}
