using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.Http.Json;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>Runs queries whose rows become records, and completes lists that an answer held only in part.</summary>
internal sealed class RecordSource(SalesforceClient client, Selections selections)
{
    private string? _ourUser;

    /// <summary>The records of one query's first answer. An answer may hold fewer rows than asked for; <see cref="JsonRecordPage.NextLink"/> then says so.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    public async Task<(RecordPage Page, bool Complete)> QueryAsync(RecordSelection selection, SoqlQuery query, CancellationToken cancellationToken, bool headsOnly = false)
    {
        var ourUser = await GetOurUserAsync(cancellationToken).ConfigureAwait(false);
        using var response = await client.GetAsync(QueryAddress.Of(query), cancellationToken).ConfigureAwait(false);
        var page = JsonRecordPage.Create(selection.QueryPlan, client.Connection, "", response.TakeBody(), headsOnly);
        var complete = page.NextLink is null;
        return (await CompleteAsync(selection, new SalesforcePage(page, ourUser), response, cancellationToken).ConfigureAwait(false), complete);
    }

    /// <summary>All records of a query, over as many answers as it takes; for small results.</summary>
    /// <exception cref="ConnectorException">A call failed.</exception>
    public async Task<List<Record>> QueryAllAsync(RecordSelection selection, SoqlQuery query, CancellationToken cancellationToken)
    {
        var records = new List<Record>();
        var ourUser = await GetOurUserAsync(cancellationToken).ConfigureAwait(false);
        var next = client.Address(QueryAddress.Of(query));
        while (next is not null)
        {
            using var response = await client.GetAddressAsync(next, cancellationToken).ConfigureAwait(false);
            var json = JsonRecordPage.Create(selection.QueryPlan, client.Connection, "", response.TakeBody());
            next = client.Resolve(response, json.NextLink);
            using var page = await CompleteAsync(selection, new SalesforcePage(json, ourUser), response, cancellationToken).ConfigureAwait(false);
            records.AddRange(Enumerable.Range(0, page.Count).Select(page.Read));
        }

        return records;
    }

    /// <summary>Records by id through the multi-get resource.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    public async Task<List<Record>> MultiGetAsync(RecordSelection selection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var ourUser = await GetOurUserAsync(cancellationToken).ConfigureAwait(false);
        var body = MultiGet.Body(ids, selection.Select);
        using var response = await client.AskAsync($"composite/sobjects/{Soql.Name(selection.Shape.Object)}", body, cancellationToken).ConfigureAwait(false);
        using var found = MultiGet.WithoutMissing(response.TakeBody());
        using var page = new SalesforcePage(JsonRecordPage.Create(selection.ArrayPlan, client.Connection, "", PooledBody.Copy(found.Memory.Span)), ourUser);
        return [.. Enumerable.Range(0, page.Count).Select(page.Read)];
    }

    public RecordSelection For(RecordShape shape) => selections.For(shape);

    /// <summary>The user behind the token, from its identity address; null where the token does not tell.</summary>
    private async ValueTask<string?> GetOurUserAsync(CancellationToken cancellationToken)
    {
        if (_ourUser is null && await client.GetTokenAsync(cancellationToken).ConfigureAwait(false) is { Identity: { } identity })
        {
            _ourUser = SalesforceId.ToLong(identity.AsSpan(identity.LastIndexOf('/') + 1));
        }

        return _ourUser;
    }

    // A subquery's answer is cut like any other; the rest of a list stands behind a link of its own.
    private async Task<RecordPage> CompleteAsync(RecordSelection selection, SalesforcePage page, ConnectorResponse response, CancellationToken cancellationToken)
    {
        var lists = selection.Shape.Fields.Select((f, slot) => (Field: f, Slot: slot)).Where(f => f.Field.Kind == FieldKind.Lines).ToList();
        if (!Enumerable.Range(0, page.Count).Any(i => lists.Any(l => page.Json.LineNextLink(i, l.Slot) is not null)))
        {
            return page;
        }

        using (page)
        {
            var records = new List<Record>(page.Count);
            for (var i = 0; i < page.Count; i++)
            {
                var record = page.Read(i);
                foreach (var (field, slot) in lists)
                {
                    if (page.Json.LineNextLink(i, slot) is { } link)
                    {
                        record = await AppendAsync(record, field, slot, client.Resolve(response, link), selection.Shape.Salt, cancellationToken).ConfigureAwait(false);
                    }
                }

                records.Add(record);
            }

            return RecordPage.Of(records);
        }
    }

    private async Task<Record> AppendAsync(Record record, RecordField field, int slot, string? next, ulong salt, CancellationToken cancellationToken)
    {
        var plan = JsonRecordPlan.Create(field.Lines!, new JsonRecordLayout { Items = "records", NextLink = "nextRecordsUrl", Id = "Id" });
        var lines = record.Fields[slot].AsLines().ToList();
        while (next is not null)
        {
            using var response = await client.GetAddressAsync(next, cancellationToken).ConfigureAwait(false);
            using var page = JsonRecordPage.Create(plan, client.Connection, "", response.TakeBody());
            lines.AddRange(Enumerable.Range(0, page.Count).Select(page.Read).Select(r => new Line(default, r.Fields, r.Ref.Id)));
            next = client.Resolve(response, page.NextLink);
        }

        var fields = record.Fields.Clone();
        fields[slot] = FieldValue.From(new LineList(lines));
        return new Record(record.Ref, fields)
        {
            Version = record.Version,
            Modified = record.Modified,
            Created = record.Created,
            Marker = record.Marker,
            ModifiedByUs = record.ModifiedByUs,
            Hash = RecordHash.Compute(fields, salt),
        };
    }
}
