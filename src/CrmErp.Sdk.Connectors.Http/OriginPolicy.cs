using System.Diagnostics.CodeAnalysis;

namespace CrmErp.Sdk.Connectors.Http;

/// <summary>
/// Where a connection may send requests and tokens: its own origins, the domains it trusts, and nowhere else. Next links, redirects
/// and addresses told with a token all pass here, because an answer must not be able to steer a token to another host.
/// Only https is allowed, except on this machine (loopback), for tests and simulators.
/// </summary>
public sealed class OriginPolicy
{
    private readonly Uri[] _origins;
    private readonly string[] _domains;

    /// <summary>Creates a policy.</summary>
    /// <param name="origins">The allowed origins; path and query are ignored.</param>
    /// <param name="domains">Domains whose every host is allowed over https on port 443.</param>
    /// <exception cref="ArgumentException">An origin is not absolute, or neither https nor loopback.</exception>
    public OriginPolicy(IEnumerable<Uri> origins, IEnumerable<string>? domains = null)
    {
        ArgumentNullException.ThrowIfNull(origins);
        _origins = [.. origins];
        _domains = [.. domains ?? []];
        foreach (var origin in _origins)
        {
            if (FindProblem(origin) is { } problem)
            {
                throw new ArgumentException(problem, nameof(origins));
            }
        }
    }

    /// <summary>Whether requests may go there.</summary>
    public bool Allows(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (FindProblem(address) is not null)
        {
            return false;
        }

        return Array.Exists(_origins, o => SameOrigin(o, address)) || Array.Exists(_domains, d => IsWithin(address, d));
    }

    /// <summary>Resolves a link against the address it was found at (or the base address), and refuses it outside the allowed origins.</summary>
    public bool TryResolve(Uri baseAddress, string link, [NotNullWhen(true)] out Uri? address)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        ArgumentNullException.ThrowIfNull(link);
        return Uri.TryCreate(baseAddress, link, out address) && Allows(address);
    }

    /// <summary>Why an address cannot be used at all, or null.</summary>
    public static string? FindProblem(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri)
        {
            return "An address must be absolute and begin with https://.";
        }

        if (address.UserInfo.Length > 0)
        {
            return $"The address of host '{address.Host}' carries a user name or password; credentials have settings of their own.";
        }

        var secure = address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);
        return secure ? null : $"The address of host '{address.Host}' must begin with https://; http is allowed on this machine only.";
    }

    private static bool SameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port && string.Equals(left.IdnHost, right.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static bool IsWithin(Uri address, string domain) =>
        address.Scheme == Uri.UriSchemeHttps && address.Port == 443 &&
        (string.Equals(address.IdnHost, domain, StringComparison.OrdinalIgnoreCase) || address.IdnHost.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
}
