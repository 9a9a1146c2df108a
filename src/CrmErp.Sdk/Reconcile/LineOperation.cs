using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Reconcile;

/// <summary>What golden has and base lacks, for one line.</summary>
/// <param name="Kind">Add, change or remove.</param>
/// <param name="Line">The golden line; for a removal the base line.</param>
/// <param name="Slots">For changes: the canonical slots of the line that differ; for adds all that are written.</param>
/// <param name="Position">The line's position in golden; for removals -1.</param>
internal sealed record LineOperation(LineChangeKind Kind, Line Line, IReadOnlyList<int> Slots, int Position);
