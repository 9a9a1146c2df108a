namespace CrmErp.Sdk.Diagnostics;

/// <summary>The first event id of each room; a room has a hundred. A test checks that ids are unique.</summary>
internal static class EventIds
{
    public const int Engine = 1000;
    public const int Mapping = 1100;
    public const int Operations = 1200;
    public const int Hosting = 1300;
}
