namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>
/// Our key in an external document number: a code of at most 35 characters, which the system writes in upper case. The engine's keys
/// are 34 letters and digits in upper case, so they stand there as they are, and whoever reads one can tell it from what people wrote.
/// </summary>
internal static class Marker
{
    public const int MaxLength = 35;

    /// <exception cref="ArgumentException">The key does not fit.</exception>
    public static string Of(string key) => key.Length <= MaxLength
        ? key.ToUpperInvariant()
        : throw new ArgumentException($"An external document number of Business Central takes {MaxLength} characters, the key has {key.Length}.", nameof(key));

    /// <summary>What stands in the document number; whether it is one of our keys is the engine's to say.</summary>
    public static string? KeyIn(string? number) => string.IsNullOrEmpty(number) ? null : number;
}
