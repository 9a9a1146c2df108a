namespace CrmErp.Samples.QuoteToCash.Comparing;

/// <summary>
/// One compared field: how each side shows it, and how either value would be shown by the other side. Two values agree when rendering
/// either one for the other system gives the other's value.
/// </summary>
internal sealed class FieldRule
{
    public required string Name { get; init; }

    /// <summary>The field group that the SDK's open items name; by default the field itself.</summary>
    public string Group { get; init; } = "";

    public required Func<Item, Scene, string?> Crm { get; init; }

    public required Func<Item, Scene, string?> Erp { get; init; }

    public Func<string?, string?> ToErp { get; init; } = value => value;

    public Func<string?, string?> ToCrm { get; init; } = value => value;

    /// <summary>What a person with access to the database would do to it: on which side, to which record, which field, which value.</summary>
    public required Func<Item, Item, Scene, Plant?> Plant { get; init; }

    public bool Agree(Item crm, Item erp, Scene scene)
    {
        var (here, there) = (Crm(crm, scene), Erp(erp, scene));
        return here == there || ToErp(here) == there || ToCrm(there) == here;
    }
}

/// <summary>A change behind everyone's back.</summary>
internal sealed record Plant(string Side, Item Item, string Field, object? Value);
