using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;

namespace CrmErp.Sdk.Engine;

// Reads by id, with the fields of older map versions as long as shadows are left that those versions made (R52).
internal sealed partial class EngineSteps
{
    private async Task<IReadOnlyList<Record?>> GetManyAsync(FlowSpoke spoke, string[] ids, bool earlier, CancellationToken cancellationToken)
    {
        if (!earlier && !spoke.IsBackfilling)
        {
            return await GetShapeAsync(spoke, spoke.Map.Shape, ids, cancellationToken).ConfigureAwait(false);
        }

        var sources = spoke.Maps.EarlierSources(spoke.Map.Shape);
        if (sources.Count > 0)
        {
            try
            {
                var wide = new RecordShape(spoke.Map.Object, spoke.Map.Shape.Fields.Concat(sources), spoke.Map.Shape.Salt);
                return [.. (await GetShapeAsync(spoke, wide, ids, cancellationToken).ConfigureAwait(false)).Select(r => r is null ? null : Narrow(spoke, r, sources))];
            }
            catch (ConnectorException error) when (error.Kind is ErrorKind.SchemaDrift or ErrorKind.Validation or ErrorKind.Permission)
            {
                // A field of an older version is not there any more: without it nobody can have edited it either.
            }
        }

        return [.. (await GetShapeAsync(spoke, spoke.Map.Shape, ids, cancellationToken).ConfigureAwait(false)).Select(r => r is null ? null : With(r, r.Fields, r.Hash, []))];
    }

    private async Task<IReadOnlyList<Record?>> GetShapeAsync(FlowSpoke spoke, RecordShape shape, string[] ids, CancellationToken cancellationToken)
    {
        var all = new List<Record?>(ids.Length);
        foreach (var chunk in ids.Chunk(spoke.Object.GetBatchSize))
        {
            all.AddRange(await _runtime.Call<IRecordReader>(spoke, "get").GetManyAsync(new GetManyRequest { Scope = spoke.Spoke.Scope, Shape = shape, Ids = chunk }, cancellationToken).ConfigureAwait(false));
        }

        return all;
    }

    // The record as the map of now knows it, and the other fields beside it.
    private static Record Narrow(FlowSpoke spoke, Record record, IReadOnlyList<RecordField> sources)
    {
        var shape = spoke.Map.Shape;
        var fields = new Row(shape.Schema);
        for (var slot = 0; slot < shape.Fields.Count; slot++)
        {
            fields[slot] = record.Fields[slot];
        }

        var earlier = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        for (var i = 0; i < sources.Count; i++)
        {
            earlier[sources[i].Path] = record.Fields[shape.Fields.Count + i];
        }

        // A connector that hashes otherwise gives another hash with the next page: then the record is looked at once more, in vain.
        return With(record, fields, RecordHash.Compute(fields, shape.Salt), earlier);
    }

    private static Record With(Record record, Row fields, UInt128 hash, Dictionary<string, FieldValue> earlier) => new(record.Ref, fields)
    {
        Version = record.Version,
        Modified = record.Modified,
        Created = record.Created,
        Marker = record.Marker,
        ModifiedByUs = record.ModifiedByUs,
        Hash = hash,
        Earlier = earlier,
    };
}
