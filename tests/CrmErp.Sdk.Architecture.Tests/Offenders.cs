namespace CrmErp.Sdk.Architecture.Tests;

internal static class Offenders
{
    /// <summary>Fails with every offender on a line of its own.</summary>
    public static void ShouldBeNone(this IEnumerable<string> offenders, string because = "")
    {
        var all = offenders.Distinct().Order(StringComparer.Ordinal).ToList();
        if (all.Count > 0)
        {
            Assert.Fail($"{all.Count} found{(because.Length == 0 ? "" : $" ({because})")}:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
        }
    }
}
