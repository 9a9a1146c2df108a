namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>What a describe answer says about an object, as far as sync needs it.</summary>
internal sealed record ObjectDescription(string Name, bool Createable, bool Updateable, bool Deletable, bool Replicateable, IReadOnlyList<FieldDescription> Fields)
{
    public FieldDescription? Find(string name)
    {
        foreach (var field in Fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal))
            {
                return field;
            }
        }

        return null;
    }
}

/// <summary>What a describe answer says about a field. It reflects the user's field-level security: what he may not see is not there.</summary>
internal sealed record FieldDescription(string Name, string Type)
{
    public int Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public int Digits { get; init; }

    public bool Createable { get; init; }

    public bool Updateable { get; init; }

    public bool Nillable { get; init; }

    public bool DefaultedOnCreate { get; init; }

    public bool Unique { get; init; }

    public bool CaseSensitive { get; init; }

    public bool ExternalId { get; init; }

    public bool Filterable { get; init; }

    public bool RestrictedPicklist { get; init; }

    public IReadOnlyList<string> PicklistValues { get; init; } = [];

    public IReadOnlyList<string> ReferenceTo { get; init; } = [];
}
