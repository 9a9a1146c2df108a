using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Simulation.Model;

/// <summary>One entity of the simulated business: its canonical shape, its external object, its keys.</summary>
internal sealed class SimEntity
{
    public static readonly SimEntity Account = new(
        new EntityType("Account",
        [
            Text("Name"), Text("TaxId"), Text("Street", "Address"), Text("City", "Address"), Number("Credit"), Text("Phone"), Text("Stage"), Reference("Parent", "Account"), Flag("Active"),
        ]), "accounts", match: "TaxId", suggest: "Name");

    public static readonly SimEntity Contact = new(
        new EntityType("Contact", [Text("Name"), Text("Email"), Reference("Account", "Account", required: true), Flag("Active")]), "contacts", match: "Email");

    public static readonly SimEntity Opportunity = new(
        new EntityType("Opportunity", [Text("Name"), Text("Stage", "Deal"), Number("Amount", "Deal"), Reference("Account", "Account", required: true), Flag("Active")]), "opportunities");

    public static readonly EntityType OrderLine = new("OrderLine", [Text("Item"), Number("Quantity")]);

    public static readonly SimEntity Order = new(
        new EntityType("Order",
        [
            Number("Amount"), Text("Status"), Reference("Account", "Account", required: true), Flag("Active"), new EntityField { Name = "Lines", Kind = FieldKind.Lines, Lines = OrderLine },
        ]), "orders");

    public static readonly IReadOnlyList<SimEntity> All = [Account, Contact, Opportunity, Order];

    private SimEntity(EntityType type, string objectName, string? match = null, string? suggest = null)
    {
        Type = type;
        Object = objectName;
        Match = match;
        Suggest = suggest;
    }

    public EntityType Type { get; }

    public string Name => Type.Name;

    /// <summary>The external object; the same name in every system.</summary>
    public string Object { get; }

    /// <summary>The field of the strong match rule.</summary>
    public string? Match { get; }

    /// <summary>The field of the weak match rule: its first nine characters.</summary>
    public string? Suggest { get; }

    public static SimEntity Of(string entity) => All.First(e => e.Name == entity);

    public static SimEntity OfObject(string objectName) => All.First(e => e.Object == objectName);

    /// <summary>The external path of a canonical field.</summary>
    public static string Path(string field) => char.ToLowerInvariant(field[0]) + field[1..];

    /// <summary>The canonical field of an external path; null when no map reads it.</summary>
    public EntityField? FieldOf(string path) => Type.Find(char.ToUpperInvariant(path[0]) + path[1..]);

    public override string ToString() => Name;

    private static EntityField Text(string name, string? group = null) => new() { Name = name, Kind = FieldKind.Text, Group = group ?? name };

    private static EntityField Number(string name, string? group = null) => new() { Name = name, Kind = FieldKind.Decimal, Group = group ?? name };

    private static EntityField Flag(string name) => new() { Name = name, Kind = FieldKind.Boolean };

    private static EntityField Reference(string name, string entity, bool required = false) => new() { Name = name, Kind = FieldKind.Reference, ReferenceTo = entity, Required = required };
}
