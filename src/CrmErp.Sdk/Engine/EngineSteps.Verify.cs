using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// Verification: ask the system what became of open flights, in a few calls for all of them (R24).
internal sealed partial class EngineSteps
{
    // A list that is longer proves nothing by what it lacks.
    private const int MostNewborn = 1000;

    private async Task VerifyAsync(EngineView view, FlowSpoke spoke, OutboxRow[] rows, CancellationToken cancellationToken)
    {
        var asked = _runtime.Now;
        var started = await Store.GetSequenceAsync(cancellationToken).ConfigureAwait(false);
        var aggregates = (await Store.ReadAggregatesAsync(Tenant, [.. rows.Select(r => r.GoldenId)], cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Golden.Id);
        var linked = new Dictionary<GoldenId, string>();
        foreach (var row in rows)
        {
            if (aggregates.TryGetValue(row.GoldenId, out var aggregate) && aggregate.Links.FirstOrDefault(l => l.Ref.Spoke == spoke.Spoke && l.State == LinkState.Active) is { } link)
            {
                linked[row.GoldenId] = link.Ref.Id;
            }
        }

        var found = await ReadLinkedAsync(spoke, linked, cancellationToken).ConfigureAwait(false);
        OutboxRow[] unlinked = [.. rows.Where(r => !linked.ContainsKey(r.GoldenId))];
        var (hits, newborn) = await ProbeAsync(spoke, unlinked, cancellationToken).ConfigureAwait(false);
        var rivals = await RivalsAsync(spoke, unlinked, cancellationToken).ConfigureAwait(false);
        var evidence = new Dictionary<GoldenId, VerifyEvidence>();
        foreach (var row in rows)
        {
            evidence[row.GoldenId] = new VerifyEvidence
            {
                Asked = asked,
                Started = started,
                Found = found.GetValueOrDefault(row.GoldenId) ?? hits.GetValueOrDefault(row.GoldenId),
                Newborn = newborn,
                Incomplete = newborn?.Count >= MostNewborn,
                Rival = rivals && !linked.ContainsKey(row.GoldenId),
            };
        }

        await _runtime.NewPass(view).RunAsync(
            rows.Select(r => (Need)new Need.Golden(r.GoldenId))
                .Concat(evidence.Values.Where(e => e.Found is not null).SelectMany(e => Prefetch.Of(view.Context, spoke, e.Found!)))
                .Concat((newborn ?? []).Select(r => new Need.Link(r.Ref))),
            scope => scope.Each(rows, row => scope.Rules.Verify(spoke, row, evidence[row.GoldenId])),
            finish: null,
            cancellationToken).ConfigureAwait(false);
        _runtime.Counts.Add("verified", rows.Length);
    }

    // Whether another create is unresolved beside any of these; only asked where no marker tells them apart.
    private async Task<bool> RivalsAsync(FlowSpoke spoke, OutboxRow[] unlinked, CancellationToken cancellationToken) =>
        unlinked.Length > 0 && spoke.Object.Identity is (IdentityStrategy.NaturalKey or IdentityStrategy.None)
        && (unlinked.Length > 1 || await Store.HasOpenCreateAsync(Tenant, spoke.Spoke, spoke.Flow.Entity.Name, unlinked[0].GoldenId, cancellationToken).ConfigureAwait(false));

    private async Task<Dictionary<GoldenId, Record>> ReadLinkedAsync(FlowSpoke spoke, Dictionary<GoldenId, string> linked, CancellationToken cancellationToken)
    {
        var found = new Dictionary<GoldenId, Record>();
        if (linked.Count == 0)
        {
            return found;
        }

        var pairs = linked.ToArray();
        var records = await GetManyAsync(spoke, [.. pairs.Select(p => p.Value)], earlier: false, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < pairs.Length; i++)
        {
            if (records[i] is { } record)
            {
                found[pairs[i].Key] = record;
            }
        }

        return found;
    }

    // By marker in one call; by natural key or content where there is none; the newborn only where a person may have to choose.
    private async Task<(Dictionary<GoldenId, Record> Hits, IReadOnlyList<Record>? Newborn)> ProbeAsync(FlowSpoke spoke, OutboxRow[] rows, CancellationToken cancellationToken)
    {
        var hits = new Dictionary<GoldenId, Record>();
        if (rows.Length == 0)
        {
            return (hits, null);
        }

        var flights = rows.ToDictionary(r => r.GoldenId, r => FlightCodec.Read(r.Flight!, spoke.Map));
        if (spoke.Object.Identity is IdentityStrategy.ClientKey or IdentityStrategy.ExternalId or IdentityStrategy.Marker)
        {
            var byKey = await _runtime.Call<IRecordReader>(spoke, "find").FindAsync(
                new FindRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Field = RecordFilter.MarkerField, Values = [.. flights.Values.Select(f => FieldValue.From(f.Key))], Limit = flights.Count * 4 },
                cancellationToken).ConfigureAwait(false);
            foreach (var (id, flight) in flights)
            {
                if (byKey.FirstOrDefault(r => string.Equals(r.Marker, flight.Key, StringComparison.OrdinalIgnoreCase)) is { } record)
                {
                    hits[id] = record;
                }
            }

            return (hits, null);
        }

        var born = flights.Values.Min(f => f.Started) - spoke.Connector.ClockError;
        var newborn = await _runtime.Call<IRecordReader>(spoke, "find").FindAsync(
            new FindRequest { Scope = spoke.Spoke.Scope, Shape = spoke.Map.Shape, Field = spoke.Object.IdentityField ?? RecordFilter.MarkerField, Values = [], BornSince = born, Limit = MostNewborn },
            cancellationToken).ConfigureAwait(false);
        foreach (var (id, flight) in flights)
        {
            if (newborn.FirstOrDefault(r => IsLikely(spoke, flight, r)) is { } record)
            {
                hits[id] = record;
            }
        }

        return (hits, newborn);
    }

    private static bool IsLikely(FlowSpoke spoke, Flight flight, Record record)
    {
        if (Reconciler.KeyOnWire(spoke, flight) is { } slot)
        {
            return spoke.Map.Declared(slot, flight.Wire[slot]).Equals(record.Fields[slot]);
        }

        return Reconciler.IsWhatWeSent(spoke, flight, record);
    }
}
