namespace CrmErp.Samples.QuoteToCash.Generating;

/// <summary>One line of a file: its key, the true identity that no system ever serves, the case it stands for, and values by column.</summary>
internal sealed record Row(string Key, string Identity, string Case)
{
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public Row With(string column, string? value)
    {
        Values[column] = value ?? "";
        return this;
    }
}

/// <summary>A company as it really is; each side has its own picture of it.</summary>
internal sealed record Company(string Identity, string Name, string Number, string TaxId, string Phone, string Website, string Email, Place Place)
{
    public string Terms { get; init; } = "30 DAYS";

    public decimal CreditLimit { get; init; }

    public string Currency { get; init; } = "EUR";
}

/// <summary>Where somebody is: a country by its code and by the name the CRM's people use.</summary>
internal sealed record Place(string Street, string Extra, string City, string PostalCode, string RegionCode, string RegionName, string CountryCode, string CountryName);
