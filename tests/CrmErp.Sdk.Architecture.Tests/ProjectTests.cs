using System.Xml.Linq;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>The one-way rule between projects.</summary>
public sealed class ProjectTests
{
    private const string Core = "CrmErp.Sdk";
    private const string Generators = "CrmErp.Sdk.Generators";
    private const string Http = "CrmErp.Sdk.Connectors.Http";
    private const string OData = "CrmErp.Sdk.Connectors.OData";
    private const string Simulators = "CrmErp.Sdk.Simulators";

    private static readonly string[] CorePackages =
    [
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Diagnostics.Abstractions",
        "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Options.ConfigurationExtensions",
        "System.IO.Hashing",
    ];

    public static TheoryData<string> Projects => [.. Repository.Files("src", ".csproj").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_uses_only_what_stands_below_it(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        References(path).Except(AllowedFor(name)).Should().BeEmpty("{0} may use only {1}", name, string.Join(", ", AllowedFor(name)));
    }

    [Fact]
    public void Core_depends_on_abstractions_only() =>
        Items("src/CrmErp.Sdk/CrmErp.Sdk.csproj", "PackageReference").Except(CorePackages).Should().BeEmpty();

    [Fact]
    public void Simulators_depend_on_no_package() =>
        // They stand for other people's systems: code shared with the connectors would share their mistakes.
        Items("src/CrmErp.Sdk.Simulators/CrmErp.Sdk.Simulators.csproj", "PackageReference").Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void Versions_are_central(string path) =>
        XDocument.Load(Path.Combine(Repository.Root, path)).Descendants("PackageReference").Where(p => p.Attribute("Version") is not null).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void Internals_are_seen_by_tests_only(string path) =>
        Items(path, "InternalsVisibleTo")
            .Where(n => !n.EndsWith(".Tests", StringComparison.Ordinal) && n is not ("CrmErp.Sdk.Simulation" or "CrmErp.Sdk.Benchmarks"))
            .Should().BeEmpty();

    [Fact]
    public void The_sample_that_compares_the_systems_uses_nothing_of_the_product_to_do_so()
    {
        foreach (var comparer in Repository.Files("samples", ".csproj").Where(p => p.Contains("Comparer", StringComparison.Ordinal)))
        {
            References(comparer).Where(r => r.StartsWith(Core, StringComparison.Ordinal)).Should().BeEmpty();
        }
    }

    private static string[] AllowedFor(string name) => name switch
    {
        Core => [Generators],
        Generators or Simulators => [],
        Http => [Core],
        OData => [Core, Http],
        _ when name.StartsWith("CrmErp.Sdk.Connectors.", StringComparison.Ordinal) => [Core, Http, OData],
        _ when name.StartsWith("CrmErp.Sdk.Stores.", StringComparison.Ordinal) => [Core],
        _ when name.StartsWith("CrmErp.Sdk.Hosting.", StringComparison.Ordinal) => [Core],
        "CrmErp.Sdk.Testing" => [Core],
        _ => throw new InvalidOperationException($"{name} is new: say here what it may use."),
    };

    private static IEnumerable<string> References(string path) => Items(path, "ProjectReference").Select(i => Path.GetFileNameWithoutExtension(i.Replace('\\', '/')));

    private static IEnumerable<string> Items(string path, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, path)).Descendants(kind).Select(e => e.Attribute("Include")?.Value).OfType<string>();
}
