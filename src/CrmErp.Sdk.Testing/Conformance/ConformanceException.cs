namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Something does not keep its contract. The message says which sentence, what was expected and what came.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates the failure.</summary>
    public ConformanceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
