using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>A permission set has a name of its own.</summary>
internal sealed class PermissionSetRules : ObjectRules
{
    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        if (save.Changes("Name") && save.Table.With(save.Table.Type.Find("Name")!, save.Text("Name")!).Any())
        {
            throw new SalesforceException("DUPLICATE_DEVELOPER_NAME", $"The developer name you entered is already used: {save.Text("Name")}", "Name");
        }
    }
}

/// <summary>Grants and assignments: one per permission set and target. What a set grants is seen once somebody has the set.</summary>
internal sealed class PermissionRules(string set, string target) : ObjectRules
{
    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        if (save.IsCreate && save.Table.With(save.Table.Type.Find(set)!, save.Text(set)!).Any(r => Equals(Read(save.Table, r, target), save[target])))
        {
            throw new SalesforceException(ErrorCodes.DuplicateValue, $"duplicate value found: <unknown> duplicates value on record with id: <unknown>");
        }

        if (target == "SobjectType" && save.Org.FindAny(save.Text(target)!) is null)
        {
            throw new SalesforceException(ErrorCodes.InvalidType, $"Entity '{save.Text(target)}' does not exist", target);
        }

        if (target == "Field")
        {
            RequirePermissionable(save);
        }
    }

    /// <inheritdoc/>
    public override void AfterSave(Save save, StoredRecord after) => Apply(save.Org);

    /// <inheritdoc/>
    public override void AfterDelete(SObjectWriter writer, Transaction transaction, SObjectTable table, StoredRecord row) => Apply(writer.Org);

    private static void RequirePermissionable(Save save)
    {
        var name = save.Text("Field")!;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var field = dot > 0 ? save.Org.FindAny(name[..dot])?.Type.FindAny(name[(dot + 1)..]) : null;
        if (field is null)
        {
            throw new SalesforceException(ErrorCodes.InvalidField, $"Field {name} does not exist", "Field");
        }

        if (!field.Custom || field.Required)
        {
            throw new SalesforceException(ErrorCodes.FieldIntegrityException, $"field integrity exception: Field ({name} has no permissions of its own)", "Field");
        }
    }

    private static void Apply(SalesforceOrg org)
    {
        var assigned = Values(org, "PermissionSetAssignment", "PermissionSetId", static (_, _) => true);
        bool Granted(SObjectTable table, StoredRecord row) => Read(table, row, "PermissionsRead") is true && Read(table, row, "ParentId") is string id && assigned.Contains(id);
        var objects = Values(org, "ObjectPermissions", "SobjectType", Granted);
        var fields = Values(org, "FieldPermissions", "Field", Granted);
        foreach (var table in org.Tables)
        {
            table.Type.Hidden &= !objects.Contains(table.Type.Name);
            foreach (var field in table.Type.Fields.Where(f => f.Hidden))
            {
                if (fields.Contains($"{table.Type.Name}.{field.Name}"))
                {
                    field.Hidden = false;
                    table.Type.DescribedAt = org.Database.Now;
                }
            }
        }
    }

    private static HashSet<string> Values(SalesforceOrg org, string type, string field, Func<SObjectTable, StoredRecord, bool> counts)
    {
        var table = org.Get(type);
        return [.. table.Rows.Live.Where(r => counts(table, r)).Select(r => Read(table, r, field)).OfType<string>()];
    }
}
