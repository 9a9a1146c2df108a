using System.Diagnostics;
using CrmErp.Sdk.Architecture.Tests;

namespace CrmErp.Sdk.Packaging.Tests;

/// <summary>Runs the dotnet command.</summary>
internal static class Command
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Runs it and answers what it printed; fails the test when it fails.</summary>
    public static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // The new project is nobody's: what the tests' own build and host set must not reach it.
        foreach (var name in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "DOTNET_HOST_PATH", "TESTINGPLATFORM_UI_LANGUAGE"])
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end within {Longest.TotalMinutes} minutes.");
        }

        var text = await output + await errors;
        process.ExitCode.Should().Be(0, "dotnet {0} printed:\n{1}", string.Join(' ', arguments), text);
        return text;
    }

    /// <summary>The projects that become packages.</summary>
    public static IEnumerable<string> Packable => RepositoryFiles.Files("src", ".csproj")
        .Where(p => !RepositoryFiles.Read(p).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
