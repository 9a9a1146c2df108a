using System.Globalization;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>Conditional requests: dates (whole seconds, so weak) on every object, entity tags on Account only.</summary>
internal static class Preconditions
{
    private const string TaggedType = "Account";

    public static IReadOnlyList<(string Name, string Value)> Headers(SObjectTable table, StoredRecord row)
    {
        var modified = ("Last-Modified", row.Modified.ToString("R", CultureInfo.InvariantCulture));
        return table.Type.Name == TaggedType ? [modified, ("ETag", Tag(row))] : [modified];
    }

    /// <summary>Whether a GET is answered with 304.</summary>
    public static bool IsUnmodified(ApiCall call, SObjectTable table, StoredRecord row) =>
        (table.Type.Name == TaggedType && call.Header("If-None-Match") is { } tags && Matches(tags, row))
        || (Date(call, "If-Modified-Since") is { } since && row.Modified <= since);

    /// <summary>Throws 412 when the record is not the one the client has seen.</summary>
    public static void RequireUnchanged(ApiCall call, SObjectTable table, StoredRecord row)
    {
        var changed = table.Type.Name == TaggedType
            && ((call.Header("If-Match") is { } wanted && !Matches(wanted, row)) || (call.Header("If-None-Match") is { } unwanted && Matches(unwanted, row)));
        if (changed || (Date(call, "If-Unmodified-Since") is { } since && row.Modified > since))
        {
            throw new SalesforceException(ErrorCodes.PreconditionFailed, "One of the preconditions of the request was not met");
        }
    }

    public static DateTimeOffset? Date(ApiCall call, string header)
    {
        if (call.Header(header) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw new SalesforceException("INVALID_HEADER_VALUE", $"The {header} header is not a valid HTTP date: {text}");
    }

    private static string Tag(StoredRecord row) => string.Create(CultureInfo.InvariantCulture, $"\"{row.Id}.{row.Version:x}\"");

    /// <summary>Compressed answers carry tags with a suffix; both name the same version.</summary>
    private static bool Matches(string tags, StoredRecord row)
    {
        var tag = Tag(row);
        foreach (var candidate in tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var plain = candidate.Replace("-gzip\"", "\"", StringComparison.Ordinal);
            if (plain == "*" || plain == tag || plain == "W/" + tag)
            {
                return true;
            }
        }

        return false;
    }
}
