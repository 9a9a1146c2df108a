using CrmErp.Sdk.Connectors.Salesforce.Provisioning;
using static CrmErp.Sdk.Connectors.Salesforce.Metadata.StandardFields;

namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>The schema that the package ships: the standard objects with the fields that provisioning adds. Offline checks and fakes stand on it.</summary>
internal static class StandardMetadata
{
    /// <summary>The schema for a connection's options.</summary>
    public static IReadOnlyList<ObjectMetadata> Create(SalesforceOptions options)
    {
        var described = Describe(options).ToDictionary(d => d.Name, StringComparer.Ordinal);
        var builder = new MetadataBuilder(new Aggregates([]), options.MultiCurrency || options.Currency.Length == 0 ? null : options.Currency);
        return [.. Requirements.StandardObjects.Select(name => builder.Build(described[name], described))];
    }

    /// <summary>The objects, as an org with everything provisioned would describe them.</summary>
    public static IReadOnlyList<ObjectDescription> Describe(SalesforceOptions options)
    {
        var added = Requirements.Fields(options.ExternalIdField, []).ToLookup(f => f.Object, Describe);
        var custom = Requirements.Objects.Select(o => new ObjectDescription(o.Name, true, true, true, true, [.. SystemFields(), NameOf(o), .. o.IsDetail ? [] : new[] { Owner() }]));
        return [.. StandardObjects.All(options.MultiCurrency).Concat(custom).Select(d => d with { Fields = [.. d.Fields, .. added[d.Name]] })];
    }

    private static FieldDescription NameOf(ProvisionedObject made) => made.NameFormat is null
        ? Text("Name", 80) with { Nillable = false, DefaultedOnCreate = true }
        : (Text("Name", 80) with { Nillable = false }).ReadOnly();

    private static FieldDescription Describe(ProvisionedField field)
    {
        var described = Of(field.DescribedType, field.Name, field.Length) with { Precision = field.Precision, Scale = field.Scale };
        return field.Type switch
        {
            ProvisionedType.Text when field.IsKey => described with { ExternalId = true, Unique = true, CaseSensitive = true },
            ProvisionedType.Checkbox => described with { Nillable = false, DefaultedOnCreate = true },
            ProvisionedType.Lookup => described with { Length = 18, ReferenceTo = [field.ReferenceTo!] },
            ProvisionedType.MasterDetail => described with { Length = 18, ReferenceTo = [field.ReferenceTo!], Nillable = false, Updateable = false },
            ProvisionedType.Picklist => described with { Length = 255, RestrictedPicklist = true, PicklistValues = field.Values },
            _ => described,
        };
    }
}
