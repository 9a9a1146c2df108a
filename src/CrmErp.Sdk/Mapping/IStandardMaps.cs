namespace CrmErp.Sdk.Mapping;

/// <summary>The standard maps that a connector package ships.</summary>
public interface IStandardMaps
{
    /// <summary>The entities that have a standard map, by name.</summary>
    IReadOnlyList<string> Entities { get; }
}
