namespace CrmErp.Sdk.Simulators.Hosting;

/// <summary>What a request is for; the counters are kept by it.</summary>
public enum RequestKind
{
    /// <summary>Reads data, whatever the verb.</summary>
    Read,

    /// <summary>Runs a query, also when it is sent with POST.</summary>
    Query,

    /// <summary>Asks for, refreshes or revokes a token.</summary>
    Token,

    /// <summary>May change something.</summary>
    Write,
}
