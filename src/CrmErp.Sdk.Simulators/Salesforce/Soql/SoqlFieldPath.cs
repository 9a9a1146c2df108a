using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>A field reached from a row, through parents where the path has dots. Names are those of the schema, whatever the query wrote.</summary>
internal sealed class SoqlFieldPath
{
    private readonly SalesforceOrg _org;

    private SoqlFieldPath(SalesforceOrg org, IReadOnlyList<SObjectField> parents, SObjectType type, SObjectField field)
    {
        _org = org;
        Parents = parents;
        Type = type;
        Field = field;
    }

    /// <summary>The reference fields on the way.</summary>
    public IReadOnlyList<SObjectField> Parents { get; }

    /// <summary>The object that has the field.</summary>
    public SObjectType Type { get; }

    public SObjectField Field { get; }

    public bool IsDirect => Parents.Count == 0;

    public static SoqlFieldPath Resolve(SalesforceOrg org, SObjectType type, string path)
    {
        var segments = path.Split('.');
        // The object's own name may lead: SELECT Account.Name FROM Account.
        var first = segments.Length > 1 && string.Equals(segments[0], type.Name, StringComparison.OrdinalIgnoreCase) && !type.TryFindRelationship(segments[0], out _) ? 1 : 0;
        var parents = new List<SObjectField>();
        var current = type;
        for (var i = first; i < segments.Length - 1; i++)
        {
            if (!current.TryFindRelationship(segments[i], out var reference) || org.Find(reference.ReferenceTo[0]) is not { } target)
            {
                throw new SalesforceException(ErrorCodes.InvalidField,
                    $"Didn't understand relationship '{segments[i]}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
            }

            parents.Add(reference);
            current = target.Type;
        }

        var field = current.Find(segments[^1]) ?? throw NoSuchColumn(current, segments[^1]);
        return new(org, parents, current, field);
    }

    /// <summary>The error of an unknown field in a query.</summary>
    public static SalesforceException NoSuchColumn(SObjectType type, string name) => new(ErrorCodes.InvalidField,
        $"No such column '{name}' on entity '{type.Name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");

    public object? Read(StoredRecord row)
    {
        var current = row;
        foreach (var parent in Parents)
        {
            if (parent.Read(current) is not string id || _org.FindRow(id) is not { } next)
            {
                return null;
            }

            current = next;
        }

        return Field.Read(current);
    }
}
