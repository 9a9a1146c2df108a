using System.Collections.Concurrent;
using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Write;

/// <summary>Finds the ids behind codes and the numbers behind references, before a write.</summary>
internal sealed class CodeTables(BusinessCentralSession session, NumberResolver numbers)
{
    private const int CacheLimit = 5_000;
    private static readonly RecordShape Shape = new("codes", [new("code", FieldKind.Text)]);
    private static readonly JsonRecordPlan Plan = JsonRecordPlan.Create(Shape, new JsonRecordLayout { Items = "value", Id = "id" });
    private readonly ConcurrentDictionary<(string Scope, string Set, string Code), string> _ids = new();

    /// <summary>What the values of an item stand for on the wire; a value that stands for nothing is an error of its field.</summary>
    public async Task<SyncError?> ResolveAsync(string scope, ReadPlan plan, IReadOnlyList<FieldChange> changes, Dictionary<(string Path, FieldValue Value), string> resolved, CancellationToken cancellationToken)
    {
        foreach (var change in changes.Where(c => !c.Value.IsMissing))
        {
            var path = plan.Shape.Fields[change.Slot].Path;
            var lookup = plan.Page.Lookups.FirstOrDefault(l => l.Path == path);
            var reference = plan.Page.References.FirstOrDefault(r => r.Path == path);
            if ((lookup is null && reference is null) || resolved.ContainsKey((path, change.Value)))
            {
                continue;
            }

            var wire = lookup is not null
                ? await IdOfAsync(scope, lookup.Set, change.Value, cancellationToken).ConfigureAwait(false)
                : await NumberOfAsync(scope, reference!, change.Value, cancellationToken).ConfigureAwait(false);
            if (wire is null)
            {
                return lookup is not null
                    ? new SyncError(ErrorKind.Reference, "CodeNotFound", $"The code is not in '{lookup.Set}' of this company. Create it there, or map it to one that is.", path)
                    : new SyncError(ErrorKind.Reference, "NumberNotFound", $"The record that '{path}' points to has no number in '{reference!.NumberField}': a customer needs a company contact.", path);
            }

            resolved[(path, change.Value)] = wire;
        }

        return null;
    }

    /// <summary>The id of a code; null where the list does not hold it.</summary>
    public async Task<string?> IdOfAsync(string scope, string set, FieldValue value, CancellationToken cancellationToken)
    {
        if (value.TextOrNull()?.Trim().ToUpperInvariant() is not { Length: > 0 } code)
        {
            return Guid.Empty.ToString();
        }

        if (_ids.TryGetValue((scope, set, code), out var id))
        {
            return id;
        }

        var query = (await session.QueryAsync(scope, set, cancellationToken).ConfigureAwait(false)).Filter(ODataFilter.Compare("code", "eq", ODataLiteral.Quote(code))).Select("id", "code");
        using var response = await session.Client.ReadAsync(session.Get(query.ToString()), cancellationToken).ConfigureAwait(false);
        using var page = JsonRecordPage.Create(Plan, session.Connection, scope, response.TakeBody());
        if (page.Count == 0)
        {
            return null;
        }

        if (_ids.Count >= CacheLimit)
        {
            _ids.Clear();
        }

        return _ids[(scope, set, code)] = page.Id(0);
    }

    private async Task<string?> NumberOfAsync(string scope, NumberedReference reference, FieldValue value, CancellationToken cancellationToken) =>
        value.ReferenceOrNull() is { } target ? await numbers.NumberOfAsync(scope, reference, target.Id, cancellationToken).ConfigureAwait(false) : "";
}
