using CrmErp.Sdk.Connectors;
using static CrmErp.Sdk.Testing.ConnectorCheckContext;

namespace CrmErp.Sdk.Testing;

/// <summary>One outcome per item, in order, and nothing but what was asked.</summary>
internal static class WriteChecks
{
    public static IReadOnlyList<ConnectorCheck> All { get; } =
    [
        new("A_batch_answers_one_outcome_per_item_in_order", BatchAsync),
        new("A_write_after_its_deadline_is_not_sent", DeadlineAsync),
        new("A_stale_version_is_refused", StaleAsync),
        new("Only_the_given_fields_are_written", OnlyGivenAsync),
        new("A_cleared_field_reads_back_as_empty", ClearAsync),
        new("The_answer_carries_what_is_declared", ReplyAsync),
        new("A_refused_record_says_why_and_changes_nothing", RefusedAsync),
        new("A_deletion_is_answered_and_may_be_repeated", DeleteAsync),
        new("Modified_by_us_is_told_as_declared", ModifierAsync),
    ];

    private static async Task<IReadOnlyList<Record>> RecordsAsync(ConnectorCheckContext context, int count)
    {
        var records = new List<Record>();
        foreach (var id in await context.CreateAsync(count).ConfigureAwait(false))
        {
            records.Add(await context.ExistingAsync(id).ConfigureAwait(false));
        }

        return records;
    }

    private static WriteItem Update(ConnectorCheckContext context, Record record, string text) => context.TextItem(record.Ref.Id, text, Precondition(context.Object, record));

    private static async Task BatchAsync(ConnectorCheckContext context)
    {
        Applies(context.Object.CanUpdate, $"'{context.Shape.Object}' cannot be updated.");
        var records = await RecordsAsync(context, 3).ConfigureAwait(false);
        await context.Arrangement.DeleteAsync(records[1].Ref.Id, context.CancellationToken).ConfigureAwait(false);
        var outcomes = await context.WriteAsync(Update(context, records[0], "First"), Update(context, records[1], "Second"), Update(context, records[2], "Third")).ConfigureAwait(false);
        Require(outcomes.Count == 3, $"3 items were written, {outcomes.Count} outcomes answered.");
        Require(outcomes[1].Kind is WriteOutcomeKind.NotFound or WriteOutcomeKind.VersionConflict, $"The update of a deleted record was answered with {outcomes[1].Kind}.");
        var expected = context.Object.Atomicity == BatchAtomicity.AllOrNothing ? WriteOutcomeKind.RolledBack : WriteOutcomeKind.Updated;
        Require(outcomes[0].Kind == expected && outcomes[2].Kind == expected, $"The other items were answered with {outcomes[0].Kind} and {outcomes[2].Kind}; declared is {context.Object.Atomicity}.");
        var stored = (await context.ExistingAsync(records[2].Ref.Id).ConfigureAwait(false)).Fields[context.TextSlot];
        Require((stored == records[2].Fields[context.TextSlot]) == (expected == WriteOutcomeKind.RolledBack), "What was stored is not what was answered.");
    }

    private static async Task DeadlineAsync(ConnectorCheckContext context)
    {
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        var outcomes = await context.Writer.WriteAsync(
            new WriteRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Items = [Update(context, record, "Too late")], NotAfter = context.Arrangement.Now - TimeSpan.FromSeconds(1) },
            context.CancellationToken).ConfigureAwait(false);
        Require(outcomes is [{ Kind: WriteOutcomeKind.NotSent }], "A write whose deadline had passed was not answered with NotSent.");
        Require((await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false)).Fields[context.TextSlot] == record.Fields[context.TextSlot], "A write whose deadline had passed was sent.");
    }

    private static async Task StaleAsync(ConnectorCheckContext context)
    {
        Applies(context.Object.Version == VersionKind.Strict, $"'{context.Shape.Object}' has no conditional write.");
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        await context.EditTextAsync(record.Ref.Id, "Somebody was faster").ConfigureAwait(false);
        var expected = (await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false)).Fields[context.TextSlot];
        var outcomes = await context.WriteAsync(Update(context, record, "Overwritten")).ConfigureAwait(false);
        Require(outcomes is [{ Kind: WriteOutcomeKind.VersionConflict }], $"A write on a stale version was answered with {outcomes[0].Kind}.");
        Require((await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false)).Fields[context.TextSlot] == expected, "A write on a stale version overwrote an edit.");
    }

    private static async Task OnlyGivenAsync(ConnectorCheckContext context)
    {
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        var outcomes = await context.WriteAsync(Update(context, record, "Only this")).ConfigureAwait(false);
        Require(outcomes is [{ Kind: WriteOutcomeKind.Updated }], $"The update was answered with {outcomes[0].Kind}.");
        var after = await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false);
        for (var slot = 0; slot < context.Shape.Fields.Count; slot++)
        {
            Require(slot == context.TextSlot || after.Fields[slot] == record.Fields[slot], $"'{context.Shape.Fields[slot].Path}' changed with a write of '{context.Arrangement.TextField}' alone.");
        }
    }

    private static async Task ClearAsync(ConnectorCheckContext context)
    {
        var field = await FieldAsync(context).ConfigureAwait(false);
        Applies(field is { Nullable: true, Required: false }, $"'{context.Arrangement.TextField}' cannot be cleared.");
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        var item = new WriteItem { Operation = WriteOperation.Update, Key = "key", Id = record.Ref.Id, IfVersion = Precondition(context.Object, record), Fields = [new FieldChange(context.TextSlot, FieldValue.Null)] };
        var outcomes = await context.WriteAsync(item).ConfigureAwait(false);
        Require(outcomes is [{ Kind: WriteOutcomeKind.Updated }], $"Clearing was answered with {outcomes[0].Kind}.");
        var stored = (await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false)).Fields[context.TextSlot];
        Require(stored.IsEmpty && !stored.IsMissing, $"A cleared field reads back as {stored.Kind}.");
    }

    private static async Task ReplyAsync(ConnectorCheckContext context)
    {
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        var outcome = (await context.WriteAsync(Update(context, record, "Answered")).ConfigureAwait(false))[0];
        var after = await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false);
        Require((outcome.Stored is not null) == (context.Object.Reply == WriteReply.Stored), $"The answer {(outcome.Stored is null ? "lacks" : "carries")} stored values; declared is {context.Object.Reply}.");
        Require(context.Object.Reply == WriteReply.Acknowledgement || context.Object.Version == VersionKind.None || outcome.Version == after.Version, "The answer's version is not the record's version.");
        Require(outcome.Stored is null || outcome.Stored.Fields.Values.SequenceEqual(after.Fields.Values), "The answer's values are not the stored ones.");
        Require(outcome.Stored is null || outcome.Stored.Hash == after.Hash, "The answer's hash is not the one of a read.");
    }

    private static async Task RefusedAsync(ConnectorCheckContext context)
    {
        var field = await FieldAsync(context).ConfigureAwait(false);
        Applies(field?.MaxLength is not null && !field.Coercion.HasFlag(Coercions.Truncate), $"'{context.Arrangement.TextField}' has no length that is enforced.");
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        var outcomes = await context.WriteAsync(Update(context, record, new string('x', field!.MaxLength!.Value + 1))).ConfigureAwait(false);
        Require(outcomes is [{ Kind: WriteOutcomeKind.Rejected }], $"A text that is too long was answered with {outcomes[0].Kind}.");
        Require(outcomes[0].Errors.Count > 0 && !string.IsNullOrEmpty(outcomes[0].Errors[0].Code), "A refusal has no code.");
        Require((await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false)).Hash == record.Hash, "A refused write changed the record.");
    }

    private static async Task DeleteAsync(ConnectorCheckContext context)
    {
        Applies(context.Object.CanDelete, $"'{context.Shape.Object}' cannot be deleted.");
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        var item = new WriteItem { Operation = WriteOperation.Delete, Key = "key", Id = record.Ref.Id, IfVersion = Precondition(context.Object, record) };
        Require(await context.WriteAsync(item).ConfigureAwait(false) is [{ Kind: WriteOutcomeKind.Deleted }], "A deletion was not answered with Deleted.");
        Require(await context.GetAsync(record.Ref.Id).ConfigureAwait(false) is null, "A deleted record is still answered.");
        Require(await context.WriteAsync(item).ConfigureAwait(false) is [{ Kind: WriteOutcomeKind.Deleted }], "A repeated deletion was not answered with Deleted.");
    }

    private static async Task ModifierAsync(ConnectorCheckContext context)
    {
        var record = (await RecordsAsync(context, 1).ConfigureAwait(false))[0];
        await context.WriteAsync(Update(context, record, "By the integration")).ConfigureAwait(false);
        var ours = await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false);
        await context.EditTextAsync(record.Ref.Id, "By a person").ConfigureAwait(false);
        var theirs = await context.ExistingAsync(record.Ref.Id).ConfigureAwait(false);
        var (wantOurs, wantTheirs) = context.Object.TellsModifier ? ((bool?)true, (bool?)false) : (null, null);
        Require(ours.ModifiedByUs == wantOurs && theirs.ModifiedByUs == wantTheirs, $"TellsModifier is {context.Object.TellsModifier}, and the records say {ours.ModifiedByUs?.ToString() ?? "nothing"} and {theirs.ModifiedByUs?.ToString() ?? "nothing"}.");
    }

    private static async Task<FieldMetadata?> FieldAsync(ConnectorCheckContext context)
    {
        Applies(context.Connector is IMetadataReader, "The connector reads no metadata.");
        var answer = await ((IMetadataReader)context.Connector).ReadMetadataAsync(new MetadataRequest { Scope = context.Arrangement.Scope, Objects = [context.Shape.Object] }, context.CancellationToken).ConfigureAwait(false);
        return answer[0].Find(context.Arrangement.TextField);
    }
}
