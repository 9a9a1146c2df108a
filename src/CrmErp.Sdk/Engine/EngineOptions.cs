namespace CrmErp.Sdk;

/// <summary>How the engine runs.</summary>
public sealed class EngineOptions
{
    /// <summary>How long after a drained feed the next poll is due. The default is 1 minute.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a claim of work holds. The default is 1 minute.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long before the lease's end the last byte of a write may be sent. The default is 15 seconds.</summary>
    public TimeSpan SendMargin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection rests after it failed as a whole; doubled up to <see cref="MaxConnectionRest"/>. The default is 5 seconds.</summary>
    public TimeSpan ConnectionRest { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest rest of a failing connection. The default is 15 minutes.</summary>
    public TimeSpan MaxConnectionRest { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many hints are read in one step. The default is 200.</summary>
    public int HintBatch { get; set; } = 200;

    /// <summary>
    /// How many changed records of a page are reconciled in one transaction. A page of more is taken in parts, its position moves with the
    /// last: memory follows this number, not the vendor's page size. At least 1; the default is 250.
    /// </summary>
    public int ReconcileBatch { get; set; } = 250;

    /// <summary>How many staged records are bound in one transaction. The default is 250.</summary>
    public int BindBatch { get; set; } = 250;

    /// <summary>How many golden records are looked at in one step of seeding. The default is 500.</summary>
    public int SeedBatch { get; set; } = 500;

    /// <summary>How often a connection's live schema is held against the maps while a process runs; also when a call says that a field is gone. The default is 1 hour.</summary>
    public TimeSpan SchemaCheckInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a stream is swept. The default is 7 days; <see cref="Timeout.InfiniteTimeSpan"/> switches sweeps off.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromDays(7);
}
