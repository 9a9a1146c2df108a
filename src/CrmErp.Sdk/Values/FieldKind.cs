namespace CrmErp.Sdk;

/// <summary>What a <see cref="FieldValue"/> holds. The numbers are stable: they are stored.</summary>
public enum FieldKind : byte
{
    /// <summary>The field was not observed; it changes nothing.</summary>
    Missing = 0,
    /// <summary>The field is known to be empty.</summary>
    Null = 1,
    /// <summary>A truth value.</summary>
    Boolean = 2,
    /// <summary>A whole number of up to 64 bits.</summary>
    Integer = 3,
    /// <summary>A decimal number of up to 28 significant digits; never a binary floating-point number.</summary>
    Decimal = 4,
    /// <summary>Text, compared ordinally.</summary>
    Text = 5,
    /// <summary>A business date without time and zone.</summary>
    Date = 6,
    /// <summary>A point in time, in UTC.</summary>
    Instant = 7,
    /// <summary>A 128-bit identifier.</summary>
    Guid = 8,
    /// <summary>A decimal amount with its ISO 4217 currency.</summary>
    Money = 9,
    /// <summary>A reference to a record or to a golden record.</summary>
    Reference = 10,
    /// <summary>The lines of a document, each with its <see cref="LineId"/>.</summary>
    Lines = 11,
}
