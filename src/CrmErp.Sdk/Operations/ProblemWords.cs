using System.Text.Json;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Operations;

/// <summary>What a problem is and what ends it, in words.</summary>
internal static class ProblemWords
{
    /// <summary>The first message of an entry's details, else the cause.</summary>
    public static string Summary(OpenEntry sample) => First(sample.Detail, "message") ?? (First(sample.Detail, "reason") is { } reason ? reason : sample.Cause);

    public static string Hint(OpenEntry sample)
    {
        var field = First(sample.Detail, "field") is { } name ? $"'{name}'" : "the field";
        return sample.Cause switch
        {
            "Rejected" => Refused(sample, field),
            MappingCodes.ValueNotRead or MappingCodes.ValueNotWritten => $"Give the value a counterpart in the value map of {field}, or declare a fallback; what is parked goes on with the changed map.",
            MappingCodes.TextTooLong => $"Shorten the text in the source, or let the map of {field} truncate it (OnTooLong).",
            MappingCodes.ConverterFailed => $"Mend the converter of {field}, or the value in the source.",
            MappingCodes.CurrencyMismatch => $"Declare the currency of {field} in the map, or correct the amount's currency in the source.",
            MappingCodes.WrongKind or MappingCodes.NumberRange or MappingCodes.BadReference => $"Correct the value of {field} in the source, or its line in the map.",
            "PossibleDuplicate" or "Ambiguous" or "Duplicate" or "DuplicateUnnamed" or "DuplicateUnreadable" => "Say for two records whether they are the same (JudgeAsync), or merge the duplicates in the system that holds them.",
            "UnknownCreate" or "UnknownLines" => $"Look on {sample.Spoke} whether the write arrived, then say so (ResolveUnknownAsync).",
            "CannotDelete" => $"Delete or block the record on {sample.Spoke} by hand, or let deletions deactivate instead.",
            "SchemaDrift" or "SchemaHold" => $"Put {field} back on {sample.Spoke}, let the integration user see it, or change the map; it ends by itself with the next check.",
            "WorkflowFailed" => "Mend the workflow, then replay the problem; it also runs again when the record changes.",
            "Mode.Propose" => "Approve the writes that are right (ApproveAsync).",
            "Mode.Observe" or "Mode.Off" => "It is sent once the flow's mode is Auto.",
            "Paused" => "Resume the record on its connection (ResumeAsync).",
            _ when sample.Cause.StartsWith("Guard.", StringComparison.Ordinal) => "Approve the writes if they are meant (ApproveGuardAsync), or undo what caused them: then they leave the queue by themselves.",
            "DeleteVsUpdate" => "Decide whether the deletion stands everywhere or the record is kept (ResolveDeleteAsync).",
            _ => sample.Queue switch
            {
                OpenQueue.Conflict => $"Declare an owner or a chain of policies for '{sample.Group}', and decide what is open (ResolveConflictsAsync).",
                OpenQueue.Noted => "Nothing has to be done: it was agreed that the sides differ, and it ends when the values agree.",
                OpenQueue.Withheld => "Look at what is held back before it is approved.",
                OpenQueue.MapDrift => "Nothing has to be done, or send the old values again in the new form (Reapply).",
                _ => "Mend the cause, then replay the problem.",
            },
        };
    }

    // What the system refused, by the kind of its first error.
    private static string Refused(OpenEntry sample, string field) => First(sample.Detail, "kind") switch
    {
        nameof(ErrorKind.Permission) => $"Let the integration user of {sample.Spoke} write {field}, then replay the problem.",
        nameof(ErrorKind.Reference) => $"The record that {field} refers to is not usable on {sample.Spoke}: mend it there, then replay the problem.",
        nameof(ErrorKind.SchemaDrift) => $"{Capital(field)} is not as the map knows it on {sample.Spoke} any more: put it back, or change the map.",
        nameof(ErrorKind.Immutable) => "The record cannot be changed there any more (it is posted): correct it with a document of its own, or undo the edit.",
        nameof(ErrorKind.Duplicate) => "The system holds such a record already: merge the two there, or say that they are the same (JudgeAsync).",
        nameof(ErrorKind.Configuration) => $"A setting of {sample.Spoke} forbids it: change it, then replay the problem.",
        _ => $"Correct {field} in the source, which releases the record by itself, or the rule on {sample.Spoke}; then replay the problem.",
    };

    private static string Capital(string field) => char.ToUpperInvariant(field[0]) + field[1..];

    // A text of the details: at the top, or of the first entry of "errors" or "problems".
    private static string? First(string? detail, string name)
    {
        if (detail is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(detail);
        var root = document.RootElement;
        foreach (var list in new[] { "errors", "problems" })
        {
            if (root.TryGetProperty(list, out var entries) && entries.ValueKind == JsonValueKind.Array && entries.GetArrayLength() > 0)
            {
                return Text(entries[0], name);
            }
        }

        return Text(root, name);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
