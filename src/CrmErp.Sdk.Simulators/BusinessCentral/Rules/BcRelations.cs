using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Fields that name another record: the target must exist, and id and code of a pair go together.</summary>
internal static class BcRelations
{
    public static void Apply(BcWork work, BcDraft draft, BcField field, BcRelation relation, string value)
    {
        var currency = relation.Set == "currencies";
        if (value is "" or BcField.NoGuid || (currency && !relation.ById && value == work.Company.Options.LocalCurrency))
        {
            Clear(work, draft, field, relation, currency);
            return;
        }

        var table = work.Table(relation.Set);
        var target = (relation.ById ? table.Records.Find(value) : table.ByKey(value)) ?? throw NoTarget(draft, field, relation, value);
        Set(draft, field, relation, table, target);
    }

    /// <summary>Sets both fields of a pair from their target.</summary>
    public static void Set(BcDraft draft, BcField field, BcRelation relation, BcTable table, StoredRecord target)
    {
        var key = table.Entity.KeyField is { } name ? (string)target[table.Entity.Schema.Slot(name)]! : target.Id;
        draft[field.Name] = relation.ById ? target.Id : key;
        if (relation.Partner is not { } partner)
        {
            return;
        }

        object other = relation.ById ? key : target.Id;
        if (draft.IsSet(partner) && !Equals(draft[partner], other))
        {
            throw BcException.Dialog(relation.Noun.EndsWith("customer", StringComparison.Ordinal)
                ? $"The {relation.Noun} values do not match to a specific Customer."
                : $"The {relation.Noun.ToLowerInvariant()} values do not match to a specific {relation.Noun}.");
        }

        draft[partner] = other;
    }

    private static void Clear(BcWork work, BcDraft draft, BcField field, BcRelation relation, bool currency)
    {
        // An empty currency is the local one: its code is shown, its id is not.
        object empty = currency && !relation.ById ? work.Company.Options.LocalCurrency : field.Empty;
        draft[field.Name] = empty;
        if (relation.Partner is { } partner)
        {
            draft[partner] = currency && relation.ById ? work.Company.Options.LocalCurrency : draft.Entity.Field(partner).Empty;
        }
    }

    private static BcException NoTarget(BcDraft draft, BcField field, BcRelation relation, string value) =>
        relation.TableRelation ? BcException.NotRelated(draft.Entity, field, value)
        : relation.Noun.EndsWith("customer", StringComparison.Ordinal) ? BcException.Dialog($"The {relation.Noun} cannot be found.")
        : BcException.Dialog($"The \"{field.Name}\" does not match to a {relation.Noun}.");
}
