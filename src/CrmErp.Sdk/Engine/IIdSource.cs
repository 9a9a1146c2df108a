namespace CrmErp.Sdk;

/// <summary>Where identities come from. Replace it to make a world repeatable.</summary>
public interface IIdSource
{
    /// <summary>A new identity, never given before.</summary>
    Guid NewId();
}

/// <summary>Version 7 identities by the given clock: they sort by time.</summary>
internal sealed class TimeOrderedIds(TimeProvider time) : IIdSource
{
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
