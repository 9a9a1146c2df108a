using CrmErp.Sdk.Simulators.BusinessCentral.Data;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Numbers of lines: 10000, 20000 and so on, behind the last one.</summary>
internal static class BcLines
{
    private const long Step = 10_000;

    public static long NextSequence(BcTable lines, string parentField, string parentId, string sequenceField)
    {
        var slot = lines.Entity.Schema.Slot(sequenceField);
        var last = 0L;
        foreach (var line in lines.Where(parentField, parentId))
        {
            last = Math.Max(last, (long)line[slot]!);
        }

        return last + Step;
    }
}
