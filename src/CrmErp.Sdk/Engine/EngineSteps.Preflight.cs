using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Preflight: every connection is checked against its system before the first write of a process.
internal sealed partial class EngineSteps
{
    private readonly Dictionary<ConnectionId, ConnectionReport> _reports = [];
    private readonly Dictionary<ConnectionId, DateTimeOffset> _checked = [];

    /// <summary>Checks the connections that were not found good yet. A failure degrades that connection only.</summary>
    public async Task<IReadOnlyList<ConnectionReport>> CheckAsync(bool again, CancellationToken cancellationToken)
    {
        foreach (var connection in _runtime.Definition.Connections)
        {
            var known = _reports.GetValueOrDefault(connection.Id);
            if (again || known is not { Succeeded: true, BlockedEntities.Count: 0 } || IsCheckDue(connection.Id))
            {
                var report = await CheckConnectionAsync(connection.Id, cancellationToken).ConfigureAwait(false);
                if (known is { Succeeded: true } && !again && report.Problems.Count > 0 && report.Problems.All(p => p.Kind is ErrorKind.Transient or ErrorKind.Throttled))
                {
                    // It was good, and cannot be asked just now: the calls of the run will say.
                    _checked[connection.Id] = _runtime.Now;
                    continue;
                }

                _drifted.Remove(connection.Id);
                _checked[connection.Id] = _runtime.Now;
                _reports[connection.Id] = report;
                foreach (var problem in report.Problems)
                {
                    _runtime.Logger.ConnectionUnusable(connection.Id.Value, problem.Kind, problem.Message);
                }

                foreach (var entity in report.BlockedEntities)
                {
                    _runtime.Logger.EntityBlocked(connection.Id.Value, entity);
                }
            }
        }

        return [.. _reports.Values];
    }

    private bool IsCheckDue(ConnectionId connection) =>
        _runtime.Health.RestsUntil(connection, _runtime.Now) is null
        && (_drifted.Contains(connection) || _checked[connection] + _runtime.Options.SchemaCheckInterval <= _runtime.Now);

    /// <summary>Whether a check found that a stream cannot be worked on.</summary>
    private bool IsBlocked(ConnectionId connection, string entity) =>
        _reports.TryGetValue(connection, out var report) && (!report.Succeeded || report.BlockedEntities.Contains(entity));

    private async Task<ConnectionReport> CheckConnectionAsync(ConnectionId connection, CancellationToken cancellationToken)
    {
        var problems = new List<ConnectionProblem>();
        string? fingerprint = null;
        PreflightReport? preflight = null;
        if (_runtime.Connectors[connection] is IConnectionCheck check)
        {
            _runtime.Called(connection, "", "check");
            var result = await check.CheckAsync(new ConnectionCheckRequest { Scopes = _runtime.Scopes[connection] }, cancellationToken).ConfigureAwait(false);
            problems.AddRange(result.Problems);
            fingerprint = result.OrgFingerprint;
        }

        if (problems.Count == 0)
        {
            if (await ForeignOrgAsync(connection, fingerprint, cancellationToken).ConfigureAwait(false) is { } foreign)
            {
                problems.Add(foreign);
            }

            preflight = await PreflightAsync(connection, problems, cancellationToken).ConfigureAwait(false);
        }

        return new ConnectionReport { Connection = connection, Problems = problems, Preflight = preflight, OrgFingerprint = fingerprint };
    }

    // Links belong to one organisation: a connection that suddenly points at another one (a sandbox copy) is not written to.
    private async Task<ConnectionProblem?> ForeignOrgAsync(ConnectionId connection, string? fingerprint, CancellationToken cancellationToken)
    {
        if (fingerprint is null)
        {
            return null;
        }

        var name = FingerprintName(connection);
        var known = await Store.ReadSettingsAsync(Tenant, name, cancellationToken).ConfigureAwait(false);
        var stored = known.FirstOrDefault(s => s.Name == name);
        if (stored is null)
        {
            var batch = new StoreBatch { Tenant = Tenant };
            batch.PutSettings.Add(new SettingRow(name, fingerprint, 0));
            await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            return null;
        }

        return stored.Value == fingerprint
            ? null
            : new ConnectionProblem(ErrorKind.Configuration, $"The connection '{connection}' points at another organisation than the stored links belong to. If that is a copy (a sandbox), use another store for it; nothing is read or written until it points back.");
    }

    private static string FingerprintName(ConnectionId connection) => $"fingerprint/{connection}";

    /// <summary>Takes the organisation that a connection points at for that of the stored links, if it still is the one that a person saw.</summary>
    public async Task<OperationOutcome> AcceptOrganisationAsync(ConnectionId connection, string fingerprint, Func<string, string, AuditRow> audit, CancellationToken cancellationToken)
    {
        if (_runtime.Connectors[connection] is not IConnectionCheck check)
        {
            return OperationOutcome.NotFound;
        }

        _runtime.Called(connection, "", "check");
        var result = await check.CheckAsync(new ConnectionCheckRequest { Scopes = _runtime.Scopes[connection] }, cancellationToken).ConfigureAwait(false);
        if (result.Problems.Count > 0 || result.OrgFingerprint != fingerprint)
        {
            return OperationOutcome.Stale;
        }

        var name = FingerprintName(connection);
        var stored = (await Store.ReadSettingsAsync(Tenant, name, cancellationToken).ConfigureAwait(false)).FirstOrDefault(s => s.Name == name);
        if (stored is null || stored.Value == fingerprint)
        {
            return OperationOutcome.AlreadyClosed;
        }

        var batch = new StoreBatch { Tenant = Tenant };
        batch.PutSettings.Add(stored with { Value = fingerprint });
        batch.Audit.Add(audit(stored.Value, fingerprint));
        if (!(await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false)).Succeeded)
        {
            return OperationOutcome.Stale;
        }

        // The next run checks the connection again, and works with it.
        _reports.Remove(connection);
        _runtime.Logger.OrganisationAccepted(connection.Value);
        return OperationOutcome.Resolved;
    }

    private async Task<PreflightReport?> PreflightAsync(ConnectionId connection, List<ConnectionProblem> problems, CancellationToken cancellationToken)
    {
        if (_runtime.Connectors[connection] is not IMetadataReader reader)
        {
            return null;
        }

        try
        {
            var objects = Preflight.ObjectsOf(_runtime.Definition, connection);
            _runtime.Called(connection, "", "metadata");
            var live = await reader.ReadMetadataAsync(new MetadataRequest { Scope = _runtime.Scopes[connection][0], Objects = objects }, cancellationToken).ConfigureAwait(false);
            return await SettleSchemaAsync(connection, live, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error)
        {
            problems.Add(new ConnectionProblem(error.Kind, error.UserMessage));
            return null;
        }
    }
}
