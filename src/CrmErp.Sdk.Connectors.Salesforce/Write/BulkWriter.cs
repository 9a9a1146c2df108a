using System.Text;
using System.Text.Json;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.Salesforce.Errors;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>
/// Writes large batches through ingest jobs of the Bulk API 2.0. Result rows come in no order and without numbers: creates are
/// told apart by our key, updates by the record's id. What a job did not get to is not sent; what it does not tell about is unknown.
/// </summary>
internal sealed class BulkWriter(SalesforceClient client, FlatWriter flat)
{
    // Files are counted base64-encoded against 150 MB.
    private const int MaxFileBytes = 100 * 1024 * 1024;
    private const string Jobs = "jobs/ingest";
    private static readonly TimeSpan FirstPoll = TimeSpan.FromSeconds(1);

    public async Task WriteAsync(WriteBatch batch, IReadOnlyList<int> items, CancellationToken cancellationToken)
    {
        foreach (var operation in (WriteOperation[])[WriteOperation.Create, WriteOperation.Update])
        {
            // A text that reads like the mark for "empty" would be cleared: it takes the other way.
            int[] own = operation == WriteOperation.Create && !flat.WritesKey ? [] : [.. items.Where(i => batch.Item(i).Operation == operation && CanCarry(batch.Item(i)))];
            if (own.Length >= client.Options.Bulk.Threshold && batch.Stop is null)
            {
                await RunAsync(batch, own, operation, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool CanCarry(WriteItem item) => item.Fields.All(f => BulkCsv.CanCarry(f.Value));

    private async Task RunAsync(WriteBatch batch, int[] items, WriteOperation operation, CancellationToken cancellationToken)
    {
        var records = items.Select(i => Fields(batch.Item(i), batch.Request.Shape)).ToList();
        var file = BulkCsv.Write(records);
        if (file.Length > MaxFileBytes)
        {
            var half = items.Length / 2;
            await RunAsync(batch, items[..half], operation, cancellationToken).ConfigureAwait(false);
            await RunAsync(batch, items[half..], operation, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (await OpenAsync(batch, items, operation, cancellationToken).ConfigureAwait(false) is not { } job)
        {
            return;
        }

        // Nothing of a job is executed before it is closed: until then every failure leaves the records unwritten.
        if (!await UploadAsync(batch, items, job, file, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        batch.Sent = true;
        try
        {
            var state = await WaitAsync(job, cancellationToken).ConfigureAwait(false);
            await TakeResultsAsync(batch, items, operation, job, state, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException)
        {
            // The job runs and cannot be asked: what it did not tell yet is unknown.
            batch.SetAll(items, () => new WriteOutcome(WriteOutcomeKind.Unknown));
        }
    }

    private FieldSet Fields(WriteItem item, RecordShape shape)
    {
        var fields = flat.Fields(item, shape);
        return item.Operation == WriteOperation.Update ? fields.Add("Id", item.Id) : fields;
    }

    private async Task<string?> OpenAsync(WriteBatch batch, int[] items, WriteOperation operation, CancellationToken cancellationToken)
    {
        var body = JsonBody.Create(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", batch.Request.Shape.Object);
            json.WriteString("operation", operation == WriteOperation.Create ? "insert" : "update");
            json.WriteString("contentType", "CSV");
            json.WriteString("lineEnding", "LF");
            json.WriteString("columnDelimiter", "COMMA");
            json.WriteEndObject();
        });
        using var result = await client.SendAsync(HttpMethod.Post, Jobs, body, batch.Request.NotAfter, cancellationToken).ConfigureAwait(false);
        if (result.Response is { IsSuccess: true } response && JobReader.Read(response.Body) is { } job)
        {
            return job.Id;
        }

        NothingWritten(batch, items, result);
        return null;
    }

    private async Task<bool> UploadAsync(WriteBatch batch, int[] items, string job, byte[] file, CancellationToken cancellationToken)
    {
        using (var upload = await client.SendAsync(HttpMethod.Put, $"{Jobs}/{job}/batches", file, batch.Request.NotAfter, cancellationToken, "text/csv; charset=UTF-8").ConfigureAwait(false))
        {
            if (upload.Response is not { IsSuccess: true })
            {
                NothingWritten(batch, items, upload);
                return false;
            }
        }

        using var close = await SetStateAsync(job, "UploadComplete", batch.Request.NotAfter, cancellationToken).ConfigureAwait(false);
        if (close.Response is { IsSuccess: true })
        {
            return true;
        }

        // The job may have been closed: whether it runs is not known.
        CallJudge.Judge(batch, items, close, client);
        return false;
    }

    private void NothingWritten(WriteBatch batch, int[] items, SendResult result)
    {
        if (result.State == SendState.Answered)
        {
            CallJudge.Judge(batch, items, result, client);
        }

        // An open job without an answer does nothing, and Salesforce drops it.
        foreach (var index in items.Where(i => batch.Outcome(i) is null or { Kind: WriteOutcomeKind.Unknown }))
        {
            batch.Replace(index, new WriteOutcome(WriteOutcomeKind.NotSent));
        }
    }

    private async Task<string> WaitAsync(string job, CancellationToken cancellationToken)
    {
        var (started, pause) = (client.Time.GetUtcNow(), FirstPoll);
        while (true)
        {
            using (var response = await client.GetAsync($"{Jobs}/{job}", cancellationToken).ConfigureAwait(false))
            {
                var state = JobReader.Read(response.Body)?.State ?? "";
                if (state is "JobComplete" or "Failed" or "Aborted")
                {
                    return state;
                }
            }

            if (client.Time.GetUtcNow() - started > client.Options.Bulk.MaxDuration)
            {
                using var aborted = await SetStateAsync(job, "Aborted", null, cancellationToken).ConfigureAwait(false);
                return "";
            }

            await Task.Delay(pause, client.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < client.Options.Bulk.MaxPollInterval ? pause * 2 : client.Options.Bulk.MaxPollInterval;
        }
    }

    private Task<SendResult> SetStateAsync(string job, string state, DateTimeOffset? notAfter, CancellationToken cancellationToken) =>
        client.SendAsync(
            HttpMethod.Patch,
            $"{Jobs}/{job}",
            JsonBody.Create(json =>
            {
                json.WriteStartObject();
                json.WriteString("state", state);
                json.WriteEndObject();
            }),
            notAfter,
            cancellationToken);

    private async Task TakeResultsAsync(WriteBatch batch, int[] items, WriteOperation operation, string job, string state, CancellationToken cancellationToken)
    {
        var byKey = items.ToDictionary(i => operation == WriteOperation.Create ? batch.Item(i).Key : batch.Item(i).Id!, StringComparer.Ordinal);
        var keyColumn = operation == WriteOperation.Create ? client.Options.ExternalIdField : "Id";
        foreach (var row in await RowsAsync(job, "successfulResults", cancellationToken).ConfigureAwait(false))
        {
            Set(batch, byKey, row, keyColumn, () => Outcomes.Done(operation, SalesforceId.ToLong(row.GetValueOrDefault("sf__Id"))));
        }

        foreach (var row in await RowsAsync(job, "failedResults", cancellationToken).ConfigureAwait(false))
        {
            Set(batch, byKey, row, keyColumn, () => Outcomes.Failed(operation, [JobReader.ReadError(row.GetValueOrDefault("sf__Error") ?? "")]));
        }

        if (state.Length > 0)
        {
            // A job that has ended touches nothing any more.
            foreach (var row in await RowsAsync(job, "unprocessedrecords", cancellationToken).ConfigureAwait(false))
            {
                Set(batch, byKey, row, keyColumn, () => new WriteOutcome(WriteOutcomeKind.NotSent));
            }
        }

        batch.SetAll(items, () => new WriteOutcome(WriteOutcomeKind.Unknown));
    }

    private async Task<List<IReadOnlyDictionary<string, string>>> RowsAsync(string job, string results, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync($"{Jobs}/{job}/{results}", cancellationToken).ConfigureAwait(false);
        return [.. BulkCsv.Read(Encoding.UTF8.GetString(response.Body.Span))];
    }

    private static void Set(WriteBatch batch, Dictionary<string, int> byKey, IReadOnlyDictionary<string, string> row, string keyColumn, Func<WriteOutcome> outcome)
    {
        if (row.TryGetValue(keyColumn, out var key) && byKey.TryGetValue(key, out var index))
        {
            batch.Set(index, outcome());
        }
    }
}

/// <summary>Reads what an ingest job says.</summary>
internal static class JobReader
{
    public static (string Id, string State)? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return (document.RootElement.GetProperty("id").GetString()!, document.RootElement.GetProperty("state").GetString()!);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads <c>STATUS_CODE:message:field1 field2 --</c>; a message may hold colons itself.</summary>
    public static SalesforceError ReadError(string text)
    {
        var first = text.IndexOf(':', StringComparison.Ordinal);
        if (first < 0)
        {
            return SalesforceError.Of("", text);
        }

        var last = text.LastIndexOf(':');
        var fields = last > first ? text[(last + 1)..].Replace("--", "", StringComparison.Ordinal).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        return SalesforceError.Of(text[..first], last > first ? text[(first + 1)..last] : text[(first + 1)..], fields);
    }
}
