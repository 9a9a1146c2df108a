using System.Xml.Linq;
using CrmErp.Sdk.Architecture.Tests;

namespace CrmErp.Sdk.Packaging.Tests;

/// <summary>The packages are complete, and a newcomer can start from them.</summary>
public sealed class PackageTests(PackedFixture packed) : IClassFixture<PackedFixture>
{
    [Fact]
    public void Every_package_says_what_it_is()
    {
        foreach (var id in packed.Ids)
        {
            var metadata = packed.Metadata(id);
            foreach (var name in (string[])["title", "description", "tags", "authors", "license", "readme"])
            {
                Text(metadata, name).Should().NotBeNullOrWhiteSpace("{0} needs {1}", id, name);
            }

            Text(metadata, "license").Should().Be("MIT", id);
            Text(metadata, "description")!.Length.Should().BeGreaterThan(60, id);
        }
    }

    [Theory]
    [InlineData("title")]
    [InlineData("description")]
    public void No_two_packages_say_the_same(string name) =>
        packed.Ids.GroupBy(id => Text(packed.Metadata(id), name)).Where(g => g.Count() > 1).Select(g => string.Join(", ", g)).Should().BeEmpty();

    [Fact]
    public void Every_package_has_its_readme_documentation_and_symbols()
    {
        foreach (var id in packed.Ids)
        {
            using var package = packed.Open(id);
            var files = package.Entries.Select(e => e.FullName).ToList();
            files.Should().Contain("README.md").And.Contain($"lib/net10.0/{id}.dll").And.Contain($"lib/net10.0/{id}.xml");
            File.Exists(Path.Combine(packed.Feed, $"{id}.{packed.Version}.snupkg")).Should().BeTrue("{0} needs its symbols", id);
        }
    }

    [Fact]
    public void The_generator_is_inside_the_core()
    {
        using var package = packed.Open("CrmErp.Sdk");

        package.Entries.Select(e => e.FullName).Should().Contain("analyzers/dotnet/cs/CrmErp.Sdk.Generators.dll");
    }

    [Fact]
    public void Nothing_depends_on_test_or_build_tools()
    {
        string[] tools = ["xunit", "FluentAssertions", "Microsoft.CodeAnalysis", "Microsoft.NET.Test", "coverlet"];
        foreach (var id in packed.Ids)
        {
            var dependencies = packed.Metadata(id).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value);
            dependencies.Where(d => tools.Any(t => d.StartsWith(t, StringComparison.OrdinalIgnoreCase))).Should().BeEmpty(id);
        }
    }

    [Fact]
    public async Task The_quick_start_runs_from_the_packages_in_an_empty_project()
    {
        using var folder = new EmptyProject(packed);
        await folder.WriteAsync("Program.cs", QuickStart());
        await folder.AddAsync("CrmErp.Sdk.Connectors.Salesforce", "CrmErp.Sdk.Connectors.BusinessCentral", "CrmErp.Sdk.Testing");

        var printed = await folder.RunAsync();

        printed.Should().Contain("customers").And.Contain("Created").And.Contain("CreditLimit__c");
    }

    [Fact]
    public async Task An_entity_of_ones_own_gets_its_face_from_the_packages()
    {
        using var folder = new EmptyProject(packed);
        await folder.WriteAsync("Program.cs", """
            using CrmErp.Sdk;

            var project = new Project { Name = "Roof", Budget = 12.50m };
            Console.WriteLine($"{Project.EntityType.Name}: {project.Name}, {project.Budget}");

            [CanonicalEntity]
            public sealed partial class Project : Entity
            {
                [Field(MaxLength = 100)]
                public partial string? Name { get; set; }

                public partial decimal? Budget { get; set; }
            }
            """);
        await folder.AddAsync("CrmErp.Sdk");

        (await folder.RunAsync()).Should().Contain("Project: Roof, 12.50");
    }

    // The block of the README, which a test holds equal to samples/QuickStart.
    private static string QuickStart()
    {
        var readme = RepositoryFiles.Read("README.md");
        const string Begin = "<!-- snippet: quick-start -->\n```csharp\n";
        var from = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return readme[from..readme.IndexOf("```", from, StringComparison.Ordinal)];
    }

    private static string? Text(XElement metadata, string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}
