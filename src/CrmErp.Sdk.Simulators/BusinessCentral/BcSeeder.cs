using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral.Api;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Posting;
using CrmErp.Sdk.Simulators.BusinessCentral.Rules;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>
/// Records that were there at the start. Values are coerced and pairs of id and code completed; fields that the API refuses can be set.
/// Stock of items and the open amount of invoices become ledger entries.
/// </summary>
internal sealed class BcSeeder
{
    private readonly BcEnvironment _environment;
    private readonly BcCompany _company;
    private readonly BcWrites _writes;

    public BcSeeder(BcEnvironment environment, BcCompany company, BcWrites writes)
    {
        _environment = environment;
        _company = company;
        _writes = writes;
    }

    public IReadOnlyList<string> Seed(BcEntity entity, IEnumerable<SeedRecord> records)
    {
        var ids = new List<string>();
        _environment.State.Database.Seed(transaction =>
        {
            var work = new BcWork(_environment, _company, transaction, ByPeople: true);
            var start = transaction.Now;
            foreach (var record in records)
            {
                _environment.State.Database.StampWith(transaction, record.Modified ?? start);
                ids.Add(One(work, entity, record));
            }
        });
        return ids;
    }

    private string One(BcWork work, BcEntity entity, SeedRecord seed)
    {
        var rules = _writes.RulesOf(entity);
        var draft = BcDraft.New(entity, seed.Id is { } id ? Guid.Parse(id).ToString("D") : work.NewId());
        var body = JsonValues.Object(seed.Values);
        foreach (var property in body.EnumerateObject())
        {
            if (!Later(entity, property))
            {
                Take(work, rules, draft, property);
            }
        }

        rules.Inserting(work, draft);
        var record = work.Insert(draft, logged: false);
        rules.Inserted(work, record);
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "inventory")
            {
                StockPosting.Adjust(work, record, property.Value.GetDecimal(), "START");
            }
            else if (entity.Navigation(property.Name) is { } navigation)
            {
                Lines(work, _environment.Model[navigation.Set], navigation.Field, draft.Id, property.Value);
            }
        }

        if (entity.Find("orderDate") is not null || entity.Find("invoiceDate") is not null || entity.Find("creditMemoDate") is not null)
        {
            Finish(work, entity, draft.Id, body);
        }

        return draft.Id;
    }

    /// <summary>What can only be set when the record is there: stock, lines, and a state that would refuse lines.</summary>
    private static bool Later(BcEntity entity, JsonProperty property) =>
        property.Name is "inventory" or "remainingAmount" || entity.Navigation(property.Name) is not null
        || (property.Name == "status" && entity.Set is "salesOrders" or "salesInvoices" or "salesCreditMemos");

    private static void Finish(BcWork work, BcEntity entity, string id, JsonElement body)
    {
        var draft = work.Open(entity.Set, id);
        if (body.TryGetProperty("status", out var status))
        {
            draft["status"] = BcValueReader.Read(entity, entity.Field("status"), status);
        }

        if (body.TryGetProperty("remainingAmount", out var remaining))
        {
            draft["remainingAmount"] = BcValueReader.Read(entity, entity.Field("remainingAmount"), remaining);
        }
        else if (entity.Set == "salesInvoices" && draft.Text("status") is "Paid" or "Canceled" or "Corrective")
        {
            // Nothing is owed of what was paid or taken back.
            draft["remainingAmount"] = 0m;
        }

        work.UpdateIfChanged(draft);
        if (entity.Set == "salesInvoices" && BcPosted.Is(draft.Text("status")))
        {
            CustomerLedger.Add(work, draft.Text("billToCustomerId"), draft.Number("remainingAmount"));
        }
    }

    private void Lines(BcWork work, BcEntity entity, string parentField, string parentId, JsonElement rows)
    {
        var rules = _writes.RulesOf(entity);
        foreach (var row in rows.EnumerateArray())
        {
            var draft = BcDraft.New(entity, work.NewId());
            draft[parentField] = parentId;
            foreach (var property in row.EnumerateObject())
            {
                Take(work, rules, draft, property);
            }

            rules.Inserting(work, draft);
            rules.Inserted(work, work.Insert(draft, logged: false));
        }
    }

    private static void Take(BcWork work, BcRules rules, BcDraft draft, JsonProperty property)
    {
        var field = draft.Entity.Find(property.Name) ?? throw BcException.UnknownProperty(draft.Entity, property.Name);
        if (field.Computed)
        {
            throw BcException.ReadOnly(field.Name);
        }

        rules.Validate(work, draft, field, BcValueReader.Read(draft.Entity, field, property.Value));
        draft.MarkSet(field);
    }
}
