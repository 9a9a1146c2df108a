namespace CrmErp.Samples.QuoteToCash.Generating;

/// <summary>The countries of the data: locale of names, prefix of tax numbers, dialling code, currency, and regions where addresses have them.</summary>
internal sealed record Country(string Code, string Name, string Locale, string Dial, string Currency, params (string Code, string Name)[] Regions)
{
    public static IReadOnlyList<Country> All { get; } =
    [
        new("DE", "Germany", "de", "+49", "EUR"),
        new("DE", "Deutschland", "de", "+49", "EUR"),
        new("AT", "Austria", "de_AT", "+43", "EUR"),
        new("CH", "Switzerland", "de_CH", "+41", "CHF"),
        new("FR", "France", "fr", "+33", "EUR"),
        new("IT", "Italy", "it", "+39", "EUR"),
        new("ES", "Spain", "es", "+34", "EUR"),
        new("NL", "Netherlands", "nl", "+31", "EUR"),
        new("PL", "Poland", "pl", "+48", "EUR"),
        new("CZ", "Czech Republic", "cz", "+420", "EUR"),
        new("TR", "Turkey", "tr", "+90", "EUR"),
        new("GB", "United Kingdom", "en_GB", "+44", "GBP"),
        new("US", "United States", "en_US", "+1", "USD", ("CA", "California"), ("NY", "New York"), ("TX", "Texas"), ("IL", "Illinois"), ("WA", "Washington")),
        new("CA", "Canada", "en_CA", "+1", "USD", ("ON", "Ontario"), ("QC", "Quebec"), ("BC", "British Columbia")),
        new("AU", "Australia", "en_AU", "+61", "USD", ("NSW", "New South Wales"), ("VIC", "Victoria")),
        new("JP", "Japan", "ja", "+81", "JPY"),
        new("KW", "Kuwait", "ar", "+965", "KWD"),
    ];
}
