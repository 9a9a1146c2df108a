namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>A field that names a record of another set.</summary>
/// <param name="Set">The set it names.</param>
/// <param name="ById">Whether the value is that record's id; else its code or number.</param>
/// <param name="Partner">The other field of the pair (id and code of the same record); null when there is none.</param>
/// <param name="Noun">What the vendor's messages call it, as <c>Payment Terms</c>.</param>
/// <param name="TableRelation">
/// Whether a value without target is refused by the database's table relation; else by the page, with a text of its own.
/// </param>
internal sealed record BcRelation(string Set, bool ById, string? Partner, string Noun, bool TableRelation);
