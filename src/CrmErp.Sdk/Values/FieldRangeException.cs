namespace CrmErp.Sdk;

/// <summary>A value does not fit: more digits than a decimal has, or more bits than a field has. Nothing is rounded or cut silently.</summary>
public sealed class FieldRangeException : ArithmeticException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What does not fit where; never the value of a field.</param>
    public FieldRangeException(string message)
        : base(message)
    {
    }
}
