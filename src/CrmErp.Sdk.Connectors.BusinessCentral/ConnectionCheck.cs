namespace CrmErp.Sdk.Connectors.BusinessCentral;

/// <summary>Finds what is missing for a connection to work, without changing anything.</summary>
internal sealed class ConnectionCheck(BusinessCentralSession session)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public async Task<ConnectionCheckResult> CheckAsync(ConnectionCheckRequest request, CancellationToken cancellationToken)
    {
        var problems = new List<ConnectionProblem>();
        var companies = new List<string>();
        DateTimeOffset? serverTime = null;
        try
        {
            using var response = await session.Client.ReadAsync(session.Get("companies?$select=id,name"), cancellationToken).ConfigureAwait(false);
            serverTime = response.ServerTime;
            foreach (var scope in request.Scopes.Count > 0 ? request.Scopes : [.. session.Options.Companies])
            {
                await CheckCompanyAsync(scope, companies, problems, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ConnectorException e)
        {
            problems.Add(new ConnectionProblem(e.Kind, Advice(e)));
        }

        if (serverTime is { } time && (time - session.Time.GetUtcNow()).Duration() > ClockTolerance)
        {
            problems.Add(new ConnectionProblem(ErrorKind.Configuration, $"Connection '{session.Connection}': this machine's clock is more than {ClockTolerance.TotalMinutes:0} minutes off the service's."));
        }

        companies.Sort(StringComparer.Ordinal);
        return new ConnectionCheckResult
        {
            Problems = problems,
            OrgFingerprint = companies.Count == 0 ? null : $"{session.Options.TenantId}|{session.Options.Environment}|{string.Join(',', companies)}".ToLowerInvariant(),
            ServerTime = serverTime,
            Edition = $"{session.Options.Environment}, API {session.Options.Api}",
        };
    }

    private async Task CheckCompanyAsync(string scope, List<string> companies, List<ConnectionProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            var id = await session.CompanyIdAsync(scope, cancellationToken).ConfigureAwait(false);
            using var response = await session.Client.ReadAsync(session.Get($"companies({id})/customers?$select=id&$top=1"), cancellationToken).ConfigureAwait(false);
            companies.Add(id);
        }
        catch (ConnectorException e)
        {
            problems.Add(new ConnectionProblem(e.Kind, e.Kind == ErrorKind.NotFound ? $"Connection '{session.Connection}': company '{scope}' does not exist in environment '{session.Options.Environment}'." : Advice(e)));
        }
    }

    private string Advice(ConnectorException e) => e.Kind switch
    {
        ErrorKind.Authentication => e.UserMessage + " The app must also be registered in Business Central on the page \"Microsoft Entra Applications\", enabled, with permission sets.",
        ErrorKind.Permission => e.UserMessage + " Give the app a permission set for the tables behind this page, on \"Microsoft Entra Applications\".",
        _ when e.Kind == ErrorKind.NotFound || e.VendorCode == "NoEnvironment" => $"Connection '{session.Connection}': environment '{session.Options.Environment}' or API '{session.Options.Api}' is not there. Check both names.",
        _ => e.UserMessage,
    };
}
