using System.Diagnostics;
using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Tests;

/// <summary>
/// Runs a script under tests/clients with Node. Skipped where <c>npm ci</c> was not run there, unless
/// <c>CRMERP_REQUIRE_SERVERS=1</c> says that the machine must be able to.
/// </summary>
internal static class IndependentClient
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs the script and returns the JSON object it prints last.</summary>
    public static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        var folder = Folder();
        Require(Directory.Exists(Path.Combine(folder, "node_modules")), $"The clients are not installed: run 'npm ci' in {folder}.");
        using var process = Start(folder, [script, .. arguments]);
        Require(process is not null, "Node is not on the path.");
        using var timeout = new CancellationTokenSource(Longest);
        var output = process!.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} did not end within {Longest.TotalSeconds} seconds.");
        }

        process.ExitCode.Should().Be(0, await errors);
        return JsonElement.Parse((await output).TrimEnd().Split('\n')[^1]);
    }

    private static void Require(bool holds, string reason)
    {
        if (holds)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CRMERP_REQUIRE_SERVERS") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    private static Process? Start(string folder, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // Found from the test assembly: source paths are not those of this machine in a deterministic build.
    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var clients = Path.Combine(folder.FullName, "tests", "clients");
            if (Directory.Exists(clients))
            {
                return clients;
            }
        }

        throw new DirectoryNotFoundException("tests/clients was not found above the test assembly.");
    }
}
