namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>The data types of a page's fields.</summary>
internal enum BcFieldType
{
    /// <summary>Text, kept as it is.</summary>
    Text,

    /// <summary>Text that the system upper-cases and trims.</summary>
    Code,

    /// <summary>A member of an enumeration, XML-name encoded.</summary>
    Enum,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A date; 0001-01-01 is empty.</summary>
    Date,

    /// <summary>A UTC instant with milliseconds.</summary>
    Instant,

    /// <summary>A GUID; all zero is empty. Stored as lower-case text.</summary>
    Guid,
}
