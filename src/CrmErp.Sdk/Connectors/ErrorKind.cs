namespace CrmErp.Sdk.Connectors;

/// <summary>The closed list of error kinds. Each has one disposition in the engine; the numbers are stored and never change.</summary>
public enum ErrorKind
{
    /// <summary>May pass by itself: try again with back-off.</summary>
    Transient = 1,
    /// <summary>A limit of the system was hit: wait as it says; costs no attempt.</summary>
    Throttled = 2,
    /// <summary>The credentials were refused: the connection stops until they are renewed.</summary>
    Authentication = 3,
    /// <summary>The credentials are good but not allowed to do this.</summary>
    Permission = 4,
    /// <summary>The record, object or address does not exist.</summary>
    NotFound = 5,
    /// <summary>The record moved since it was read: read again, merge, plan again.</summary>
    VersionConflict = 6,
    /// <summary>The system says that such a record exists already.</summary>
    Duplicate = 7,
    /// <summary>The system refuses the data: park until the data, the map or the schema changes.</summary>
    Validation = 8,
    /// <summary>A referenced record is not there (yet).</summary>
    Reference = 9,
    /// <summary>A mapped field or object is gone or has another type.</summary>
    SchemaDrift = 10,
    /// <summary>The cursor is too old: a full read is needed.</summary>
    CursorExpired = 11,
    /// <summary>The request may have reached the system: verify before anything else.</summary>
    OutcomeUnknown = 12,
    /// <summary>The record may no longer be changed (posted, locked, activated).</summary>
    Immutable = 13,
    /// <summary>The connection is set up wrongly (address, company, edition, API switched off).</summary>
    Configuration = 14,
    /// <summary>A fault of the SDK or an answer that cannot be understood.</summary>
    Internal = 15,
}
