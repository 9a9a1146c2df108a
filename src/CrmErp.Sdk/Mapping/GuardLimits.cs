namespace CrmErp.Sdk;

/// <summary>What a guard watches. The names are stored.</summary>
public enum GuardKind
{
    /// <summary>Records deleted, or deactivated because their counterpart was deleted.</summary>
    Delete = 1,
    /// <summary>Updates that empty a field which the record holds a value in.</summary>
    Clear = 2,
    /// <summary>Records made, those of an approved first load aside.</summary>
    Create = 3,
    /// <summary>Other updates, those of an approved first load aside.</summary>
    Update = 4,
}

/// <summary>
/// How many writes of one kind, of one entity to one spoke, may stand due at once before all of them wait for approval: more than the
/// floor and more than the share of the linked records, or more than the ceiling whatever the share.
/// </summary>
public sealed record GuardLimit
{
    /// <summary>Creates a limit.</summary>
    /// <param name="floor">Up to as many are never withheld.</param>
    /// <param name="share">The share of the spoke's linked records that may be concerned, above 0 and up to 1.</param>
    /// <param name="ceiling">More than as many are always withheld; at least the floor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GuardLimit(int floor, decimal share, int ceiling = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1m);
        ArgumentOutOfRangeException.ThrowIfLessThan(ceiling, floor);
        Floor = floor;
        Share = share;
        Ceiling = ceiling;
    }

    /// <summary>Up to as many are never withheld.</summary>
    public int Floor { get; }

    /// <summary>The share of the spoke's linked records that may be concerned.</summary>
    public decimal Share { get; }

    /// <summary>More than as many are always withheld.</summary>
    public int Ceiling { get; }

    /// <summary>The most that pass together when this many records are linked.</summary>
    public long Allows(long linked) => Math.Min(Ceiling, Math.Max(Floor, (long)Math.Floor(linked * Share)));
}

/// <summary>The guards of a flow. A kind without limit is not guarded.</summary>
public sealed record GuardLimits
{
    /// <summary>The limits that hold unless a flow says otherwise.</summary>
    public static GuardLimits Default { get; } = new();

    /// <summary>No guard at all.</summary>
    public static GuardLimits None { get; } = new() { Delete = null, Clear = null, Create = null, Update = null };

    /// <summary>Deletions. The default is 10, 2 %, 200; in 24 hours not more than twice what passes at once.</summary>
    public GuardLimit? Delete { get; init; } = new(10, 0.02m, 200);

    /// <summary>Clears. The default is 10, 5 %, 1,000; in 24 hours not more than twice what passes at once.</summary>
    public GuardLimit? Clear { get; init; } = new(10, 0.05m, 1_000);

    /// <summary>Creations. The default is 500, 20 %, 10,000.</summary>
    public GuardLimit? Create { get; init; } = new(500, 0.2m, 10_000);

    /// <summary>Updates. The default is 5,000, 50 %, 100,000.</summary>
    public GuardLimit? Update { get; init; } = new(5_000, 0.5m, 100_000);

    /// <summary>The limit of a kind; null when it is not guarded.</summary>
    public GuardLimit? Of(GuardKind kind) => kind switch
    {
        GuardKind.Delete => Delete,
        GuardKind.Clear => Clear,
        GuardKind.Create => Create,
        GuardKind.Update => Update,
        _ => null,
    };

    internal GuardLimits With(GuardKind kind, GuardLimit? limit) => kind switch
    {
        GuardKind.Delete => this with { Delete = limit },
        GuardKind.Clear => this with { Clear = limit },
        GuardKind.Create => this with { Create = limit },
        GuardKind.Update => this with { Update = limit },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such guard."),
    };
}
