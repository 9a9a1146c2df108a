using System.Diagnostics.CodeAnalysis;

namespace CrmErp.Samples.QuoteToCash;

/// <summary>Where a run keeps its database, its log and its reports.</summary>
internal static class Folders
{
    /// <summary>The folder that was asked for, made and writable, or one of our own.</summary>
    public static bool TryOpen(string? keep, [NotNullWhen(true)] out string? folder, [NotNullWhen(false)] out string? problem)
    {
        (folder, problem) = (null, null);
        try
        {
            folder = keep is null ? Directory.CreateTempSubdirectory("quote-to-cash-").FullName : Directory.CreateDirectory(keep).FullName;
            // What a former run left there would be taken for this one's.
            foreach (var old in Directory.EnumerateFiles(folder, "sync.db*").Append(Path.Combine(folder, "engine.log")))
            {
                File.Delete(old);
            }

            var probe = Path.Combine(folder, "writable");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = File.Exists(keep)
                ? $"--keep needs a folder; '{keep}' is a file."
                : $"--keep needs a folder that can be written; '{keep}' cannot: {error.Message}";
            folder = null;
            return false;
        }
    }
}
