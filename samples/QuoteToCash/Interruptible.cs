using System.Runtime.InteropServices;

namespace CrmErp.Samples.QuoteToCash;

/// <summary>Runs something that Ctrl-C or a polite end of the process may stop in the middle; it is disposed of in any case.</summary>
internal static class Interruptible
{
    /// <summary>The exit code of a program that a person stopped, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code when something broke that is no verdict of the verification.</summary>
    public const int Broken = 3;

    public static async Task<int> RunAsync<T>(Func<T> make, Func<T, Task<int>> run)
        where T : IAsyncDisposable
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var running = make();
        var work = run(running);
        try
        {
            if (await Task.WhenAny(work, stopped.Task) == work && !stopped.Task.IsCompleted)
            {
                return await work;
            }
        }
        catch (Exception error) when (!stopped.Task.IsCompleted)
        {
            await Console.Error.WriteLineAsync($"The day broke off: {error.Message}");
            return Broken;
        }
        catch (Exception)
        {
            // Interrupted while it failed: the interruption is the reason.
        }

        await Console.Error.WriteLineAsync("Interrupted: nothing was verified.");
        return Interrupted;
    }
}
