using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Changes;

/// <summary>Which rows of an answer are new, and where the stream stands after them.</summary>
/// <param name="First">The first row to serve.</param>
/// <param name="End">Behind the last row to serve.</param>
/// <param name="Next">The position after them.</param>
/// <param name="HasMore">Whether the window has more.</param>
internal readonly record struct KeysetStep(int First, int End, Position Next, bool HasMore);

/// <summary>
/// Walks a page in the order (stamp, id) up to a bound behind the server's clock. The service cannot ask for "a later stamp, or the same
/// and a later id" (no OR over two fields), so the stamp reached is read again and what was served of it is passed over; a stamp that
/// fills a whole page is read by id.
/// </summary>
internal static class KeysetWindow
{
    private const string Stamp = "lastModifiedDateTime";

    public static ODataQuery Apply(ODataQuery query, Position position)
    {
        if (position.Time is not { } time)
        {
            return query.OrderBy(Stamp, "id");
        }

        var literal = ODataLiteral.Format(time);
        return position.Inside
            ? query.Filter($"{Stamp} eq {literal} and id gt {position.Id}").OrderBy("id")
            : query.Filter($"{Stamp} {(position.After ? "gt" : "ge")} {literal}").OrderBy(Stamp, "id");
    }

    /// <summary>Judges an answer.</summary>
    /// <param name="position">Where the stream stood.</param>
    /// <param name="count">The rows of the answer.</param>
    /// <param name="row">A row's id and stamp.</param>
    /// <param name="isFull">The answer says that more follows.</param>
    /// <param name="bound">Rows of this stamp and later are left for the next window.</param>
    public static KeysetStep Advance(Position position, int count, Func<int, (string Id, DateTimeOffset Time)> row, bool isFull, DateTimeOffset bound)
    {
        if (position.Inside)
        {
            return new KeysetStep(0, count, isFull ? position with { Id = row(count - 1).Id } : new Position { Time = position.Time, After = true }, HasMore: true);
        }

        var first = First(position, count, row);
        var end = first;
        while (end < count && row(end).Time < bound)
        {
            end++;
        }

        if (end > first)
        {
            var (id, time) = row(end - 1);
            return new KeysetStep(first, end, new Position { Time = time, Id = id }, HasMore: isFull && end == count);
        }

        // A full answer of rows that were all served: the stamp is larger than a page.
        var inside = isFull && first == count && count > 0;
        return inside
            ? new KeysetStep(first, first, position with { Id = row(count - 1).Id, Inside = true }, HasMore: true)
            : new KeysetStep(first, first, position, HasMore: false);
    }

    private static int First(Position position, int count, Func<int, (string Id, DateTimeOffset Time)> row)
    {
        if (position.Id is null || position.After)
        {
            return 0;
        }

        for (var i = 0; i < count && row(i).Time == position.Time; i++)
        {
            if (row(i).Id == position.Id)
            {
                return i + 1;
            }
        }

        // The row was changed since and has another stamp now: what follows it is served again, which changes nothing.
        return 0;
    }
}
