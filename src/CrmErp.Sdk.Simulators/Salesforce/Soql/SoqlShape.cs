using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Schema;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>What a result row shows: fields, parents with their own shape, and children.</summary>
internal sealed class SoqlShape(SObjectType type)
{
    private readonly List<SoqlShapeItem> _items = [];

    public SObjectType Type { get; } = type;

    public IReadOnlyList<SoqlShapeItem> Items => _items;

    /// <summary>The shape of a select list.</summary>
    public static SoqlShape Of(SalesforceOrg org, SObjectType type, SoqlQuery query)
    {
        var shape = new SoqlShape(type);
        foreach (var item in query.Select)
        {
            switch (item)
            {
                case SoqlFieldItem field:
                    shape.Add(org, SoqlFieldPath.Resolve(org, type, field.Path));
                    break;
                case SoqlFieldsItem group:
                    shape.AddGroup(group, query.Limit);
                    break;
                case SoqlSubqueryItem subquery:
                    shape.AddChildren(org, subquery.Query);
                    break;
                default:
                    throw new SalesforceException(ErrorCodes.MalformedQuery, "Grouped and plain fields cannot be selected together.");
            }
        }

        return shape;
    }

    private void Add(SalesforceOrg org, SoqlFieldPath path)
    {
        var shape = this;
        foreach (var parent in path.Parents)
        {
            if (shape._items.Find(i => i.Parent is not null && ReferenceEquals(i.Field, parent))?.Parent is not { } nested)
            {
                nested = new SoqlShape(org.Get(parent.ReferenceTo[0]).Type);
                shape._items.Add(new(parent.RelationshipName!, parent) { Parent = nested });
            }

            shape = nested;
        }

        if (shape._items.Exists(i => i.Parent is null && ReferenceEquals(i.Field, path.Field)))
        {
            throw new SalesforceException(ErrorCodes.InvalidField, $"duplicate field selected: {path.Field.Name}");
        }

        shape._items.Add(new(path.Field.Name, path.Field));
    }

    private void AddGroup(SoqlFieldsItem group, int? limit)
    {
        if (limit is null or > 200)
        {
            throw new SalesforceException(ErrorCodes.MalformedQuery, "The SOQL FIELDS function must have a LIMIT of at most 200");
        }

        Func<SObjectField, bool> belongs = group.Group switch
        {
            "ALL" => static _ => true,
            "STANDARD" => static f => !f.Custom,
            "CUSTOM" => static f => f.Custom,
            _ => throw new SalesforceException(ErrorCodes.MalformedQuery, $"unexpected token: '{group.Group}'"),
        };
        _items.AddRange(Type.VisibleFields.Where(belongs).Select(f => new SoqlShapeItem(f.Name, f)));
    }

    private void AddChildren(SalesforceOrg org, SoqlQuery query)
    {
        if (!org.TryFindChildren(Type.Name, query.From, out var children, out var reference))
        {
            throw new SalesforceException(ErrorCodes.InvalidType,
                $"Didn't understand relationship '{query.From}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.");
        }

        _items.Add(new(reference.ChildRelationshipName!, reference) { Children = SoqlPlan.Compile(org, children, query, isSubquery: true) });
    }
}

/// <summary>One item of a result row; Field is the reference for parents and children.</summary>
internal sealed record SoqlShapeItem(string Name, SObjectField Field)
{
    /// <summary>The name, ready to be written.</summary>
    public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(Name);

    public SoqlShape? Parent { get; init; }

    public SoqlPlan? Children { get; init; }
}
