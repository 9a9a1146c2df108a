using System.Collections.Concurrent;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>Finds the ids behind codes and the numbers behind references, for a whole batch before it is written.</summary>
internal sealed class CodeTables(BusinessCentralSession session, ListReader lists, NumberResolver numbers)
{
    private const int CacheLimit = 5_000;
    private static readonly RecordShape Shape = new("codes", [new("code", FieldKind.Text)]);
    private static readonly JsonRecordPlan Plan = JsonRecordPlan.Create(Shape, new JsonRecordLayout { Items = "value", Id = "id" });
    private readonly ConcurrentDictionary<(string Scope, string Set, string Code), string> _ids = new();

    /// <summary>What the values of a batch stand for on the wire; a value that stands for nothing is left out.</summary>
    public async Task<Dictionary<(string Path, FieldValue Value), string>> ResolveAsync(string scope, ReadPlan plan, IReadOnlyList<WriteItem> items, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<(string Path, FieldValue Value), string>();
        foreach (var lookup in plan.Page.Lookups)
        {
            var values = Values(plan, items, lookup.Path);
            var ids = await IdsOfAsync(scope, lookup.Set, values.Select(CodeOf).OfType<string>(), cancellationToken).ConfigureAwait(false);
            foreach (var value in values)
            {
                // No code is written as no id.
                Add(resolved, lookup.Path, value, CodeOf(value) is { } code ? ids.GetValueOrDefault(code) : Guid.Empty.ToString());
            }
        }

        foreach (var reference in plan.Page.References)
        {
            var values = Values(plan, items, reference.Path);
            var found = await numbers.NumbersOfAsync(scope, reference, values.Select(v => v.ReferenceOrNull()?.Id).OfType<string>(), cancellationToken).ConfigureAwait(false);
            foreach (var value in values)
            {
                Add(resolved, reference.Path, value, value.ReferenceOrNull() is { } target ? found.GetValueOrDefault(target.Id) : "");
            }
        }

        return resolved;
    }

    /// <summary>The first value of an item that stands for nothing; null where all are known.</summary>
    public static SyncError? MissingOf(ReadPlan plan, WriteItem item, IReadOnlyDictionary<(string Path, FieldValue Value), string> resolved)
    {
        foreach (var change in item.Fields.Where(c => !c.Value.IsMissing))
        {
            var path = plan.Shape.Fields[change.Slot].Path;
            if (resolved.ContainsKey((path, change.Value)))
            {
                continue;
            }

            if (plan.Page.Lookups.FirstOrDefault(l => l.Path == path) is { } lookup)
            {
                return new SyncError(ErrorKind.Reference, "CodeNotFound", $"The code is not in '{lookup.Set}' of this company. Create it there, or map it to one that is.", path);
            }

            if (plan.Page.References.FirstOrDefault(r => r.Path == path) is { } reference)
            {
                return new SyncError(ErrorKind.Reference, "NumberNotFound", $"The record that '{path}' points to has no number in '{reference.NumberField}': a customer needs a company contact.", path);
            }
        }

        return null;
    }

    /// <summary>Forgets what the values of an item stand for: the service refused the item, so it may have changed.</summary>
    public void Forget(string scope, ReadPlan plan, WriteItem item)
    {
        foreach (var change in item.Fields)
        {
            var path = plan.Shape.Fields[change.Slot].Path;
            if (plan.Page.Lookups.FirstOrDefault(l => l.Path == path) is { } lookup && CodeOf(change.Value) is { } code)
            {
                _ids.TryRemove((scope, lookup.Set, code), out _);
            }
            else if (plan.Page.References.FirstOrDefault(r => r.Path == path) is { } reference && change.Value.ReferenceOrNull() is { } target)
            {
                numbers.Forget(scope, reference, target.Id);
            }
        }
    }

    private static string? CodeOf(FieldValue value) => value.TextOrNull()?.Trim().ToUpperInvariant() is { Length: > 0 } code ? code : null;

    private static List<FieldValue> Values(ReadPlan plan, IReadOnlyList<WriteItem> items, string path) =>
        [.. items.SelectMany(i => i.Fields).Where(c => !c.Value.IsMissing && plan.Shape.Fields[c.Slot].Path == path).Select(c => c.Value).Distinct()];

    private static void Add(Dictionary<(string Path, FieldValue Value), string> resolved, string path, FieldValue value, string? wire)
    {
        if (wire is not null)
        {
            resolved[(path, value)] = wire;
        }
    }

    private async Task<Dictionary<string, string>> IdsOfAsync(string scope, string set, IEnumerable<string> codes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var code in codes.Distinct(StringComparer.Ordinal))
        {
            if (_ids.TryGetValue((scope, set, code), out var id))
            {
                found[code] = id;
            }
            else
            {
                unknown.Add(code);
            }
        }

        if (unknown.Count == 0)
        {
            return found;
        }

        var company = await session.CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false);
        var addresses = ListReader.Filters("code", unknown.Select(ODataLiteral.Quote)).Select(f => new ODataQuery($"{company}/{set}").Filter(f).Select("id", "code").ToString()).ToList();
        foreach (var body in await lists.ReadAsync(set, addresses, pageSize: null, cancellationToken).ConfigureAwait(false))
        {
            using var page = JsonRecordPage.Create(Plan, session.Connection, scope, body);
            foreach (var record in Enumerable.Range(0, page.Count).Select(page.Read))
            {
                if (CodeOf(record.Fields[0]) is { } code)
                {
                    found[code] = record.Ref.Id;
                    Remember((scope, set, code), record.Ref.Id);
                }
            }
        }

        return found;
    }

    private void Remember((string Scope, string Set, string Code) key, string id)
    {
        if (_ids.Count >= CacheLimit)
        {
            _ids.Clear();
        }

        _ids[key] = id;
    }
}
