using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>Creates, updates and deletes single records inside a transaction, with every rule of the vendor. A refusal leaves nothing behind.</summary>
internal sealed class SObjectWriter(SalesforceOrg org, IReadOnlyList<DuplicateRule> duplicateRules)
{
    private static readonly ObjectRules NoRules = new CustomObjectRules();

    private readonly Dictionary<string, ObjectRules> _rules = new(StringComparer.Ordinal)
    {
        ["Opportunity"] = new OpportunityRules(),
        ["OpportunityLineItem"] = new OpportunityLineItemRules(),
        ["PricebookEntry"] = new PricebookEntryRules(),
        ["Order"] = new OrderRules(),
        ["OrderItem"] = new OrderItemRules(),
        ["PermissionSet"] = new PermissionSetRules(),
        ["PermissionSetAssignment"] = new PermissionRules("PermissionSetId", "AssigneeId"),
        ["ObjectPermissions"] = new PermissionRules("ParentId", "SobjectType"),
        ["FieldPermissions"] = new PermissionRules("ParentId", "Field"),
    };

    public SalesforceOrg Org { get; } = org;

    /// <summary>Creates a record.</summary>
    /// <param name="transaction">Where.</param>
    /// <param name="table">Its object.</param>
    /// <param name="input">Its values.</param>
    /// <param name="allowDuplicate">The client accepts what a duplicate rule only warns of.</param>
    public StoredRecord Create(Transaction transaction, SObjectTable table, SObjectInput input, bool allowDuplicate = false)
    {
        if (!table.Type.Createable)
        {
            throw new SalesforceException("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", $"entity type cannot be inserted: {table.Type.Label}");
        }

        RequireWriteable(input, static f => f.Createable, "create");
        var values = new object?[table.Type.Columns.Fields.Count];
        Default(table, transaction, values);
        var save = Fill(new Save(this, transaction, table, null, values, input), input);
        Validate(save);
        DuplicateCheck.Check(duplicateRules, save, allowDuplicate);
        var id = table.NewId();
        CustomObjectRules.NameById(save, id);
        return Store(save, t => t.Insert(table.Rows, id, values));
    }

    /// <summary>Changes a record.</summary>
    public StoredRecord Update(Transaction transaction, SObjectTable table, StoredRecord current, SObjectInput input)
    {
        RequireWriteable(input, static f => f.Updateable, "update");
        var values = current.CopyValues(table.Type.Columns);
        var save = Fill(new Save(this, transaction, table, current, values, input), input);
        Validate(save);
        return Store(save, t => t.Update(table.Rows, current, values));
    }

    /// <summary>Stores a record that was there at the start: derived like any other, refused nothing, not logged.</summary>
    public StoredRecord Seed(Transaction transaction, SObjectTable table, string id, SObjectInput input)
    {
        var values = new object?[table.Type.Columns.Fields.Count];
        Default(table, transaction, values);
        var save = Fill(new Save(this, transaction, table, null, values, input), input);
        RulesOf(table.Type).BeforeSave(save);
        CustomObjectRules.NameById(save, id);
        return Store(save, t => t.Insert(table.Rows, id, values, logged: false));
    }

    /// <summary>Changes a record as the consequence of another write: its stamp moves, the log does not name it.</summary>
    public void SideEffect(Transaction transaction, SObjectTable table, StoredRecord current, Action<Save> change)
    {
        var values = current.CopyValues(table.Type.Columns);
        var save = new Save(this, transaction, table, current, values, new SObjectInput());
        change(save);
        if (table.Type.Name == "Opportunity")
        {
            RulesOf(table.Type).BeforeSave(save);
        }

        transaction.Update(table.Rows, current, values, logged: false);
    }

    /// <summary>Deletes a record, with the children that cannot be without it; other references to it become null.</summary>
    public void Delete(Transaction transaction, SObjectTable table, StoredRecord current, bool logged = true)
    {
        var rules = RulesOf(table.Type);
        var savepoint = transaction.Savepoint;
        try
        {
            rules.BeforeDelete(this, transaction, table, current);
            transaction.Delete(table.Rows, current, logged);
            foreach (var (child, field) in Org.References.Where(r => r.Field.ReferenceTo.Contains(table.Type.Name)))
            {
                DeleteOrRelease(transaction, Org.TableOf(child), field, current, table);
            }

            rules.AfterDelete(this, transaction, table, current);
        }
        catch (SalesforceException)
        {
            transaction.RollBack(savepoint);
            throw;
        }
    }

    /// <summary>Takes a record, and the children that went with it, out of the recycle bin.</summary>
    public void Undelete(Transaction transaction, SObjectTable table, StoredRecord tombstone)
    {
        transaction.Undelete(table.Rows, tombstone);
        foreach (var (child, field) in Org.References.Where(r => r.Field.CascadeDelete && r.Field.ReferenceTo.Contains(table.Type.Name)))
        {
            var children = Org.TableOf(child);
            foreach (var lost in children.Rows.Tombstones.Where(t => t.Modified == tombstone.Modified && t.ModifiedBy == tombstone.ModifiedBy && Equals(field.Read(t), tombstone.Id)).ToList())
            {
                Undelete(transaction, children, lost);
            }
        }
    }

    /// <summary>Merges a record into another: its children move, it goes to the recycle bin and names the survivor.</summary>
    public void Merge(Transaction transaction, SObjectTable table, string survivorId, StoredRecord loser)
    {
        if (table.Type.Find("MasterRecordId") is not { } master)
        {
            throw new SalesforceException("INVALID_OPERATION", $"{table.Type.Label} records cannot be merged");
        }

        foreach (var (child, field) in Org.References.Where(r => r.Field.ReferenceTo.Contains(table.Type.Name)))
        {
            var children = Org.TableOf(child);
            foreach (var row in children.With(field, loser.Id).ToList())
            {
                var values = row.CopyValues(child.Columns);
                values[field.Slot] = survivorId;
                transaction.Update(children.Rows, row, values);
            }
        }

        var current = table.Rows.Find(loser.Id)!;
        var merged = current.CopyValues(table.Type.Columns);
        merged[master.Slot] = survivorId;
        transaction.Delete(table.Rows, transaction.Update(table.Rows, current, merged, logged: false));
    }

    private static void RequireWriteable(SObjectInput input, Func<SObjectField, bool> writeable, string verb)
    {
        List<string>? refused = null;
        foreach (var (field, _) in input.Values)
        {
            if (!writeable(field))
            {
                (refused ??= []).Add(field.Name);
            }
        }

        if (refused is not null)
        {
            throw new SalesforceException(ErrorCodes.InvalidFieldForInsertUpdate,
                $"Unable to {verb} fields: {string.Join(", ", refused)}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.", refused);
        }
    }

    private static Save Fill(Save save, SObjectInput input)
    {
        foreach (var (field, value) in input.Values)
        {
            if (field.Stored)
            {
                save.Values[field.Slot] = value;
            }
        }

        return save;
    }

    private void Default(SObjectTable table, Transaction transaction, object?[] values)
    {
        foreach (var field in table.Type.Fields)
        {
            if (field.Stored && field.DefaultedOnCreate)
            {
                values[field.Slot] = field.Name == "OwnerId" ? Org.UserOf(transaction.Writer) : field.DefaultValue;
            }
        }
    }

    private void Validate(Save save)
    {
        List<string>? missing = null;
        foreach (var field in save.Table.Type.Fields)
        {
            if (field.Stored && field.Required && save.Values[field.Slot] is null)
            {
                (missing ??= []).Add(field.Name);
            }
        }

        if (missing is not null)
        {
            throw new SalesforceException(ErrorCodes.RequiredFieldMissing, $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
        }

        foreach (var field in save.Table.Type.Fields)
        {
            if (field is { Stored: true, Type: SObjectFieldType.Reference } && save.Values[field.Slot] is string id
                && !Equals(save.Before?[field.Slot], id))
            {
                RequireParent(field, id);
            }
        }

        RulesOf(save.Table.Type).BeforeSave(save);
        RequireUnique(save);
    }

    private void RequireParent(SObjectField field, string id)
    {
        if (Org.FindByPrefix(id) is not { } parents || !field.ReferenceTo.Contains(parents.Type.Name))
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException, $"{field.Label}: id value of incorrect type: {id}", field.Name);
        }

        if (parents.Rows.Find(id) is null)
        {
            throw parents.Rows.FindTombstone(id) is null
                ? new SalesforceException(ErrorCodes.InvalidCrossReferenceKey, "invalid cross reference id", field.Name)
                : new SalesforceException(ErrorCodes.EntityIsDeleted, "entity is deleted", field.Name);
        }
    }

    private static void RequireUnique(Save save)
    {
        foreach (var field in save.Table.Type.Fields)
        {
            if (field.Unique && save.Values[field.Slot] is string value
                && save.Table.Index(field).First(value) is { } holder && holder != save.Before?.Id)
            {
                throw new SalesforceException(ErrorCodes.DuplicateValue,
                    $"duplicate value found: {field.Name} duplicates value on record with id: {SalesforceId.Shorten(holder)}");
            }
        }
    }

    private StoredRecord Store(Save save, Func<Transaction, StoredRecord> write)
    {
        var savepoint = save.Transaction.Savepoint;
        try
        {
            var after = write(save.Transaction);
            RulesOf(save.Table.Type).AfterSave(save, after);
            return after;
        }
        catch (SalesforceException)
        {
            save.Transaction.RollBack(savepoint);
            throw;
        }
    }

    private void DeleteOrRelease(Transaction transaction, SObjectTable children, SObjectField field, StoredRecord parent, SObjectTable parents)
    {
        foreach (var row in children.With(field, parent.Id).ToList())
        {
            if (field.CascadeDelete)
            {
                // A child may be gone already, by another path of the same cascade.
                if (children.Rows.Find(row.Id) is { } current)
                {
                    Delete(transaction, children, current, logged: false);
                }
            }
            else if (!field.Nillable)
            {
                var name = parents.Type.NameField?.Read(parent) as string ?? parent.Id;
                throw new SalesforceException(ErrorCodes.DeleteFailed,
                    $"Your attempt to delete {name} could not be completed because it is associated with the following {children.Type.LabelPlural.ToLowerInvariant()}.: {SalesforceId.Shorten(row.Id)}");
            }
            else
            {
                SideEffect(transaction, children, row, save => save.Values[field.Slot] = null);
            }
        }
    }

    private ObjectRules RulesOf(SObjectType type) => _rules.GetValueOrDefault(type.Name, NoRules);
}
