namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>A record that was there at the start. Coerced like any other, but not validated against references, and not logged.</summary>
/// <param name="Values">Fields in the system's own names; read-only ones too.</param>
public sealed record SeedRecord(IReadOnlyList<(string Name, object? Value)> Values)
{
    /// <summary>Its id; null lets the simulator draw one.</summary>
    public string? Id { get; init; }

    /// <summary>The stamp of its last change; null for now.</summary>
    public DateTimeOffset? Modified { get; init; }
}
