using System.IO.Compression;
using System.Xml.Linq;
using CrmErp.Sdk.Architecture.Tests;

namespace CrmErp.Sdk.Packaging.Tests;

/// <summary>All packages, made once into a folder of their own under a version of their own, so that no cache holds an older one.</summary>
public sealed class PackedFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crmerp-packages-");

    /// <summary>The folder that serves as a feed.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>The version of all packages.</summary>
    public string Version { get; } = $"0.0.0-test{Guid.NewGuid():n}";

    /// <summary>The packages' ids.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Ids = [.. Command.Packable.Select(p => Path.GetFileNameWithoutExtension(p))];
        // One solution of what becomes packages: what the repository's build made is packed as it is, the rest is built.
        var solution = Path.Combine(_folder.FullName, "packages.slnx");
        var projects = Command.Packable.Select(p => $"<Project Path=\"{Path.Combine(RepositoryFiles.Root, p)}\" />");
        await File.WriteAllTextAsync(solution, $"<Solution>{string.Concat(projects)}</Solution>");
        await Command.DotnetAsync(RepositoryFiles.Root, "pack", solution, "-c", "Release", "-o", Feed, $"-p:PackageVersion={Version}", "-v", "quiet", "--nologo");
    }

    /// <summary>The package of an id, opened.</summary>
    public ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.nupkg"));

    /// <summary>The metadata of a package: element name to text.</summary>
    public XElement Metadata(string id)
    {
        using var package = Open(id);
        using var stream = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
