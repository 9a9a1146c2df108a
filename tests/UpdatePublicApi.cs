// Writes the public API files: dotnet run tests/UpdatePublicApi.cs [NAME ...]
//
// Every package lists its public members in PublicAPI.Shipped.txt (released) and PublicAPI.Unshipped.txt (new since). The strict build
// refuses a member that is not listed, and a listed one that is gone. This program compiles each package with an empty list of new
// members, lets the analyzer name what is missing, and writes that down. NAME: only packages whose name contains it.
using System.Diagnostics;
using System.Text.Json;

const string Header = "#nullable enable";
var root = FindRoot();
var projects = Directory.GetFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories)
    .Where(p => !File.ReadAllText(p).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal))
    .Where(p => args.Length == 0 || args.Any(a => Path.GetFileName(p).Contains(a, StringComparison.OrdinalIgnoreCase)))
    .Order(StringComparer.Ordinal).ToList();

foreach (var project in projects)
{
    var shipped = Beside(project, "PublicAPI.Shipped.txt");
    if (!File.Exists(shipped))
    {
        File.WriteAllLines(shipped, [Header]);
    }

    File.WriteAllLines(Beside(project, "PublicAPI.Unshipped.txt"), [Header]);
}

var solution = Path.Combine(Path.GetTempPath(), $"packages.{Environment.ProcessId}.slnx");
File.WriteAllText(solution, $"<Solution>{string.Concat(projects.Select(p => $"<Project Path=\"{p}\" />"))}</Solution>");
Dotnet("build", solution, "-c", "Release", "-v", "quiet", "--nologo", "-p:RunAnalyzers=false");
File.Delete(solution);

var failures = 0;
foreach (var project in projects)
{
    var log = Path.Combine(Path.GetTempPath(), $"{Path.GetFileNameWithoutExtension(project)}.{Environment.ProcessId}.sarif");
    // What stands below was built above; the package itself is compiled anew, with the analyzer's findings in a log.
    if (Dotnet("build", project, "-c", "Release", "-v", "quiet", "--nologo", "--no-restore", "-t:Rebuild", "-p:BuildProjectReferences=false", "-p:Strict=true", "-p:TreatWarningsAsErrors=false", $"-p:ErrorLog={log}%2Cversion=2.1") is var code && !File.Exists(log))
    {
        Console.Error.WriteLine($"{Path.GetFileName(project)} did not build (exit code {code}).");
        failures++;
        continue;
    }

    var members = Missing(log);
    var (removed, kept) = (Removed(log), File.ReadAllLines(Beside(project, "PublicAPI.Shipped.txt")));
    File.WriteAllLines(Beside(project, "PublicAPI.Unshipped.txt"), [Header, .. members.Concat(removed.Where(kept.Contains).Select(r => $"*REMOVED*{r}")).Order(StringComparer.Ordinal)]);
    File.Delete(log);
    Console.WriteLine($"{Path.GetFileNameWithoutExtension(project)}: {members.Count} members");
}

return failures;

static List<string> Missing(string log) => Find(log, "RS0016");

static List<string> Removed(string log) => Find(log, "RS0017");

static List<string> Find(string log, string rule)
{
    using var document = JsonDocument.Parse(File.ReadAllText(log));
    var found = new SortedSet<string>(StringComparer.Ordinal);
    foreach (var result in document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray())
    {
        if (result.GetProperty("ruleId").GetString() == rule
            && result.TryGetProperty("properties", out var properties)
            && properties.TryGetProperty("customProperties", out var custom))
        {
            foreach (var property in custom.EnumerateObject().Where(p => p.Name == "APIName"))
            {
                found.Add(property.Value.GetString()!);
            }
        }
    }

    return [.. found];
}

static int Dotnet(params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode;
}

static string Beside(string project, string file) => Path.Combine(Path.GetDirectoryName(project)!, file);

static string FindRoot()
{
    for (var directory = new DirectoryInfo(Directory.GetCurrentDirectory()); directory is not null; directory = directory.Parent)
    {
        if (File.Exists(Path.Combine(directory.FullName, "Directory.Packages.props")))
        {
            return directory.FullName;
        }
    }

    throw new InvalidOperationException("Run this inside the repository.");
}
