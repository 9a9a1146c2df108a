using System.Text.Json;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.OData;
using CrmErp.Sdk.Simulators.BusinessCentral.Posting;
using CrmErp.Sdk.Simulators.BusinessCentral.Rules;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>Creates, changes and deletes records; posts documents. The same for clients and people.</summary>
internal sealed class BcWrites
{
    private readonly Dictionary<string, BcRules> _rules = new(StringComparer.Ordinal)
    {
        ["customers"] = new CustomerRules(),
        ["contacts"] = new ContactRules(),
        ["items"] = new ItemRules(),
        ["opportunities"] = new OpportunityRules(),
        ["salesOrders"] = new DocumentRules(orders: true),
        ["salesInvoices"] = new DocumentRules(orders: false),
        ["salesOrderLines"] = new LineRules(orders: true),
        ["salesInvoiceLines"] = new LineRules(orders: false),
        ["customerPayments"] = new PaymentRules(),
    };

    private readonly BcRules _plain = new();

    public BcRules RulesOf(BcEntity entity) => _rules.GetValueOrDefault(entity.Set) ?? _plain;

    public StoredRecord Create(BcWork work, BcEntity entity, (string Field, string Value)? parent, JsonElement body)
    {
        if (!entity.CanInsert)
        {
            throw new BcException(400, "BadRequest_MethodNotAllowed", $"Entity does not support insert.");
        }

        var rules = RulesOf(entity);
        var draft = BcDraft.New(entity, work.NewId());
        SetParent(work, draft, parent, body);
        List<(BcNavigation Navigation, JsonElement Rows)>? nested = null;
        foreach (var property in body.EnumerateObject())
        {
            if (entity.Navigation(property.Name) is { Many: true } navigation && property.Value.ValueKind == JsonValueKind.Array)
            {
                (nested ??= []).Add((navigation, property.Value));
            }
            else
            {
                Take(work, rules, draft, property);
            }
        }

        rules.Inserting(work, draft);
        var record = work.Insert(draft);
        rules.Inserted(work, record);
        foreach (var (navigation, rows) in nested ?? [])
        {
            foreach (var row in rows.EnumerateArray())
            {
                CreateNested(work, work.Environment.Model[navigation.Set], (navigation.Field, draft.Id), row);
            }
        }

        return work.Table(entity.Set).Records.Find(draft.Id)!;
    }

    /// <summary>Changes a record; the version it must build on is null or <c>*</c> for any.</summary>
    public StoredRecord Update(BcWork work, BcEntity entity, string id, string? ifMatch, JsonElement body)
    {
        if (!entity.CanModify)
        {
            throw new BcException(400, "BadRequest_MethodNotAllowed", "Entity does not support modify.");
        }

        var rules = RulesOf(entity);
        var draft = BcDraft.Of(entity, Current(work, entity, id, ifMatch));
        foreach (var property in body.EnumerateObject())
        {
            if (entity.Navigation(property.Name) is not null)
            {
                throw BcException.BadRequest("Updates are not supported to a navigation property in the same request.");
            }

            Take(work, rules, draft, property);
        }

        rules.Modifying(work, draft);
        var record = work.Update(draft);
        rules.Modified(work, draft.Before!, record);
        return work.Table(entity.Set).Records.Find(id)!;
    }

    public void Delete(BcWork work, BcEntity entity, string id, string? ifMatch)
    {
        if (!entity.CanDelete)
        {
            throw new BcException(400, "BadRequest_MethodNotAllowed", "Entity does not support delete.");
        }

        var record = Current(work, entity, id, ifMatch);
        var rules = RulesOf(entity);
        rules.Deleting(work, record);
        work.Delete(entity, record);
        rules.Deleted(work, record);
    }

    /// <summary>Runs a bound action; gives the id of the posted invoice where there is one.</summary>
    public static string? Act(BcWork work, BcEntity entity, string id, string action)
    {
        switch (entity.Set, action)
        {
            case ("salesOrders", "shipAndInvoice"):
                return OrderPosting.ShipAndInvoice(work, id);
            case ("salesInvoices", "post" or "postAndSend"):
                InvoicePosting.Post(work, id);
                return null;
            case ("salesInvoices", "cancel" or "cancelAndSend" or "makeCorrectiveCreditMemo"):
                InvoicePosting.Cancel(work, id);
                return null;
            case ("salesInvoices", "send"):
                work.Open("salesInvoices", id);
                return null;
            case ("customerPaymentJournals", "post"):
                PaymentPosting.PostJournal(work, id);
                return null;
            default:
                throw BcException.NoSegment("Microsoft.NAV." + action);
        }
    }

    private static StoredRecord Current(BcWork work, BcEntity entity, string id, string? ifMatch)
    {
        var record = work.Table(entity.Set).Records.Find(id) ?? throw BcException.Missing(entity, id);
        return ifMatch is null or "*" || ifMatch == BcETag.Of(record.Version) ? record : throw BcException.Changed();
    }

    private static void SetParent(BcWork work, BcDraft draft, (string Field, string Value)? parent, JsonElement body)
    {
        if (draft.Entity.ParentField is not { } field)
        {
            return;
        }

        if (body.TryGetProperty(field, out var given))
        {
            var value = (string)BcValueReader.Read(draft.Entity, draft.Entity.Field(field), given);
            if (parent is { } path && !string.Equals(path.Value, value, StringComparison.OrdinalIgnoreCase))
            {
                throw BcException.Dialog($"The value for \"{field}\" cannot be modified.");
            }

            draft[field] = value;
        }
        else if (parent is { } path)
        {
            draft[field] = path.Value;
        }

        var parents = work.Table(draft.Entity.ParentSet!);
        if (draft.Text(field) is var id && id == BcField.NoGuid)
        {
            throw BcException.Dialog(draft.Entity.ParentRequired!);
        }
        else if (parents.Records.Find(id) is null)
        {
            throw BcException.Missing(parents.Entity, id);
        }
    }

    private void CreateNested(BcWork work, BcEntity entity, (string Field, string Value) parent, JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw BcException.BadRequest("A nested record must be a JSON object.");
        }

        var rules = RulesOf(entity);
        var draft = BcDraft.New(entity, work.NewId());
        SetParent(work, draft, parent, row);
        foreach (var property in row.EnumerateObject())
        {
            Take(work, rules, draft, property);
        }

        rules.Inserting(work, draft);
        rules.Inserted(work, work.Insert(draft, logged: false));
    }

    private static void Take(BcWork work, BcRules rules, BcDraft draft, JsonProperty property)
    {
        if (property.Name.StartsWith('@') || property.Name.Contains("@odata", StringComparison.Ordinal))
        {
            return;
        }

        var field = draft.Entity.Find(property.Name) ?? throw BcException.UnknownProperty(draft.Entity, property.Name);
        if ((field.ReadOnly && !work.ByPeople) || (field.Computed && field.Name != "inventory") || field.Name == "id")
        {
            throw BcException.ReadOnly(field.Name);
        }

        var value = BcValueReader.Read(draft.Entity, field, property.Value);
        rules.Validate(work, draft, field, value);
        draft.MarkSet(field);
    }
}
