using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>A record to be written out, with what was asked to be expanded.</summary>
internal sealed record BcNode(BcEntity Entity, StoredRecord Record, BcQuery Query, IReadOnlyList<BcBranch> Branches);

/// <summary>An expanded navigation.</summary>
internal sealed record BcBranch(BcNavigation Navigation, IReadOnlyList<BcNode> Nodes);
