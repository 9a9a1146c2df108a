namespace CrmErp.Sdk.Connectors.Salesforce.Mapping;

/// <summary>State and country of an address: names there, codes here, translated together because a state belongs to its country.</summary>
internal static class RegionAndCountry
{
    public const string RuleName = "SalesforceRegionAndCountry";

    public const int Version = 1;

    /// <summary>(State, Country) to (Region, Country).</summary>
    /// <exception cref="FormatException">The country is not known.</exception>
    public static void Read(ReadOnlySpan<FieldValue> wire, Span<FieldValue> canonical)
    {
        var country = wire[1].TextOrNull() is { Length: > 0 } text ? Countries.ToCode(text) ?? throw new FormatException("The country is not known.") : null;
        canonical[0] = wire[0].TextOrNull() is { Length: > 0 } state ? Regions.ToCode(country, state) : wire[0];
        canonical[1] = country is null ? wire[1] : country;
    }

    /// <summary>(Region, Country) to (State, Country).</summary>
    /// <exception cref="FormatException">The country is no ISO 3166-1 code.</exception>
    public static void Write(ReadOnlySpan<FieldValue> canonical, Span<FieldValue> wire)
    {
        var country = canonical[1].TextOrNull();
        wire[0] = canonical[0].TextOrNull() is { } region ? Regions.ToName(country?.ToUpperInvariant(), region) : canonical[0];
        wire[1] = country is { Length: > 0 } code ? Countries.ToName(code) ?? throw new FormatException("The country is no ISO 3166-1 code.") : canonical[1];
    }
}
