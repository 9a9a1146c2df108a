namespace CrmErp.Sdk.Mapping;

/// <summary>The standard maps that a connector package ships. <see cref="StandardMaps"/> makes them with the same verbs that a definition uses.</summary>
public interface IStandardMaps
{
    /// <summary>The entities that have a standard map, by name.</summary>
    IReadOnlyList<string> Entities { get; }

    /// <summary>The standard map of an entity; null when there is none.</summary>
    StandardMap? Find(string entity);
}
