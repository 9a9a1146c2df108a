namespace CrmErp.Sdk.Stores.Sqlite.Schema;

/// <summary>One step of the schema. A step that was released never changes; the next change is the next step.</summary>
/// <param name="Version">The version that the schema has afterwards; one more than the step before.</param>
/// <param name="Sql">What makes it so.</param>
internal sealed record Migration(int Version, string Sql)
{
    /// <summary>All steps in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = [new(1, Schema1.Sql)];
}
