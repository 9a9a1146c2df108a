using System.Globalization;

namespace CrmErp.Sdk;

/// <summary>An amount in one currency. Two values are equal when amount and currency are; the scale is no part of it (1.5 = 1.50).</summary>
public readonly struct Money : IEquatable<Money>
{
    /// <summary>Creates an amount.</summary>
    /// <param name="amount">The amount, at most 28 significant digits.</param>
    /// <param name="currency">The ISO 4217 code: three letters A to Z.</param>
    /// <exception cref="ArgumentException">The currency is not three letters A to Z.</exception>
    public Money(decimal amount, string currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        if (!IsCurrencyCode(currency))
        {
            throw new ArgumentException($"'{currency}' is not an ISO 4217 currency code: three letters A to Z are expected.", nameof(currency));
        }

        Amount = amount;
        Currency = currency;
    }

    /// <summary>The amount.</summary>
    public decimal Amount { get; }

    /// <summary>The ISO 4217 code.</summary>
    public string Currency => field ?? "XXX";

    /// <summary>Whether the text has the shape of an ISO 4217 code.</summary>
    public static bool IsCurrencyCode(ReadOnlySpan<char> text) =>
        text.Length == 3 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1]) && char.IsAsciiLetterUpper(text[2]);

    /// <inheritdoc/>
    public bool Equals(Money other) => Amount == other.Amount && string.Equals(Currency, other.Currency, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Money other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Amount, Currency);

    /// <summary>The amount and the code, in the invariant culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    /// <summary>Whether two amounts are equal.</summary>
    public static bool operator ==(Money left, Money right) => left.Equals(right);

    /// <summary>Whether two amounts differ.</summary>
    public static bool operator !=(Money left, Money right) => !left.Equals(right);
}
