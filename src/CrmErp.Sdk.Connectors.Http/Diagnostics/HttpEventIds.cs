namespace CrmErp.Sdk.Connectors.Http.Diagnostics;

/// <summary>The event ids of this package's log messages: 2000 to 2099.</summary>
public static class HttpEventIds
{
    /// <summary>A request was answered.</summary>
    public const int Answered = 2001;

    /// <summary>A request got no answer.</summary>
    public const int NoAnswer = 2002;

    /// <summary>A request is sent again.</summary>
    public const int Retrying = 2003;

    /// <summary>A connection is rested after many failures.</summary>
    public const int Resting = 2004;

    /// <summary>A token was got.</summary>
    public const int TokenMinted = 2005;

    /// <summary>No token was got.</summary>
    public const int TokenRefused = 2006;

    /// <summary>A link outside the allowed origins was not followed.</summary>
    public const int OriginRefused = 2007;

    /// <summary>A call was held back by a budget.</summary>
    public const int BudgetSpent = 2008;
}
