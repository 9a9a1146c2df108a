using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Opportunities: only the contact, the salesperson and the description are the client's.</summary>
internal sealed class OpportunityRules : BcRules
{
    public override void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        base.Validate(work, draft, field, value);
        if (field.Name == "contactNumber" && work.Table("contacts").ByKey((string)value) is { } contact)
        {
            var schema = work.Table("contacts").Entity.Schema;
            draft["contactName"] = contact[schema.Slot("displayName")];
            draft["contactCompanyName"] = contact[schema.Slot("companyName")];
        }
    }

    public override void Inserting(BcWork work, BcDraft draft)
    {
        base.Inserting(work, draft);
        draft["creationDate"] = work.Today;
        draft["systemCreatedAt"] = work.Transaction.Now;
    }
}
