using System.Globalization;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>The API versions that are served. They differ in nothing a client here could see.</summary>
internal static class ApiVersions
{
    public const int Oldest = 60;
    public const int Newest = 67;

    /// <summary>Whether a path segment is one of them: <c>v67.0</c>.</summary>
    public static bool IsServed(string segment) => segment.Length > 3 && segment[0] == 'v' && segment.EndsWith(".0", StringComparison.Ordinal)
        && int.TryParse(segment.AsSpan(1, segment.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        && version is >= Oldest and <= Newest;
}
