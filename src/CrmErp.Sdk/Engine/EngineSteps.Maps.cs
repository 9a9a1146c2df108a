using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Engine;

// The active map versions, and what a change of map leaves to be done (R50 to R56).
internal sealed partial class EngineSteps
{
    // A map that differs from the stored active one becomes active: shadows are made again on the next read of each record; records are read
    // again in the background, so that newly mapped groups are met.
    private async Task ActivateMapsAsync(EngineView view, CancellationToken cancellationToken)
    {
        var known = await Store.ReadMapsAsync(Tenant, cancellationToken).ConfigureAwait(false);
        foreach (var spoke in view.Spokes)
        {
            var active = known.FirstOrDefault(m => m.Connection == spoke.Spoke.Connection && m.Entity == spoke.Flow.Entity.Name && m.State == "active");
            if (active?.Hash == spoke.MapHash)
            {
                continue;
            }

            var batch = new StoreBatch { Tenant = Tenant };
            if (active is not null)
            {
                batch.PutMaps.Add(active with { State = "retired", At = _runtime.Now });
            }

            batch.PutMaps.Add(new MapVersionRow(spoke.Spoke.Connection, spoke.Flow.Entity.Name, spoke.MapHash, Describe(spoke), "active", _runtime.Now));
            if (active is not null && view.Stream(spoke) is { Phase: FlowPhase.Live } stream)
            {
                batch.PutStreams.Add(stream with { Checkpoints = (Checkpoints.Read(stream.Checkpoints) with { Sweeping = true, Sweep = null, SweepAfter = null, SweepListed = 0 }).Write() });
            }

            await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Describe(FlowSpoke spoke) => DetailCodec.Build(writer =>
    {
        writer.WriteStartObject("groups");
        foreach (var group in spoke.Flow.Entity.Groups)
        {
            if (spoke.Map.GroupHash(group.Index) is { } hash)
            {
                writer.WriteString(group.Name, hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        writer.WriteEndObject();
        writer.WriteStartArray("sources");
        foreach (var field in spoke.Map.Shape.Fields)
        {
            writer.WriteStringValue(field.Path);
        }

        writer.WriteEndArray();
    });
}
