using System.Text.Json;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.OData.Batch;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>Makes outcomes of the answers to a batch of writes. What has to be read for them is read for all at once.</summary>
internal sealed class WriteAnswers(PageReader pages, RecordReader reader)
{
    /// <summary>One outcome per item.</summary>
    public async Task<WriteOutcome[]> ReadAsync(WriteRequest request, ReadPlan plan, IReadOnlyList<WriteItem> items, IReadOnlyList<ODataBatchOutcome> answers, CancellationToken cancellationToken)
    {
        var outcomes = new WriteOutcome[items.Count];
        var written = new List<(int Index, string Id, ReadOnlyMemory<byte> Body)>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (answers[i].Answer is not { IsSuccess: true } answer)
            {
                outcomes[i] = Outcomes.Failed(answers[i], items[i].Operation);
            }
            else if (items[i].Operation == WriteOperation.Delete)
            {
                outcomes[i] = new WriteOutcome(WriteOutcomeKind.Deleted) { Id = items[i].Id };
            }
            else if ((items[i].Id ?? IdOf(answer)) is { } id)
            {
                written.Add((i, id, answer.Body));
            }
            else
            {
                outcomes[i] = new WriteOutcome(WriteOutcomeKind.Unknown);
            }
        }

        var stored = await StoredAsync(request.Scope, plan, [.. written.Select(w => (w.Id, w.Body))], cancellationToken).ConfigureAwait(false);
        foreach (var ((i, id, _), record) in written.Zip(stored))
        {
            var kind = items[i].Operation == WriteOperation.Create ? WriteOutcomeKind.Created : WriteOutcomeKind.Updated;
            outcomes[i] = new WriteOutcome(kind) { Id = id, Version = record?.Version, Stored = record };
        }

        await NameDuplicatesAsync(request, plan, items, outcomes, cancellationToken).ConfigureAwait(false);
        return outcomes;
    }

    /// <summary>The answers as a read would show them; documents whose answers lack the lines are read. A failure here takes nothing from the success.</summary>
    public async Task<IReadOnlyList<Record?>> StoredAsync(string scope, ReadPlan plan, IReadOnlyList<(string Id, ReadOnlyMemory<byte> Body)> written, CancellationToken cancellationToken)
    {
        var stored = new Record?[written.Count];
        try
        {
            var answered = await pages.ReadSinglesAsync(scope, plan, [.. written.Select(w => w.Body)], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < stored.Length; i++)
            {
                stored[i] = answered[i] is { } record && IsWhole(plan, record) ? record : null;
            }

            int[] lacking = [.. Enumerable.Range(0, stored.Length).Where(i => stored[i] is null)];
            var read = lacking.Length == 0 ? [] : await reader.GetManyAsync(new GetManyRequest { Scope = scope, Shape = plan.Shape, Ids = [.. lacking.Select(i => written[i].Id)] }, cancellationToken).ConfigureAwait(false);
            foreach (var (i, record) in lacking.Zip(read))
            {
                stored[i] = record;
            }
        }
        catch (ConnectorException)
        {
            // What was read so far stays; the others are read by whoever needs them.
        }

        return stored;
    }

    private static bool IsWhole(ReadPlan plan, Record record)
    {
        for (var slot = 0; slot < plan.Shape.Fields.Count; slot++)
        {
            if (plan.Shape.Fields[slot].Kind == FieldKind.Lines && record.Fields[slot].IsMissing)
            {
                return false;
            }
        }

        return true;
    }

    // "Exists already" without saying which: the number names it.
    private async Task NameDuplicatesAsync(WriteRequest request, ReadPlan plan, IReadOnlyList<WriteItem> items, WriteOutcome[] outcomes, CancellationToken cancellationToken)
    {
        if (!plan.Shape.Schema.TryGetSlot("number", out var slot))
        {
            return;
        }

        var numbers = new Dictionary<int, FieldValue>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Kind == WriteOutcomeKind.Duplicate && items[i].Fields.FirstOrDefault(f => f.Slot == slot).Value is { HasValue: true } number)
            {
                numbers[i] = number;
            }
        }

        if (numbers.Count == 0)
        {
            return;
        }

        try
        {
            var found = (await reader.FindAsync(new FindRequest { Scope = request.Scope, Shape = plan.Shape, Field = "number", Values = [.. numbers.Values], Limit = 2 * numbers.Count }, cancellationToken).ConfigureAwait(false))
                .ToLookup(r => r.Fields[slot].TextOrNull()?.Trim() ?? "", StringComparer.OrdinalIgnoreCase);
            foreach (var (i, number) in numbers)
            {
                if (found[number.TextOrNull()?.Trim() ?? ""].ToList() is [var only])
                {
                    outcomes[i] = new WriteOutcome(WriteOutcomeKind.Duplicate) { Id = only.Ref.Id, Errors = outcomes[i].Errors, RequestId = outcomes[i].RequestId };
                }
            }
        }
        catch (ConnectorException)
        {
            // The duplicates stay unnamed.
        }
    }

    private static string? IdOf(ODataBatchAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
