using System.Globalization;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Soql;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>Results that were not fetched to their end. Bound to the client that asked; gone after two days, or when it asks too often.</summary>
internal sealed class QueryCursors(TimeProvider time)
{
    private const string KeyPrefix = "01g";
    private const int MostPerClient = 50;

    private static readonly TimeSpan Life = TimeSpan.FromDays(2);

    private readonly LinkedList<Cursor> _cursors = [];
    private readonly Lock _lock = new();
    private long _number;

    /// <summary>Keeps a result; returns the part of its locators before the offset.</summary>
    public Cursor Keep(string client, SoqlPlan plan, List<StoredRecord> rows, int pageSize)
    {
        lock (_lock)
        {
            var cursor = new Cursor(SalesforceId.Create(KeyPrefix, ++_number), client, plan, rows, pageSize, time.GetUtcNow() + Life);
            _cursors.AddLast(cursor);
            if (_cursors.Count(c => c.Client == client) > MostPerClient)
            {
                _cursors.Remove(_cursors.First(c => c.Client == client));
            }

            return cursor;
        }
    }

    /// <summary>Finds a result and the place in it.</summary>
    public (Cursor Cursor, int Offset) Find(string client, string locator)
    {
        var dash = locator.LastIndexOf('-');
        if (dash > 0 && int.TryParse(locator.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            lock (_lock)
            {
                var now = time.GetUtcNow();
                foreach (var cursor in _cursors)
                {
                    if (cursor.Id == locator[..dash] && cursor.Client == client && cursor.Expires > now && offset <= cursor.Rows.Count)
                    {
                        return (cursor, offset);
                    }
                }
            }
        }

        throw new SalesforceException(ErrorCodes.InvalidQueryLocator, "invalid query locator");
    }

    /// <summary>Makes every locator invalid.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _cursors.Clear();
        }
    }

    internal sealed record Cursor(string Id, string Client, SoqlPlan Plan, List<StoredRecord> Rows, int PageSize, DateTimeOffset Expires)
    {
        public string Locator(int offset) => $"{Id}-{offset.ToString(CultureInfo.InvariantCulture)}";
    }
}
