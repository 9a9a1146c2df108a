using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Values as a reader sees them: stored ones, the stamp, and those computed from other tables.</summary>
internal static class BcFieldAccess
{
    public static object Get(BcCompany company, BcEntity entity, StoredRecord record, BcField field)
    {
        if (!field.Computed)
        {
            return record[field.Slot] ?? field.Empty;
        }

        return field.Name switch
        {
            "lastModifiedDateTime" => record.Modified,
            "inventory" => BcValueReader.Plain(company.Inventory((string)record[entity.Schema.Slot("number")]!)),
            "balanceDue" => BcValueReader.Plain(company.Balance(record.Id)),
            "taxAreaDisplayName" => TaxArea(company, (string)record[entity.Schema.Slot("taxAreaId")]!),
            _ => field.Empty,
        };
    }

    private static string TaxArea(BcCompany company, string id)
    {
        if (id == BcField.NoGuid)
        {
            return "";
        }

        var areas = company["taxAreas"];
        return areas.Records.Find(id) is { } area ? (string)area[areas.Entity.Schema.Slot("displayName")]! : "";
    }
}
