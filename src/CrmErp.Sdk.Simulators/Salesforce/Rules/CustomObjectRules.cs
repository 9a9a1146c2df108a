namespace CrmErp.Sdk.Simulators.Salesforce.Rules;

/// <summary>A custom object numbers its records, or names them by their id when no name is given.</summary>
internal sealed class CustomObjectRules : ObjectRules
{
    /// <inheritdoc/>
    public override void BeforeSave(Save save)
    {
        if (save.IsCreate && save.Table.Type.Custom && save.Table.Type.NameField is { DisplayFormat: { } format } name)
        {
            save.Values[name.Slot] ??= save.Table.NextAutoNumber(name, format);
        }
    }

    public static void NameById(Save save, string id)
    {
        if (save.Table.Type.Custom && save.Table.Type.NameField is { } name)
        {
            save.Values[name.Slot] ??= id;
        }
    }
}
