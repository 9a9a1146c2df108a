using System.Collections.Concurrent;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData.Batch;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>
/// Finds what the numbers on a page stand for. The customer behind a company contact is asked for in three steps, because the API has no
/// question for it: the contact's name, the customers of that name, and the contacts of those customers as the proof.
/// </summary>
internal sealed class NumberResolver(BusinessCentralSession session)
{
    private const int ChunkSize = 30;
    private const int CacheLimit = 20_000;
    private static readonly RecordShape NamedShape = new("contacts", [new("number", FieldKind.Text), new("displayName", FieldKind.Text), new("contactBusinessRelation", FieldKind.Text)]);
    private static readonly RecordShape InformationShape = new("contactsInformation", [new("contactNumber", FieldKind.Text), new("contactType", FieldKind.Text), new("contactName", FieldKind.Text)]);
    private static readonly JsonRecordPlan NamedPlan = JsonRecordPlan.Create(NamedShape, new JsonRecordLayout { Items = "value", Id = "id" });
    private static readonly JsonRecordPlan InformationPlan = JsonRecordPlan.Create(InformationShape, new JsonRecordLayout { Items = "value", Id = "contactId" });
    private readonly ConcurrentDictionary<(string Scope, NumberedReference Reference, string Number), string> _ids = new();

    public async Task<NumberTables> ResolveAsync(string scope, ReadPlan plan, JsonRecordPage page, CancellationToken cancellationToken)
    {
        if (plan.References.Count == 0)
        {
            return NumberTables.None;
        }

        var tables = new NumberTables();
        for (var i = 0; i < plan.References.Count; i++)
        {
            var reference = plan.References[i].Reference;
            var numbers = Enumerable.Range(0, page.Count).Select(r => page.Extra(r, plan.Computed.Count + i)).Where(n => !string.IsNullOrEmpty(n)).Select(n => n!).Distinct(StringComparer.Ordinal).ToList();
            foreach (var chunk in numbers.Where(n => !_ids.ContainsKey((scope, reference, n))).Chunk(ChunkSize))
            {
                await (reference.ThroughCompanyContact
                    ? ResolveCustomersAsync(scope, reference, chunk, tables, cancellationToken)
                    : ResolveNumbersAsync(scope, reference, chunk, cancellationToken)).ConfigureAwait(false);
            }

            foreach (var number in numbers)
            {
                if (_ids.TryGetValue((scope, reference, number), out var id))
                {
                    tables.Add(reference, number, FieldValue.From(new Reference(reference.Target, id)));
                }
            }
        }

        return tables;
    }

    /// <summary>The number that stands for a record on another page; null where it has none.</summary>
    public async Task<string?> NumberOfAsync(string scope, NumberedReference reference, string id, CancellationToken cancellationToken)
    {
        var company = await session.CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false);
        if (!Guid.TryParse(id, out var guid))
        {
            return null;
        }

        if (!reference.ThroughCompanyContact)
        {
            var found = await ReadNamedAsync($"{company}/{reference.Target}?$filter=id eq {guid:D}&$select=id,number", cancellationToken).ConfigureAwait(false);
            return found.Count > 0 ? found[0].Fields[0].TextOrNull() : null;
        }

        using var response = await session.Client.ReadAsync(session.Get($"{company}/customers({guid:D})/contactsInformation"), cancellationToken).ConfigureAwait(false);
        using var page = JsonRecordPage.Create(InformationPlan, session.Connection, scope, response.TakeBody());
        var contacts = Enumerable.Range(0, page.Count).Select(page.Read).ToList();
        return (contacts.Find(c => c.Fields[1].TextOrNull() == "Company") ?? contacts.FirstOrDefault())?.Fields[0].TextOrNull();
    }

    private async Task ResolveNumbersAsync(string scope, NumberedReference reference, string[] numbers, CancellationToken cancellationToken)
    {
        foreach (var record in await FindAsync(scope, reference.Target, "number", numbers, ["number"], cancellationToken).ConfigureAwait(false))
        {
            Remember(scope, reference, record.Fields[0].AsText(), record.Ref.Id);
        }
    }

    private async Task ResolveCustomersAsync(string scope, NumberedReference reference, string[] numbers, NumberTables tables, CancellationToken cancellationToken)
    {
        var companies = await FindAsync(scope, "contacts", "number", numbers, ["number", "displayName", "contactBusinessRelation"], cancellationToken).ConfigureAwait(false);
        var related = companies.Where(c => OptionNames.Decode(c.Fields[2].TextOrNull() ?? "") is "Customer" or "Multiple").ToList();
        foreach (var prospect in companies.Except(related))
        {
            // A company that is known to be no customer: the contact has no account here.
            tables.Add(reference, prospect.Fields[0].AsText(), FieldValue.Null);
        }

        var names = related.Select(c => c.Fields[1].TextOrNull()).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            return;
        }

        var customers = await FindAsync(scope, "customers", "displayName", names, ["number", "displayName"], cancellationToken).ConfigureAwait(false);
        var wanted = numbers.ToHashSet(StringComparer.Ordinal);
        foreach (var (customer, number) in await ReadContactNumbersAsync(scope, [.. customers.Select(c => c.Ref.Id)], cancellationToken).ConfigureAwait(false))
        {
            if (wanted.Contains(number))
            {
                Remember(scope, reference, number, customer);
            }
        }
    }

    private async Task<List<(string Customer, string Number)>> ReadContactNumbersAsync(string scope, IReadOnlyList<string> customers, CancellationToken cancellationToken)
    {
        var company = await session.CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false);
        var found = new List<(string Customer, string Number)>();
        foreach (var chunk in customers.Chunk(100))
        {
            var items = chunk.Select(c => new ODataBatchItem(c, HttpMethod.Get, $"{company}/customers({c})/contactsInformation")).ToList();
            using var result = await session.Client.SendBatchAsync(items, Batches.Options(session, items.Count), notAfter: null, idempotent: true, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < items.Count; i++)
            {
                // A customer that vanished meanwhile has no contacts; anything else is an error, not an absence.
                if (result.Outcomes[i].Answer is { IsSuccess: true } answer)
                {
                    using var page = JsonRecordPage.Create(InformationPlan, session.Connection, scope, Http.PooledBody.Copy(answer.Body.Span));
                    found.AddRange(Enumerable.Range(0, page.Count).Select(r => (chunk[i], page.Read(r).Fields[0].TextOrNull() ?? "")));
                }
                else if (result.Outcomes[i].Answer is not { Status: 404 })
                {
                    throw Batches.ToException(session, result.Outcomes[i], "customers");
                }
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<Record>> FindAsync(string scope, string set, string field, IReadOnlyCollection<string> values, string[] select, CancellationToken cancellationToken)
    {
        var query = (await session.QueryAsync(scope, set, cancellationToken).ConfigureAwait(false))
            .Filter(ODataFilter.AnyOf(field, [.. values.Select(ODataLiteral.Quote)])).Select([.. select, "id"]);
        return await ReadNamedAsync(query.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Record>> ReadNamedAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await session.Client.ReadAsync(session.Get(address), cancellationToken).ConfigureAwait(false);
        using var page = JsonRecordPage.Create(NamedPlan, session.Connection, "", response.TakeBody());
        return [.. Enumerable.Range(0, page.Count).Select(page.Read)];
    }

    private void Remember(string scope, NumberedReference reference, string number, string id)
    {
        if (_ids.Count >= CacheLimit)
        {
            _ids.Clear();
        }

        _ids[(scope, reference, number)] = id;
    }
}
