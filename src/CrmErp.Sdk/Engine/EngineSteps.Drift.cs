using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// A live schema that lost fields: an optional one is left out of the map, loudly; a required one holds its entity on that connection.
// To the rules a field that is left out is one that was unmapped (R54), and one that returns is met first (R53): the backfill does it.
internal sealed partial class EngineSteps
{
    private const string DriftCause = "SchemaDrift";
    private const string SchemaHoldCause = "SchemaHold";

    // Connections of which a call said that the schema is not what it was.
    private readonly HashSet<ConnectionId> _drifted = [];

    private void NoteDrift(ConnectionId connection, ErrorKind kind)
    {
        if (kind == ErrorKind.SchemaDrift)
        {
            _drifted.Add(connection);
        }
    }

    private async Task<PreflightReport> SettleSchemaAsync(ConnectionId connection, IReadOnlyList<ObjectMetadata> live, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var reduced = _runtime.Reduced.Where(r => r.Key.Connection != connection).ToDictionary();
        var lost = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var flow in _runtime.Definition.Flows)
        {
            if (flow.Member(connection) is { Map.Source: { } source } member && live.FirstOrDefault(o => o.Name == member.Map.Object) is { } metadata
                && SchemaLoss.Missing(source, metadata) is { Count: > 0 } missing && Reduce(view, flow, member, source, missing) is { } left)
            {
                reduced[(connection, flow.Entity.Name)] = left;
                lost[flow.Entity.Name] = missing;
            }
        }

        if (!SameMaps(_runtime.Reduced, reduced))
        {
            _runtime.Reduced = reduced;
        }

        var report = Preflight.Check(_runtime.Definition, connection, live, _runtime.Reduced);
        await StoreSchemaAsync(connection, lost, report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    // What never was there is a mistake in the map; only what a live stream already worked with can vanish.
    private static FlowMember? Reduce(EngineView view, FlowDefinition flow, FlowMember member, MapSource source, IReadOnlyList<string> missing)
    {
        FlowSpoke[] spokes = [.. view.Spokes.Where(s => s.Spoke.Connection == member.Connection && s.Flow == flow)];
        return spokes.Length > 0 && spokes.All(s => s is { IsLive: true, HasActiveMap: true })
            && SchemaLoss.Droppable(flow, source, missing, member.Map.Metadata, spokes[0].Object.IdentityField) is { } rules
            ? SchemaLoss.Reduce(member, source, rules)
            : null;
    }

    private static bool SameMaps(IReadOnlyDictionary<(ConnectionId, string), FlowMember> before, Dictionary<(ConnectionId, string), FlowMember> now) =>
        before.Count == now.Count && now.All(n => before.TryGetValue(n.Key, out var old) && old.Map.Shape.Salt == n.Value.Map.Shape.Salt);

    // One transaction: the open entries, the audit, the version that links are made with meanwhile, and parked work, which may be ready now.
    private async Task StoreSchemaAsync(ConnectionId connection, Dictionary<string, IReadOnlyList<string>> lost, PreflightReport report, CancellationToken cancellationToken)
    {
        var view = await _runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        var known = (await Store.ListOpenItemsAsync(Tenant, new OpenItemFilter { Kind = OpenItemKind.Problem, Take = 10_000 }, cancellationToken).ConfigureAwait(false))
            .Where(i => i.Spoke.Connection == connection && i.Cause is DriftCause or SchemaHoldCause).ToDictionary(i => i.Key);
        var now = new Dictionary<OpenItemKey, OpenItem>();
        foreach (var spoke in view.Spokes.Where(s => s.Spoke.Connection == connection && s.IsLive))
        {
            var entity = spoke.Flow.Entity.Name;
            foreach (var path in lost.GetValueOrDefault(entity) ?? [])
            {
                Add(SchemaProblem(spoke, path, DriftCause, $"'{spoke.Map.Object}' on '{connection}' has no field '{path}' any more that this user may see. It is left out of the map; everything else goes on. When it is back, its records are read again."));
            }

            foreach (var problem in report.Problems.Where(p => p.Severity == ErrorSeverity.Error && p.Entity == entity))
            {
                Add(SchemaProblem(spoke, problem.Field ?? problem.Code, SchemaHoldCause, problem.Message));
            }
        }

        var batch = new StoreBatch { Tenant = Tenant };
        batch.PutOpenItems.AddRange(now.Values.Where(i => !known.ContainsKey(i.Key)));
        batch.RemoveOpenItems.AddRange(known.Keys.Where(k => !now.ContainsKey(k)));
        foreach (var item in batch.PutOpenItems)
        {
            Tell(batch, item, "field-lost");
        }

        foreach (var key in batch.RemoveOpenItems)
        {
            Tell(batch, known[key], "field-returned");
        }

        if (!batch.IsEmpty)
        {
            foreach (var spoke in view.Spokes.Where(s => s.Spoke.Connection == connection && s.IsLive && batch.Audit.Any(a => a.Entity == s.Flow.Entity.Name)))
            {
                RememberVersion(batch, spoke);
                batch.Releases.Add(new ParkedRelease(spoke.Spoke, spoke.Flow.Entity.Name));
            }

            await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        void Add(OpenItem item) => now[item.Key] = item;
    }

    private OpenItem SchemaProblem(FlowSpoke spoke, string path, string cause, string message) => new()
    {
        Kind = OpenItemKind.Problem,
        Entity = spoke.Flow.Entity.Name,
        Group = $"schema/{spoke.Flow.Entity.Name}/{path}",
        Spoke = spoke.Spoke,
        Cause = cause,
        Problem = $"{cause}|{spoke.Spoke}|{spoke.Flow.Entity.Name}.{path}",
        Detail = DetailCodec.Build(w =>
        {
            w.WriteString("field", path);
            w.WriteString("message", message);
        }),
        Since = _runtime.Now,
    };

    private void Tell(StoreBatch batch, OpenItem item, string kind)
    {
        var field = item.Group[(item.Group.LastIndexOf('/') + 1)..];
        batch.Audit.Add(new AuditRow { At = _runtime.Now, Kind = kind, Entity = item.Entity, Field = field, Origin = item.Spoke.ToString(), Rule = item.Cause, RunId = _runtime.RunId });
        if (kind == "field-returned")
        {
            _runtime.Logger.FieldReturned(item.Entity, item.Spoke.ToString(), field);
        }
        else if (item.Cause == DriftCause)
        {
            _runtime.Logger.FieldLost(item.Entity, item.Spoke.ToString(), field);
        }
    }

    // What links are made with while a field is missing is a version like any other: it tells later which fields a shadow was made from.
    private static void RememberVersion(StoreBatch batch, FlowSpoke spoke)
    {
        if (ReferenceEquals(spoke.Member, spoke.Declared))
        {
            return;
        }

        var version = MapVersion.Of(spoke);
        if (version.Groups.Any(g => spoke.Maps.FieldsOf(g.Key, g.Value.Hash) is null) && !batch.PutMaps.Exists(m => m.Connection == spoke.Spoke.Connection && m.Entity == spoke.Flow.Entity.Name))
        {
            batch.PutMaps.Add(new MapVersionRow(spoke.Spoke.Connection, spoke.Flow.Entity.Name, spoke.MapHash, version.Write(), MapVersionStates.Retired, batch.Audit[0].At));
        }
    }
}
