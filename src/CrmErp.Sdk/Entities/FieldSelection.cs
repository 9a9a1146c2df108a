namespace CrmErp.Sdk;

/// <summary>What a field lambda names: one field, or all fields of an owned value.</summary>
/// <param name="Entity">The entity or line.</param>
/// <param name="Name">The field's name, or the owned value's (<c>BillingAddress</c>).</param>
/// <param name="Group">The group they change hands with; it may have more members.</param>
/// <param name="Fields">The fields in slot order; one, unless <paramref name="IsOwnedValue"/>.</param>
/// <param name="IsOwnedValue">Whether it names an owned value as a whole.</param>
public sealed record FieldSelection(EntityType Entity, string Name, FieldGroup Group, IReadOnlyList<EntityField> Fields, bool IsOwnedValue)
{
    /// <summary>The field.</summary>
    /// <exception cref="FieldSelectionException">It names an owned value as a whole.</exception>
    public EntityField Field => IsOwnedValue
        ? throw new FieldSelectionException(Entity.Name, $"names '{Name}' as a whole where one field is needed")
        : Fields[0];

    /// <summary>The slot of the field.</summary>
    /// <exception cref="FieldSelectionException">It names an owned value as a whole.</exception>
    public int Slot => Field.Slot;

    /// <summary>The entity and the name.</summary>
    public override string ToString() => $"{Entity.Name}.{Name}";
}
