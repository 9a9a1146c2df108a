using System.Collections.Concurrent;
using CrmErp.Sdk.Connectors.Http.Json;
using CrmErp.Sdk.Connectors.OData.Query;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>
/// Finds what the numbers on pages stand for, and the numbers that stand for records; whole pages and whole batches at once. The customer
/// behind a company contact is asked for in two steps, because the API has no question for it: the contact's name, and the customers of
/// that name with their contacts as the proof.
/// </summary>
internal sealed class NumberResolver(BusinessCentralSession session, ListReader lists)
{
    private const int CacheLimit = 20_000;
    private const string Contacts = "contactsInformation";
    private static readonly RecordShape NamedShape = new("contacts", [new("number", FieldKind.Text), new("displayName", FieldKind.Text), new("contactBusinessRelation", FieldKind.Text)]);
    private static readonly RecordShape InformationShape = new(Contacts, [new("contactNumber", FieldKind.Text), new("contactType", FieldKind.Text)]);
    private static readonly RecordShape CustomerShape = new("customers", [new(Contacts, FieldKind.Lines, null, InformationShape)]);
    private static readonly JsonRecordPlan NamedPlan = JsonRecordPlan.Create(NamedShape, new JsonRecordLayout { Items = "value", Id = "id" });
    private static readonly JsonRecordPlan CustomerPlan = JsonRecordPlan.Create(CustomerShape, new JsonRecordLayout { Items = "value", Id = "id", LineId = "contactId" });
    private readonly ConcurrentDictionary<(string Scope, NumberedReference Reference, string Number), string> _ids = new();
    private readonly ConcurrentDictionary<(string Scope, NumberedReference Reference, string Id), string> _numbers = new();

    /// <summary>What the numbers on some pages stand for.</summary>
    public async Task<NumberTables> ResolveAsync(string scope, ReadPlan plan, IReadOnlyList<JsonRecordPage> pages, CancellationToken cancellationToken)
    {
        if (plan.References.Count == 0)
        {
            return NumberTables.None;
        }

        var tables = new NumberTables();
        for (var i = 0; i < plan.References.Count; i++)
        {
            var reference = plan.References[i].Reference;
            var unknown = new List<string>();
            foreach (var number in Numbers(pages, plan.Computed.Count + i))
            {
                if (_ids.TryGetValue((scope, reference, number), out var id))
                {
                    tables.Add(reference, number, FieldValue.From(new Reference(reference.Target, id)));
                }
                else
                {
                    unknown.Add(number);
                }
            }

            if (unknown.Count > 0)
            {
                await (reference.ThroughCompanyContact
                    ? ResolveCustomersAsync(scope, reference, unknown, tables, cancellationToken)
                    : ResolveNumbersAsync(scope, reference, unknown, tables, cancellationToken)).ConfigureAwait(false);
            }
        }

        return tables;
    }

    /// <summary>The numbers that stand for records on another page; a record that has none is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NumbersOfAsync(string scope, NumberedReference reference, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var unknown = new Dictionary<Guid, string>();
        foreach (var id in ids)
        {
            if (_numbers.TryGetValue((scope, reference, id), out var number))
            {
                found[id] = number;
            }
            else if (Guid.TryParse(id, out var guid))
            {
                unknown[guid] = id;
            }
        }

        if (unknown.Count == 0)
        {
            return found;
        }

        var literals = unknown.Keys.Select(g => g.ToString("D")).ToList();
        foreach (var (id, number) in reference.ThroughCompanyContact
            ? await ReadCompanyContactsAsync(scope, literals, cancellationToken).ConfigureAwait(false)
            : (await FindAsync(scope, reference.Target, "id", literals, ["number"], cancellationToken).ConfigureAwait(false)).Select(r => (r.Ref.Id, r.Fields[0].TextOrNull())))
        {
            if (!string.IsNullOrEmpty(number) && Guid.TryParse(id, out var guid) && unknown.TryGetValue(guid, out var asked))
            {
                found[asked] = number;
                Remember(_numbers, (scope, reference, asked), number);
                Remember(_ids, (scope, reference, number), id);
            }
        }

        return found;
    }

    /// <summary>Forgets the number of a record: the service refused something that may have been it.</summary>
    public void Forget(string scope, NumberedReference reference, string id)
    {
        if (_numbers.TryRemove((scope, reference, id), out var number))
        {
            _ids.TryRemove((scope, reference, number), out _);
        }
    }

    private static IEnumerable<string> Numbers(IReadOnlyList<JsonRecordPage> pages, int extra) => pages
        .SelectMany(p => Enumerable.Range(0, p.Count).Select(r => p.Extra(r, extra)))
        .Where(n => !string.IsNullOrEmpty(n)).Select(n => n!).Distinct(StringComparer.Ordinal);

    private async Task ResolveNumbersAsync(string scope, NumberedReference reference, List<string> numbers, NumberTables tables, CancellationToken cancellationToken)
    {
        foreach (var record in await FindAsync(scope, reference.Target, "number", numbers.Select(ODataLiteral.Quote), ["number"], cancellationToken).ConfigureAwait(false))
        {
            Found(scope, reference, record.Fields[0].AsText(), record.Ref.Id, tables);
        }
    }

    private async Task ResolveCustomersAsync(string scope, NumberedReference reference, List<string> numbers, NumberTables tables, CancellationToken cancellationToken)
    {
        var companies = await FindAsync(scope, "contacts", "number", numbers.Select(ODataLiteral.Quote), ["number", "displayName", "contactBusinessRelation"], cancellationToken).ConfigureAwait(false);
        var related = companies.Where(c => OptionNames.Decode(c.Fields[2].TextOrNull() ?? "") is "Customer" or "Multiple").ToList();
        foreach (var prospect in companies.Except(related))
        {
            // A company that is known to be no customer: the contact has no account here.
            tables.Add(reference, prospect.Fields[0].AsText(), FieldValue.Null);
        }

        var names = related.Select(c => c.Fields[1].TextOrNull()).OfType<string>().Select(ODataLiteral.Quote).ToList();
        if (names.Count == 0)
        {
            return;
        }

        var wanted = numbers.ToHashSet(StringComparer.Ordinal);
        foreach (var customer in await ReadCustomersAsync(scope, "displayName", names, cancellationToken).ConfigureAwait(false))
        {
            foreach (var number in ContactsOf(customer).Select(c => c.Fields[0].TextOrNull() ?? "").Where(wanted.Contains))
            {
                Found(scope, reference, number, customer.Ref.Id, tables);
            }
        }
    }

    private async Task<IReadOnlyList<(string Id, string? Number)>> ReadCompanyContactsAsync(string scope, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var customers = await ReadCustomersAsync(scope, "id", ids, cancellationToken).ConfigureAwait(false);
        return [.. customers.Select(c => (c.Ref.Id, NumberAmong([.. ContactsOf(c)])))];
    }

    private static string? NumberAmong(List<Line> contacts) =>
        (contacts.Find(c => c.Fields[1].TextOrNull() == "Company") ?? contacts.FirstOrDefault())?.Fields[0].TextOrNull();

    private static LineList ContactsOf(Record customer) => customer.Fields[0].LinesOrNull() ?? LineList.Empty;

    private async Task<IReadOnlyList<Record>> ReadCustomersAsync(string scope, string field, IEnumerable<string> literals, CancellationToken cancellationToken) =>
        await ReadAsync(scope, "customers", field, literals, q => q.Select("id").Expand(Contacts, ["contactId", "contactNumber", "contactType"]), CustomerPlan, cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<Record>> FindAsync(string scope, string set, string field, IEnumerable<string> literals, string[] select, CancellationToken cancellationToken) =>
        await ReadAsync(scope, set, field, literals, q => q.Select([.. select, "id"]), NamedPlan, cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<Record>> ReadAsync(string scope, string set, string field, IEnumerable<string> literals, Func<ODataQuery, ODataQuery> what, JsonRecordPlan plan, CancellationToken cancellationToken)
    {
        var company = await session.CompanyPathAsync(scope, cancellationToken).ConfigureAwait(false);
        var addresses = ListReader.Filters(field, literals).Select(f => what(new ODataQuery($"{company}/{set}").Filter(f)).ToString()).ToList();
        var records = new List<Record>();
        foreach (var body in await lists.ReadAsync(set, addresses, pageSize: null, cancellationToken).ConfigureAwait(false))
        {
            using var page = JsonRecordPage.Create(plan, session.Connection, "", body);
            records.AddRange(Enumerable.Range(0, page.Count).Select(page.Read));
        }

        return records;
    }

    private void Found(string scope, NumberedReference reference, string number, string id, NumberTables tables)
    {
        tables.Add(reference, number, FieldValue.From(new Reference(reference.Target, id)));
        Remember(_ids, (scope, reference, number), id);
    }

    private static void Remember(ConcurrentDictionary<(string, NumberedReference, string), string> cache, (string, NumberedReference, string) key, string value)
    {
        if (cache.Count >= CacheLimit)
        {
            cache.Clear();
        }

        cache[key] = value;
    }
}
