using CrmErp.Sdk.Stores.Sqlite.Native;

namespace CrmErp.Sdk.Stores.Sqlite.Write;

/// <summary>Collects how a transaction changes the counts that would take a full scan, and writes the sums at its end.</summary>
internal sealed class Tally
{
    public const long Golden = 1;
    public const long Links = 2;
    public const long Staged = 3;

    private readonly Dictionary<(long Kind, long A, long B, long C), long> _changes = [];

    public void Add(long kind, long a, long b, long c, long change) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_changes, (kind, a, b, c), out _) += change;

    public void Write(SqliteSession session, long tenant)
    {
        foreach (var ((kind, a, b, c), change) in _changes)
        {
            if (change != 0)
            {
                session.Get("""
                    INSERT INTO tally (tenant_id, kind, a, b, c, count) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET count = count + excluded.count
                    """).Add(tenant).Add(kind).Add(a).Add(b).Add(c).Add(change).Run();
            }
        }
    }
}
