namespace CrmErp.Sdk;

/// <summary>What a deletion on one side does on the others.</summary>
public enum Deletes
{
    /// <summary>The other sides' records are set inactive, where their map writes <c>Active</c>; else they are unlinked.</summary>
    Deactivate = 1,
    /// <summary>The other sides' records stay; the link is gone and blocks re-creation.</summary>
    Unlink = 2,
    /// <summary>The other sides' records are deleted too.</summary>
    Delete = 3,
    /// <summary>Nothing happens but the link's end.</summary>
    Ignore = 4,
}

/// <summary>How far a flow goes.</summary>
public enum SyncMode
{
    /// <summary>Nothing is captured.</summary>
    Off = 0,
    /// <summary>Changes are captured and planned, never delivered.</summary>
    Observe = 1,
    /// <summary>What was approved is delivered.</summary>
    Propose = 2,
    /// <summary>Everything is delivered.</summary>
    Auto = 3,
}

/// <summary>What becomes of an edit by a connection that does not own the field.</summary>
public enum ForeignEdit
{
    /// <summary>It is overwritten with the owner's value and recorded.</summary>
    Overwrite = 1,
    /// <summary>It stays there, noted as agreed to differ: an open item.</summary>
    Note = 2,
}

/// <summary>What a clear (value to empty) does.</summary>
public enum Clears
{
    /// <summary>A change like any other.</summary>
    Propagate = 1,
    /// <summary>The clear loses: the golden value is sent back.</summary>
    Ignore = 2,
    /// <summary>A person decides.</summary>
    Ask = 3,
}

/// <summary>What happens to a text that is longer than the field it is written to.</summary>
public enum TooLong
{
    /// <summary>The change is parked with the field's name and length; a person or a shorter text releases it.</summary>
    Park = 1,
    /// <summary>The text is cut to the field's length there; the full text stays in the golden record and on the other sides.</summary>
    Truncate = 2,
}
