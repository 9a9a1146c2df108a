using System.Collections.Frozen;

namespace CrmErp.Sdk;

/// <summary>How many decimals the amounts of a currency have, by ISO 4217.</summary>
public static class MinorUnits
{
    // ISO 4217 list one, as of 2025: everything that does not have two.
    private static readonly FrozenDictionary<string, int> s_exceptions = new[]
    {
        (Decimals: 0, Codes: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (Decimals: 3, Codes: "BHD IQD JOD KWD LYD OMR TND"),
        (Decimals: 4, Codes: "CLF UYW"),
    }.SelectMany(e => e.Codes.Split(' ').Select(code => (code, e.Decimals))).ToFrozenDictionary(e => e.code, e => e.Decimals, StringComparer.Ordinal);

    /// <summary>The decimals of a currency; 2 for one that is null or unknown.</summary>
    public static int Of(string? currency) => currency is null ? 2 : s_exceptions.GetValueOrDefault(currency, 2);
}
