using CrmErp.Sdk.Connectors.Http.Auth;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>How one connection speaks HTTP. Every value has a default; the address is the connector's to set.</summary>
public sealed class ConnectorHttpOptions
{
    /// <summary>Where relative request addresses start; a trailing slash is added. Null when the address comes with the token (<see cref="AccessToken.BaseAddress"/>).</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Further origins (scheme, host, port) that requests and links may go to. The origin of <see cref="BaseAddress"/> is always allowed.</summary>
    public IList<Uri> AllowedOrigins { get; } = [];

    /// <summary>Domains whose every host may be called over https on port 443, such as <c>salesforce.com</c>: for systems that tell their address with the token.</summary>
    public IList<string> AllowedDomains { get; } = [];

    /// <summary>Headers sent with every request.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The User-Agent. The default is <c>CrmErp.Sdk</c>.</summary>
    public string UserAgent { get; set; } = "CrmErp.Sdk";

    /// <summary>The longest time for one attempt, from asking for a connection to the last byte of the answer. The default is 100 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a read is tried in all. The default is 4. Writes that are not marked idempotent are tried once, whatever stands here.</summary>
    public int MaxReadAttempts { get; set; } = 4;

    /// <summary>The first wait between two attempts; it doubles, with jitter. The default is half a second.</summary>
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait inside a call. A system that asks for more gets it from the engine: the call fails as throttled and says how long. The default is 30 seconds.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The share of failed calls, over half a minute, at which the connection is rested. The default is 0.5.</summary>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>The fewest calls within half a minute before the connection may be rested. The default is 10.</summary>
    public int BreakerMinimumCalls { get; set; } = 10;

    /// <summary>How long the connection rests. The default is 15 seconds.</summary>
    public TimeSpan BreakerRest { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest answer that is read into memory. The default is 256 MB.</summary>
    public int MaxResponseBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Everything that is wrong, all at once; empty when the options are usable.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (BaseAddress is not null && OriginPolicy.FindProblem(BaseAddress) is { } problem)
        {
            problems.Add(problem);
        }

        problems.AddRange(AllowedOrigins.Select(OriginPolicy.FindProblem).OfType<string>());
        if (BaseAddress is null && AllowedDomains.Count == 0 && AllowedOrigins.Count == 0)
        {
            problems.Add("No address: set the base address, or the domains that the address told with the token must belong to.");
        }

        Require(problems, AttemptTimeout > TimeSpan.Zero, "AttemptTimeout must be positive.");
        Require(problems, MaxReadAttempts >= 1, "MaxReadAttempts must be at least 1.");
        Require(problems, BackoffBase > TimeSpan.Zero && BackoffBase <= TimeSpan.FromDays(1), "BackoffBase must be positive and at most a day.");
        Require(problems, MaxWait >= TimeSpan.Zero && MaxWait <= TimeSpan.FromDays(1), "MaxWait must be between zero and a day.");
        Require(problems, BreakerFailureRatio is > 0 and <= 1, "BreakerFailureRatio must be above 0 and at most 1.");
        Require(problems, BreakerMinimumCalls >= 2, "BreakerMinimumCalls must be at least 2.");
        Require(problems, BreakerRest >= TimeSpan.FromSeconds(0.5) && BreakerRest <= TimeSpan.FromDays(1), "BreakerRest must be between half a second and a day.");
        Require(problems, MaxResponseBytes > 0, "MaxResponseBytes must be positive.");
        return problems;
    }

    private static void Require(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
