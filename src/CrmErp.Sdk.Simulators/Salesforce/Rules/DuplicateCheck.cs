using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>Holds a create against the org's duplicate rules.</summary>
internal static class DuplicateCheck
{
    private const string Warning = "You're creating a duplicate record. We recommend you use an existing record instead.";

    public static void Check(IReadOnlyList<DuplicateRule> rules, Save save, bool allowDuplicate)
    {
        foreach (var rule in rules)
        {
            if (rule.Object == save.Table.Type.Name && !(rule.AllowSave && allowDuplicate) && Matches(rule, save) is { Count: > 0 } matches)
            {
                throw new SalesforceException(new SalesforceError(ErrorCodes.DuplicatesDetected, Warning)
                {
                    Details = writer => WriteResult(writer, rule, matches),
                });
            }
        }
    }

    private static List<StoredRecord> Matches(DuplicateRule rule, Save save)
    {
        var fields = rule.Fields.Select(name => save.Table.Type.Find(name)).OfType<SObjectField>().ToList();
        if (fields.Count != rule.Fields.Count || fields.Exists(f => save.Values[f.Slot] is not string))
        {
            return [];
        }

        return [.. save.Table.With(fields[0], (string)save.Values[fields[0].Slot]!)
            .Where(row => fields.TrueForAll(f => SameText(f.Read(row), save.Values[f.Slot])))];
    }

    private static bool SameText(object? left, object? right) => string.Equals(left as string, right as string, StringComparison.OrdinalIgnoreCase);

    private static void WriteResult(Utf8JsonWriter writer, DuplicateRule rule, List<StoredRecord> matches)
    {
        writer.WriteStartObject("duplicateResult");
        writer.WriteBoolean("allowSave", rule.AllowSave);
        writer.WriteString("duplicateRule", rule.Name);
        writer.WriteString("duplicateRuleEntityType", rule.Object);
        writer.WriteString("errorMessage", Warning);
        writer.WriteStartArray("matchResults");
        writer.WriteStartObject();
        writer.WriteString("entityType", rule.Object);
        writer.WriteStartArray("errors");
        writer.WriteEndArray();
        writer.WriteString("matchEngine", "ExactMatchEngine");
        writer.WriteStartArray("matchRecords");
        foreach (var match in matches)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("additionalInformation");
            writer.WriteEndArray();
            writer.WriteStartArray("fieldDiffs");
            writer.WriteEndArray();
            writer.WriteNumber("matchConfidence", 100.0m);
            writer.WriteStartObject("record");
            writer.WriteStartObject("attributes");
            writer.WriteString("type", rule.Object);
            writer.WriteEndObject();
            writer.WriteString("Id", match.Id);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("rule", rule.Name);
        writer.WriteNumber("size", matches.Count);
        writer.WriteBoolean("success", true);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
