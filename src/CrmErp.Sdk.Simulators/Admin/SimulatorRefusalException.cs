namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>The simulated system refuses an edit, in its own words.</summary>
public class SimulatorRefusalException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SimulatorRefusalException()
        : this(400, "", "Refused.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public SimulatorRefusalException(string message)
        : this(400, "", message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public SimulatorRefusalException(string message, Exception innerException)
        : base(message, innerException)
    {
        Status = 400;
        Code = "";
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="status">The HTTP status its API answers with.</param>
    /// <param name="code">The vendor's code.</param>
    /// <param name="message">The vendor's words.</param>
    public SimulatorRefusalException(int status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status its API answers with.</summary>
    public int Status { get; }

    /// <summary>The vendor's code.</summary>
    public string Code { get; }
}
