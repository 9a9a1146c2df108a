namespace CrmErp.Sdk.Packaging.Tests;

/// <summary>A console project outside the repository that knows only the feed of the packed fixture beside the usual ones.</summary>
internal sealed class EmptyProject : IDisposable
{
    private readonly PackedFixture _packed;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crmerp-newcomer-");
    private string _references = "";

    public EmptyProject(PackedFixture packed)
    {
        _packed = packed;
        // Added to the machine's own sources, from which the rest comes.
        File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{packed.Feed}" /></packageSources>
            </configuration>
            """);
    }

    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), text);

    public Task AddAsync(params string[] packages)
    {
        _references = string.Concat(packages.Select(p => $"<PackageReference Include=\"{p}\" Version=\"{_packed.Version}\" />"));
        return WriteAsync("Newcomer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>{_references}</ItemGroup>
            </Project>
            """);
    }

    public async Task<string> RunAsync() => await Command.DotnetAsync(_folder.FullName, "run", "-c", "Release", "--project", _folder.FullName);

    public void Dispose()
    {
        // The versions of one test run are of no use to the next.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var id in _packed.Ids)
        {
            var version = Path.Combine(cache, id.ToLowerInvariant(), _packed.Version);
            if (Directory.Exists(version))
            {
                Directory.Delete(version, recursive: true);
            }
        }

        _folder.Delete(recursive: true);
    }
}
