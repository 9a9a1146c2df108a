using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>What a path inside a company means.</summary>
/// <param name="Company">The company.</param>
/// <param name="Entity">The page.</param>
/// <param name="Key">The record; null for the list.</param>
/// <param name="Parent">The record a list or a new record belongs to: the field that holds its id, and the id.</param>
/// <param name="Action">The bound action; null when there is none.</param>
/// <param name="Count">Whether only the number of records is asked for.</param>
internal sealed record BcTarget(
    BcCompany Company, BcEntity Entity, string? Key, (string Field, string Value)? Parent, string? Action, bool Count)
{
    public BcTable Table => Company[Entity.Set];
}
