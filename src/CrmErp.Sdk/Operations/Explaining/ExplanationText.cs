using System.Globalization;
using System.Text;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Operations;

/// <summary>An explanation in words.</summary>
internal static class ExplanationText
{
    public static string Of(FieldExplanation explanation)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{explanation.Entity} {explanation.GoldenId}, field {explanation.Field}: {Value(explanation.Value)}.\n");
        text.Append(explanation.SetBy is { } origin ? Origin(explanation, origin) : "Nobody has set it.\n");
        foreach (var side in explanation.Spokes)
        {
            text.Append(Side(side));
        }

        text.Append(explanation.Open.Count == 0 ? "Nothing is open.\n" : "Open:\n");
        foreach (var entry in explanation.Open)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {entry.Queue} on {entry.Spoke} since {Time(entry.Since)}: {entry.Cause}.\n");
        }

        if (explanation.History.Count > 0)
        {
            text.Append("History:\n");
        }

        foreach (var entry in explanation.History)
        {
            text.Append(Event(entry));
        }

        return text.ToString();
    }

    public static string Value(FieldValue value) => value.Kind switch
    {
        FieldKind.Missing => "nothing",
        FieldKind.Null => "empty",
        FieldKind.Text => $"\"{value.AsText()}\"",
        FieldKind.Lines => string.Create(CultureInfo.InvariantCulture, $"{value.AsLines().Count} lines"),
        _ => ValueText.Plain(value),
    };

    /// <summary>What a rule's code means.</summary>
    public static string Rule(string? rule) => rule switch
    {
        null or "" => "",
        "owner" => "the owner of the field rules",
        "only side" => "only this side had changed it",
        "fill" => "nobody had given it a value before",
        "fill empty" => "an empty value is no claim when records meet for the first time",
        "clear ignored" => "clearing this field does not count",
        "clear" => "clearing this field is for a person to decide",
        "delete" => "the record was deleted there",
        "withdrawn" => "the side went back to the value before the conflict",
        "oscillation" => "the same values kept coming back and forth",
        "chain ended" => "both sides changed it, and no policy decided",
        "foreign edit" => "an edit by a side that does not own the field, agreed to differ",
        "custom" => "a person gave a value of their own",
        "takeCandidate" => "the side's value was taken",
        "keepGolden" => "the golden value was kept",
        "keepApart" => "both were left as they are",
        "Latest" => "the later change wins",
        "NonEmpty" => "the value that is not empty wins",
        "undo" => "an earlier value was put back",
        "reapply" => "the old value was sent again in the new form",
        "landing inferred" or "stored otherwise" => "a write's outcome was not certain",
        _ when rule.StartsWith("Prefer(", StringComparison.Ordinal) => $"{rule[7..^1]} is preferred",
        _ when rule.StartsWith("person:", StringComparison.Ordinal) => $"{rule[7..]} decided so",
        _ => rule,
    };

    private static string Origin(FieldExplanation explanation, ValueOrigin origin)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Set by {By(origin.By)} at {Time(origin.At)}{Run(origin.RunId)}, because {Rule(origin.Rule)} ({origin.Rule})");
        if (!origin.Over.IsMissing)
        {
            text.Append(CultureInfo.InvariantCulture, $", over {Value(origin.Over)}");
        }

        text.Append(".\n");
        if (origin.ChangedBefore is { } before)
        {
            text.Append(CultureInfo.InvariantCulture, $"By {By(origin.By)}'s clock it was changed {(origin.ChangedAfter is { } after ? $"after {Time(after)} and " : "")}not later than {Time(before)}.\n");
        }

        if (explanation.Group != explanation.Field)
        {
            text.Append(CultureInfo.InvariantCulture, $"It changes hands together with all of {explanation.Group}.\n");
        }

        return text.ToString();
    }

    private static string Side(FieldOnSpoke side)
    {
        var record = side.Record is { } reference ? $" ({reference.Object}/{reference.Id})" : "";
        var how = side.Agreement switch
        {
            FieldAgreement.Agrees => $"shows {Value(side.Shows)}",
            FieldAgreement.Coerced => $"shows {Value(side.Shows)}, its own form of it",
            FieldAgreement.Owed => $"shows {Value(side.Shows)}; the golden value is still to be sent",
            FieldAgreement.Contested => $"shows {Value(side.Shows)}; a conflict is open, nothing is sent",
            FieldAgreement.Noted => $"shows {Value(side.Shows)}, agreed to differ",
            FieldAgreement.ReadOnly => $"shows {Value(side.Shows)}; the map does not write it there",
            FieldAgreement.NotMapped => "does not have the field in its map",
            FieldAgreement.NotMet => "was not asked for it yet",
            _ => side.Link is { } state ? $"has no active record (its link is {state})" : "has no record",
        };
        return $"{side.Spoke}{record} {how}.\n";
    }

    private static string Event(FieldEvent entry)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"- {Time(entry.At)} {(entry.OfRecord ? "record " : "")}{entry.Kind}");
        text.Append(entry.By is null ? "" : $" by {By(entry.By)}");
        text.Append(!entry.Old.IsMissing ? $": {Value(entry.Old)} -> {Value(entry.New)}" : !entry.New.IsMissing ? $": {Value(entry.New)}" : "");
        text.Append(entry.Rule is { Length: > 0 } rule ? $" ({Rule(rule)})" : "");
        text.Append(entry.Actor is null ? "" : $", {entry.Actor}");
        text.Append(entry.Reason is null ? "" : $": {entry.Reason}");
        return text.Append(Run(entry.RunId)).Append(".\n").ToString();
    }

    private static string By(string origin) =>
        origin.StartsWith("person:", StringComparison.Ordinal) ? origin[7..]
        : origin.StartsWith("workflow:", StringComparison.Ordinal) ? $"the workflow {origin[9..]}"
        : origin;

    private static string Run(Guid run) => run == Guid.Empty ? "" : $" in run {run:n}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
