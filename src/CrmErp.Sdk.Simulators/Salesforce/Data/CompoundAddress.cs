namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>The read-only compound that queries return for an address.</summary>
internal sealed record CompoundAddress(string? Street, string? City, string? State, string? PostalCode, string? Country)
{
    /// <summary>Null when every part is empty, as the vendor answers.</summary>
    public static CompoundAddress? From(object? street, object? city, object? state, object? postalCode, object? country) =>
        street is null && city is null && state is null && postalCode is null && country is null
            ? null
            : new((string?)street, (string?)city, (string?)state, (string?)postalCode, (string?)country);
}
