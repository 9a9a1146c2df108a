using System.Text.RegularExpressions;
using CrmErp.Sdk.Connectors.BusinessCentral.Write;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.OData.Batch;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Actions;

/// <summary>Runs bound actions.</summary>
internal sealed partial class ActionRunner(BusinessCentralSession session)
{
    public async Task<WriteOutcome> RunAsync(BusinessCentralAction action, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(action.Name) || !Guid.TryParse(action.Id, out var id))
        {
            throw new ArgumentException("An action needs a plain name and a record id.", nameof(action));
        }

        var company = await session.CompanyPathAsync(action.Scope, cancellationToken).ConfigureAwait(false);
        var request = session.Send(HttpMethod.Post, $"{company}/{ApiPages.Of(action.Object).Set}({id:D})/Microsoft.NAV.{action.Name}", default, action.NotAfter);
        using var result = await session.Client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.Response is not { IsSuccess: true } response)
        {
            var answer = result.Response is { } refused ? new ODataBatchAnswer("1", (int)refused.Status, refused.Body) : null;
            return Outcomes.Failed(new ODataBatchOutcome(result.State, answer, result.Error), WriteOperation.Update);
        }

        // Posting an order answers where the posted invoice is.
        var made = response.Header("Location") is { } location && LastId().Match(location) is { Success: true } match ? match.Groups[1].Value : null;
        return new WriteOutcome(WriteOutcomeKind.Updated) { Id = made ?? action.Id, RequestId = response.RequestId };
    }

    [GeneratedRegex("^[A-Za-z]+$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\(([0-9a-fA-F-]{36})\)/?$")]
    private static partial Regex LastId();
}
