namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>A way from one record to others.</summary>
/// <param name="Name">Its name, as <c>salesOrderLines</c>.</param>
/// <param name="Set">The set it leads to.</param>
/// <param name="Field">
/// Of a collection: the field of the other set that holds this record's id. Of a single one: the field of this record with the other's id.
/// </param>
/// <param name="Many">Whether it is a collection.</param>
internal sealed record BcNavigation(string Name, string Set, string Field, bool Many);
