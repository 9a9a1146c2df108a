namespace CrmErp.Samples.QuoteToCash.Comparing.Rendering;

/// <summary>Countries and states: names in the CRM, codes in the ERP. Only what the data has; anything else stays as it is.</summary>
internal static class Places
{
    // The first name of a code is what is written; the others are what people type.
    private static readonly (string Code, string[] Names)[] Countries =
    [
        ("AT", ["Austria", "Österreich"]), ("AU", ["Australia"]), ("CA", ["Canada"]), ("CH", ["Switzerland", "Schweiz"]), ("CZ", ["Czech Republic", "Czechia"]),
        ("DE", ["Germany", "Deutschland"]), ("ES", ["Spain"]), ("FR", ["France"]), ("GB", ["United Kingdom"]), ("IT", ["Italy", "Italia"]), ("JP", ["Japan"]),
        ("KW", ["Kuwait"]), ("NL", ["Netherlands"]), ("PL", ["Poland"]), ("TR", ["Turkey", "Türkiye"]), ("US", ["United States", "USA", "United States of America"]),
    ];

    private static readonly (string Country, string Code, string Name)[] Regions =
    [
        ("US", "CA", "California"), ("US", "NY", "New York"), ("US", "TX", "Texas"), ("US", "IL", "Illinois"), ("US", "WA", "Washington"),
        ("CA", "ON", "Ontario"), ("CA", "QC", "Quebec"), ("CA", "BC", "British Columbia"), ("AU", "NSW", "New South Wales"), ("AU", "VIC", "Victoria"),
    ];

    public static string? CountryCode(string? name) =>
        name is null ? null : Array.Find(Countries, c => c.Names.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase) || c.Code == name).Code ?? name;

    public static string? CountryName(string? code) => code is null ? null : Array.Find(Countries, c => c.Code == code).Names?[0] ?? code;

    /// <summary>The code of a state that stands beside a country's name.</summary>
    public static string? RegionCode(string? country, string? name) =>
        name is null ? null : Array.Find(Regions, r => r.Country == CountryCode(country) && string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase)).Code ?? name;

    /// <summary>The name of a state that stands beside a country's code.</summary>
    public static string? RegionName(string? country, string? code) =>
        code is null ? null : Array.Find(Regions, r => r.Country == country && r.Code == code).Name ?? code;
}
