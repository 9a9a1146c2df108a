using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Numbers of records: given by the client where that is allowed, else by the series; never twice.</summary>
internal static class BcNumbers
{
    public static void Give(BcWork work, BcDraft draft)
    {
        if (draft.Entity.KeyField is not { } key || draft.Entity.Field(key).Type == BcFieldType.Integer)
        {
            return;
        }

        var number = draft.Text(key);
        if (number.Length == 0)
        {
            draft[key] = draft.Entity.NumberSeries is { } series
                ? work.Company.NextNumber(series, n => work.Table(draft.Entity.Set).ByKey(n) is not null)
                : throw BcException.Field($"{draft.Entity.Field(key).Caption} must have a value in {draft.Entity.TableCaption}: {draft.Entity.Field(key).Caption}=. It cannot be zero or empty.");
            return;
        }

        if (draft.Entity.NumberSeries is { } manual && !work.Company.Options.ManualNumbers)
        {
            throw BcException.Dialog($"You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series {manual}.");
        }

        Check(work, draft, number);
    }

    public static void Check(BcWork work, BcDraft draft, string number)
    {
        if (work.Table(draft.Entity.Set).ByKey(number) is { } holder && holder.Id != draft.Id)
        {
            throw BcException.KeyExists(draft.Entity, draft.Entity.Field(draft.Entity.KeyField!).Caption ?? "Code", number);
        }
    }
}
