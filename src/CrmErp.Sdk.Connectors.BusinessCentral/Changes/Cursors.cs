using System.Text.Json;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Changes;

/// <summary>Reads and writes cursors.</summary>
internal static class Cursors
{
    public static string Format(Cursor cursor) => JsonSerializer.Serialize(cursor, CursorJson.Default.Cursor);

    /// <summary>The cursor that stands for a time.</summary>
    public static Cursor At(ApiPage page, DateTimeOffset time) => new() { Positions = [.. Enumerable.Repeat(new Position { Time = time }, 1 + page.Follows.Count)] };

    /// <summary>The cursor that was given; without one, the beginning of time. What other pages moved before is contained in what is read first.</summary>
    /// <exception cref="ConnectorException">It is none of ours: a full read is needed.</exception>
    public static Cursor Parse(ApiPage page, string? text)
    {
        if (text is null)
        {
            return new Cursor { Positions = [new Position(), .. page.Follows.Select(_ => new Position { FromNow = true })] };
        }

        try
        {
            if (JsonSerializer.Deserialize(text, CursorJson.Default.Cursor) is { Version: 1 } cursor && cursor.Positions.Count == 1 + page.Follows.Count)
            {
                return cursor;
            }
        }
        catch (JsonException)
        {
            // Falls through: another version's cursor, or none.
        }

        throw new ConnectorException(ErrorKind.CursorExpired, $"The cursor of '{page.Object}' was made by another version; a full read is needed.") { NotSent = true };
    }
}
