namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>A law does not hold.</summary>
internal sealed class LawBrokenException(string law, string message) : Exception($"{law}: {message}")
{
    /// <summary>The law's number and name, such as <c>2 no duplicate</c>.</summary>
    public string Law => law;
}
